import assert from 'node:assert/strict';
import { findArrays } from '../../../src/text/find';
import { fieldsOf } from '../../../src/worker/foundInRecords';
import { inProcessClient } from '../worker/inProcess';

describe('the first records of a file', () => {
  const client = inProcessClient();
  after(() => client.dispose());

  const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
  const probe = (name: string, text: string) => client.call('probeDump', { file: file(name, text) });

  const CSV = 'id,cat,dog,bird,label\n1,0.7,0.2,0.1,cat\n2,0.1,0.3,0.6,bird\n3,0.5,0.4,0.1,dog\n';

  it('tell which columns are classes by a column of their names, and what their rows are by their sums', async () => {
    const { logits, labels, classNames } = (await probe('animals.csv', CSV))!;
    assert.deepEqual(logits[0].path, ['cat', 'dog', 'bird']);
    assert.equal(logits[0].reading, 'probabilities');
    assert.deepEqual(labels[0].path, ['label']);
    assert.deepEqual(classNames, ['cat', 'dog', 'bird']);
    const [one] = await client.call('explainFile', { file: file('animals.csv', CSV) });
    assert.equal(one.found.reading.kind, 'probabilities');
    assert.equal(one.batch?.counted, 3);
    assert.ok(Math.abs(one.batch.accuracy! - 2 / 3) < 1e-12);
  });

  it('are labelled by name in a text as in a file', () => {
    const [one] = findArrays(CSV);
    assert.deepEqual(one.classNames, ['cat', 'dog', 'bird']);
    assert.deepEqual([...one.labels!.values.data], [0, 2, 1]);
    assert.equal(one.reading.kind, 'probabilities');
  });

  it('never offer the bytes of a token, nor the log-probabilities of a text’s own tokens', async () => {
    const lines = '{"bytes": [72, 101], "token_logprobs": [-0.1, -2.5], "label": 1}\n'.repeat(2);
    const { logits, labels } = (await probe('tokens.jsonl', lines))!;
    assert.deepEqual(logits, []);
    assert.deepEqual(
      labels.map(({ name }) => name),
      ['label'],
    );
  });

  it('put rows that each record sorts and names for itself in the order of the classes', async () => {
    const sorted =
      '[{"labels": ["a", "b"], "scores": [0.7, 0.3]}, {"labels": ["b", "a"], "scores": [0.8, 0.2]}]';
    const told = (await probe('zero-shot.json', sorted))!;
    assert.deepEqual(told.logits[0].scored, { classes: ['a', 'b'], beside: ['labels'], areUnordered: true });
    assert.deepEqual([told.labels, told.classNames], [[], ['a', 'b']]);
    const alike = sorted.replace('["b", "a"]', '["a", "b"]');
    const { logits, labels, classNames } = (await probe('zero-shot.json', alike))!;
    assert.deepEqual([logits[0].name, labels, classNames], ['scores', [], ['a', 'b']]);
  });

  it('take labels of which every row has two, bare ones among lists, and lists of nothing, for sets of classes', async () => {
    const labelsOf = async (...labels: unknown[]) => {
      const records = labels.map((label, i) =>
        JSON.stringify({ logits: [0.5, -1.25, i, 2.5], labels: label }),
      );
      const { labels: found } = (await probe('several.jsonl', records.join('\n')))!;
      return found.map(({ isSet }) => isSet ?? false);
    };
    assert.deepEqual(await labelsOf([0, 2], [1, 3], [2, 3]), [true]);
    assert.deepEqual(await labelsOf([0, 2], 3, [1]), [true]);
    assert.deepEqual(await labelsOf([null], [0, 2], [1]), [true]);
    assert.deepEqual(await labelsOf([0], [2], [1]), [false]);
    const lines = [[null], [0, 2], [1]].map((labels) =>
      JSON.stringify({ logits: [0.5, -1.25, 2.5], labels }),
    );
    const [{ batch }] = await client.call('explainFile', { file: file('some.jsonl', lines.join('\n')) });
    assert.equal(batch?.counted, 2);
    const sets = { file: file('sets.jsonl', lines.join('\n')) };
    const found = (await client.call('probeDump', sets))!;
    const fields = fieldsOf(found, found.logits[0], found.labels[0]);
    const { report } = await client.call('openDump', { ...sets, fields, reading: 'logits' });
    assert.equal(
      report.problems[0].message,
      'one of the labels in “labels” is null; the row counts as unlabeled',
    );
    assert.deepEqual(await labelsOf([0, 0], [1, 3], [2, 3]), []);
  });

  it('leave it to a person whether a field that only says yes or no is the label', async () => {
    const csv = 'score,fraud\n0.91,1\n0.12,0\n0.34,0\n0.75,1\n0.4,0\n0.6,1\n0.2,0\n0.8,1\n';
    const { labels, ambiguous } = (await client.call('probeDump', {
      file: file('s.csv', csv),
    }))!;
    assert.deepEqual([labels[0].name, ambiguous.labels], ['fraud', true]);
    const named = (await client.call('probeDump', {
      file: file('s.csv', csv.replace('fraud', 'label')),
    }))!;
    assert.equal(named.ambiguous.labels, false);
  });

  it('take numbers of two decimals for probabilities where each row sums to 1 but for their rounding', async () => {
    const rows = [
      [0.33, 0.33, 0.33],
      [0.67, 0.17, 0.17],
      [0.9, 0.05, 0.05],
    ];
    const readingOf = async (of: readonly number[][]) => {
      const text = of.map((scores, label) => JSON.stringify({ scores, label })).join('\n');
      return (await probe('run.jsonl', text))?.logits[0].reading;
    };
    assert.equal(await readingOf(rows), 'probabilities');
    assert.equal(await readingOf([...rows, [0.5, 0.3, 0.1]]), 'logits');
    // In full, they would sum to 1.
    assert.equal(await readingOf(rows.map((row) => row.map((x) => x + 0.0012345))), 'logits');
  });

  it('take no column for labels that is one of a one-hot label, nor one that says what part a row is of', async () => {
    const shares = ['0.7,0.2,0.1', '0.1,0.8,0.1', '0.2,0.2,0.6'];
    const head = 'a_prob,b_prob,c_prob';
    const oneHot = `${head},a,b,c\n${shares.map((row, i) => `${row},${[0, 1, 2].map((c) => Number(c === i)).join()}`).join('\n')}\n`;
    assert.deepEqual(
      (await probe('run.csv', oneHot))?.labels.map(({ name }) => name),
      ['a … c'],
    );
    const others = oneHot.replace('a,b,c\n', 'x1,x2,x3\n').replace('a_prob', 'a_prob');
    assert.deepEqual((await probe('run.csv', others))?.labels, []);
    const folds = `${head},fold\n${shares.map((row, i) => `${row},${(i + 1) % 3}`).join('\n')}\n`;
    assert.deepEqual((await probe('run.csv', folds))?.labels, []);
  });
});
