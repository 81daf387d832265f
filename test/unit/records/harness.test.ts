import assert from 'node:assert/strict';
import { inProcessClient } from '../worker/inProcess';

/** Log-likelihoods of the choices of three questions, and which is right. */
const CHOICES = [
  [-1.5, -7.25, -9.125],
  [-5.25, -2.5, -6.5],
  [-3.75, -4.5, -4.25],
];
const GOLD = [0, 1, 2];

type Written = (x: number, at: number) => unknown;
const record = (write: Written, more: (row: number) => object) => (row: number) =>
  JSON.stringify({ filtered_resps: CHOICES[row].map(write), ...more(row) });
const asPair: Written = (x, at) => [String(x), at === 0 ? 'True' : 'False'];

describe('samples of a harness for multiple choice', () => {
  const client = inProcessClient();
  after(() => client.dispose());

  const variants: [what: string, line: (row: number) => string][] = [
    ['texts with True and False', record(asPair, (row) => ({ doc: { gold: GOLD[row] } }))],
    ['numbers with true and false', record((x) => [x, false], (row) => ({ doc: { gold: GOLD[row] } }))],
    ['texts with booleans', record((x) => [String(x), x > -2], (row) => ({ doc: { label: GOLD[row] } }))],
    ['numbers alone', record((x) => x, (row) => ({ doc: { gold: GOLD[row] } }))],
    ['numbers in texts alone', record(String, (row) => ({ doc: { gold: GOLD[row] } }))],
    ['a target in a text', record(asPair, (row) => ({ doc: { query: 'Q' }, target: String(GOLD[row]) }))],
    ['exponents', record((x) => [x.toExponential(), 'False'], (row) => ({ doc: { gold: GOLD[row] } }))],
  ]; // prettier-ignore
  for (const [what, line] of variants)
    it(`are rows of log-likelihoods with labels: ${what}`, async () => {
      const text = [0, 1, 2].map(line).join('\n');
      const file = { name: 'samples.jsonl', bytes: new TextEncoder().encode(text) };
      const answers = [await client.call('explainFile', { file })];
      // Numbers that stand in no texts are arrays of their own in a text, whatever they are.
      if (text.includes('[["')) answers.push(await client.call('explain', { text }));
      for (const [one] of answers) {
        assert.deepEqual([...one.found.shape], [3, 3]);
        assert.equal(one.found.reading.kind, 'logits');
        // numpy.argmax of each row against the labels: right, right, wrong.
        assert.ok(Math.abs(one.batch!.accuracy! - 2 / 3) < 1e-12);
      }
    }); // prettier-ignore

  it('whose figure divides by lengths are said to need those', async () => {
    const line = record(asPair, (row) => ({ doc: { gold: GOLD[row] }, acc: 1, acc_norm: 0 }));
    const [{ findings }] = await client.call('explain', { text: [0, 1, 2].map(line).join('\n') });
    assert.match(findings.find(({ id }) => id === 'by-length')!.message, /“acc_norm” can’t be computed/);
  });

  it('say that their numbers were texts', async () => {
    const text = [0, 1, 2].map(record(asPair, (row) => ({ gold: GOLD[row] }))).join('\n');
    const file = { name: 'samples.jsonl', bytes: new TextEncoder().encode(text) };
    const probe = (await client.call('probeDump', { file }))!;
    const fields = { format: probe.format, records: probe.records, logits: probe.logits[0].path };
    const { session } = await client.call('openDump', { file, fields, reading: 'logits' });
    const problems = await client.call('dumpProblems', { session });
    assert.deepEqual(
      problems.map(({ kind, skipped }) => [kind, skipped]),
      [0, 1, 2].map(() => ['number-text', false]),
    );
    assert.match(problems[0].message, /the numbers are texts, such as -1.5; they are read as numbers/);
  });

  it('with a text that is no number are not read as numbers', async () => {
    const text = '{"logits": ["1.5", "n/a"], "label": 0}\n{"logits": ["2.5", "x"], "label": 1}';
    assert.deepEqual(await client.call('explain', { text }), []);
  });

  it('are not told by the choices of a question', async () => {
    const text = '{"choices": ["1", "2", "3"], "label": 0}\n{"choices": ["4", "5", "6"], "label": 1}';
    assert.deepEqual(await client.call('explain', { text }), []);
  });
});
