import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withPoints } from '../../../../src/records/csv/decimalCommas';
import type { Explained } from '../../../../src/worker/protocol';
import { inProcessClient } from '../../worker/inProcess';

const NAMES = ['cat', 'dog', 'owl'];
const PROBS = [
  [0.7012, 0.1988, 0.1],
  [0.0521, 0.8201, 0.1278],
  [0.2533, 0.1409, 0.6058],
  [0.1107, 0.2893, 0.6],
];
const LOGITS = PROBS.map((row) => row.map((p) => Number((Math.log(p) + 1.5).toFixed(4))));
const IDS = [0, 1, 2, 1];
const LOSS = -PROBS.reduce((sum, row, i) => sum + Math.log(row[IDS[i]]), 0) / IDS.length;

const csv = (header: readonly string[], rows: readonly (readonly (string | number)[])[], separator = ',') =>
  [...(header.length > 0 ? [header] : []), ...rows].map((row) => row.join(separator)).join('\n');
const comma = (x: number) => String(x).replace('.', ',');

describe('tables that people bring as files', () => {
  const client = inProcessClient();
  after(() => client.dispose());

  const explain = async (name: string, text: string): Promise<Explained[]> =>
    client.call('explainFile', { file: { name, bytes: new TextEncoder().encode(text) } });

  const labelled: [what: string, name: string, text: string, names?: readonly string[]][] = [
    ['decimal commas between semicolons', 'a.csv', csv([...NAMES, 'label'], PROBS.map((row, i) => [...row.map(comma), NAMES[IDS[i]]]), ';'), NAMES],
    ['decimal commas of logits, and class IDs', 'a.csv', csv(['logit_0', 'logit_1', 'logit_2', 'label'], LOGITS.map((row, i) => [...row.map(comma), IDS[i]]), ';')],
    ['decimal commas between tabs, in quotes', 'a.tsv', csv([...NAMES, 'label'], PROBS.map((row, i) => [...row.map((x) => `"${comma(x)}"`), NAMES[IDS[i]]]), '\t'), NAMES],
    ['columns under p_', 'a.csv', csv(['p_cat', 'p_dog', 'p_owl', 'label'], PROBS.map((row, i) => [...row, NAMES[IDS[i]]])), NAMES],
    ['no header and the class ID last', 'a.csv', csv([], PROBS.map((row, i) => [...row, IDS[i]]))],
    ['pandas, orient="split"', 'a.json', JSON.stringify({ columns: [...NAMES, 'label'], index: [0, 1, 2, 3], data: PROBS.map((row, i) => [...row, NAMES[IDS[i]]]) }), NAMES],
    ['pandas, orient="split", of logits', 'a.json', JSON.stringify({ columns: ['logit_cat', 'logit_dog', 'logit_owl', 'label'], data: LOGITS.map((row, i) => [...row, IDS[i]]) }), NAMES],
    ['pandas, orient="columns"', 'a.json', JSON.stringify(Object.fromEntries([...NAMES.map((name, c) => [name, { ...PROBS.map((row) => row[c]) }]), ['label', { ...IDS.map((id) => NAMES[id]) }]])), NAMES],
    ['pandas, orient="index"', 'a.json', JSON.stringify({ ...PROBS.map((row, i) => ({ cat: row[0], dog: row[1], owl: row[2], label: NAMES[IDS[i]] })) }), NAMES],
    ['pandas, orient="records"', 'a.json', JSON.stringify(PROBS.map((row, i) => ({ cat: row[0], dog: row[1], owl: row[2], label: NAMES[IDS[i]] }))), NAMES],
    ['a map of probabilities in each record', 'a.jsonl', PROBS.map((row, i) => JSON.stringify({ label: NAMES[IDS[i]], probs: { cat: row[0], dog: row[1], owl: row[2] } })).join('\n'), NAMES],
  ]; // prettier-ignore
  for (const [what, name, text, names] of labelled)
    it(`have rows, labels and a loss: ${what}`, async () => {
      const [one] = await explain(name, text);
      assert.deepEqual(one.found.shape, [4, 3]);
      assert.ok(Math.abs(one.batch!.reduced! - LOSS) < 1e-3, String(one.batch!.reduced));
      assert.equal(one.batch!.accuracy, 0.75);
      if (names) assert.deepEqual(one.found.classNames, names);
    });

  it('without labels are probabilities where their columns sum to 1, row after row', async () => {
    const [one] = await explain('sub.csv', csv(['id', ...NAMES], PROBS.map((row, i) => [`x${i}`, ...row]))); // prettier-ignore
    assert.deepEqual([one.offered, one.found.reading.kind], [true, 'probabilities']);
    assert.deepEqual(one.found.classNames, NAMES);
  });

  const alike: [what: string, name: string, text: string][] = [
    ['pixels with a label', 'm.csv', csv(['label', 'pixel0', 'pixel1', 'pixel2'], [[5, 0, 128, 13], [0, 12, 240, 3]])],
    ['a matrix of correlations', 'c.csv', ',a,b,c\na,1.0,0.2,-0.3\nb,0.2,1.0,0.5\nc,-0.3,0.5,1.0'],
    ['prices with decimal commas', 'k.csv', 'Datum;Hoch;Tief\n01.02.2024;103,10;100,80\n02.02.2024;104,02;101,90'],
    ['measurements with the class last', 'i.csv', csv([], [[5.1, 3.5, 1.4, 0.2, 0], [7, 3.2, 4.7, 1.4, 1], [6.3, 3.3, 6, 2.5, 2]])],
    ['a log of training as records', 'h.json', JSON.stringify([1, 2, 3].map((epoch) => ({ epoch, loss: 2.5 / epoch, lr: 0.1 })))],
    ['lists of numbers that nothing names', 's.json', JSON.stringify([0, 1, 2].map((t) => ({ t, values: [20.5 + t, 19.25, -3.5] })))],
    ['ratings', 'r.jsonl', [1, 2, 3].map((user) => JSON.stringify({ user, ratings: [4.5, user, 5] })).join('\n')],
  ]; // prettier-ignore
  for (const [what, name, text] of alike)
    it(`are offered as no logits: ${what}`, async () => {
      const explained = await explain(name, text).catch(() => []);
      assert.ok(explained.every(({ offered }) => !offered));
    });

  it('have no labels where a server says which class it predicts', async () => {
    const predictions = LOGITS.map((logits) => ({ logits, classes: logits.indexOf(Math.max(...logits)) }));
    const [served] = await explain('served.json', JSON.stringify({ predictions }));
    assert.equal(served.found.labels, undefined);
    const [gold] = await explain(
      'gold.json',
      JSON.stringify(predictions.map(({ logits, classes }) => ({ logits, label: classes }))),
    );
    assert.equal(gold.found.labels?.name, 'label');
  });

  it('keep every byte but the commas of numbers, however they are read', async () => {
    const cell = fc.oneof(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => x.toFixed(3).replace('.', ',')),
      fc.constantFrom('a,b', '1,2 apples', '"3,5"', '', '12', 'x1,5', '1,5,6'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 20 }),
        async (rows) => {
          const text = `a;b;c\n1,5;2,5;3,5\n${rows.map((row) => row.join(';')).join('\n')}\n`;
          const bytes = new TextEncoder().encode(text);
          const source = await withPoints({
            name: 'x.csv',
            size: bytes.length,
            async *chunks() {
              yield bytes;
            },
            slice: async (offset, length) => bytes.slice(offset, offset + length),
          });
          const decoded = new TextDecoder().decode(await source.slice!(0, bytes.length));
          const expected = text.replace(/(?<=^|[;\n])("?-?\d+),(\d+"?)(?=[;\n])/g, '$1.$2');
          assert.equal(decoded, expected);
          assert.equal(new TextDecoder().decode(bytes), text);
        },
      ),
      { numRuns: 50 },
    );
  });
});
