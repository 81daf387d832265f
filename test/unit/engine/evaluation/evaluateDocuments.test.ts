import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { splitJson } from '../../../../src/records/text/splitJson';
import { evaluate, isRight, LABELS, lines, P } from './twelveRows';

const RECORDS = P.map((probs, i) => ({ probs, label: LABELS[i], note: 'a ] in “text” {' }));
const keyed = (name: string) => Object.fromEntries(RECORDS.map((record, i) => [`${name}${i}.png`, record]));

describe('evaluate: several documents in one file', () => {
  const DOCUMENTS: Record<string, readonly [first: unknown, second: unknown]> = {
    'lists of records': [RECORDS, RECORDS],
    'lists in objects': [
      { run: 'a', records: RECORDS, last: [{ a: [1] }] },
      { run: 'b', records: RECORDS, last: [] },
    ],
    'lists in objects of objects': [{ a: { b: RECORDS } }, { a: { c: [1], b: RECORDS } }],
    'records by their keys': [keyed('a'), keyed('b')],
    'records by their keys in objects': [{ rows: keyed('a') }, { rows: keyed('b') }],
  };
  for (const [what, documents] of Object.entries(DOCUMENTS))
    for (const between of ['\n', '', ' \r\n\r\n'])
      for (const indent of [undefined, 1])
        it(`are read as one: ${what} (${JSON.stringify([between, indent])})`, async () => {
          const texts = documents.map((one) => JSON.stringify(one, null, indent));
          const evaluation = await evaluate('run.json', texts.join(between) + '\n');
          isRight(evaluation, what, 2);
          deepStrictEqual(evaluation.skipped, []);
          isRight(await evaluate('run.json', texts[0]), 'one alone');
        });

  it('have a list of records on each line', async () => {
    for (const wrapped of [
      (records: unknown) => records,
      (records: unknown) => ({ step: 1, outputs: records }),
    ]) {
      const text = [RECORDS.slice(0, 5), RECORDS.slice(5, 6), RECORDS.slice(6)]
        .map((records) => JSON.stringify(wrapped(records)))
        .join('\n');
      isRight(await evaluate('run.jsonl', text));
    }
    const choices = RECORDS.map(({ probs, label }) => ({
      choices: [{ probs, name: 'x' }, { probs: [1, 0, 0] }],
      label,
    }));
    isRight(await evaluate('run.jsonl', lines(choices)), 'the label is the line’s');
  });

  it('end where the last of them is cut off, which is said', async () => {
    const whole = JSON.stringify({ records: RECORDS });
    for (const [second, more] of [
      [whole.slice(0, whole.indexOf('}') + 5), 1],
      [whole.slice(0, 9), 0],
    ] as const) {
      const text = `${whole}\n\n${second}`;
      strictEqual((await evaluate('run.json', text)).rows.counted, 12 + more);
      strictEqual(splitInto(text, text.length).isWhole, false);
    }
  });

  it('are the same in chunks of any size', () => {
    const text = `${JSON.stringify({ a: [1], records: RECORDS, b: 'x]}"' }, null, 1)} {"records": [{}, 7]}{"records": []}`;
    const whole = splitInto(text, text.length);
    strictEqual(whole.records.length, 14);
    strictEqual(whole.isWhole, true);
    deepStrictEqual(whole.records.slice(12), ['{}', '7']);
    for (const size of [1, 2, 3, 7, 64, 1000]) deepStrictEqual(splitInto(text, size), whole);
  });
});

function splitInto(text: string, size: number) {
  const records: string[] = [];
  const decoder = new TextDecoder();
  const splitter = splitJson(
    { format: 'json', records: ['records'] },
    {
      record: ({ bytes, start, end }) => void records.push(decoder.decode(bytes.subarray(start, end))),
      blank: () => undefined,
      tooLong: () => undefined,
    },
  );
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) splitter.push(bytes.subarray(at, at + size));
  return { isWhole: splitter.end(), records };
}
