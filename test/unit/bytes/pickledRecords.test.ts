import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { inProcessClient } from '../worker/inProcess';
import { dict, integer, pickle, text } from './pickles';

const LOGITS = Array.from({ length: 6 }, (_, i) => [i / 4 - 0.5, 1.25 - i / 8, -0.125 * i]);
const LABELS = [0, 1, 1, 2, 0, 1];

/** G and eight bytes. */
const float = (x: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(x);
  return `G${bytes.toString('latin1')}`;
};
const list = (...items: string[]) => `](${items.join('')}e`;

describe('Pickled lists of records', () => {
  const client = inProcessClient();
  after(() => client.dispose());

  let files: { name: string; bytes: string }[];
  before(() => {
    const script = 'test/fixtures/pickles/make_records.py';
    files = JSON.parse(
      execFileSync(process.env.LOGITSCOPE_PYTHON!, [script], { encoding: 'utf8' }),
    ) as typeof files;
  });
  const made = (inBatches: boolean) =>
    files
      .filter(({ name }) => name.startsWith('batches') === inBatches)
      .map(({ name, bytes }) => ({ name, bytes: new Uint8Array(Buffer.from(bytes, 'base64')) }));

  const explain = (name: string, bytes: Uint8Array) => client.call('explainFile', { file: { name, bytes } });

  it('are one array with a row for each, and its labels, whatever Python wrote the rows as', async () => {
    const loss =
      LOGITS.reduce((sum, row, i) => {
        const exps = row.map((x) => Math.exp(x));
        return sum - Math.log(exps[LABELS[i]] / exps.reduce((a, b) => a + b));
      }, 0) / 6;
    for (const { name, bytes } of made(false)) {
      const [logits] = await explain(name, bytes);
      assert.deepEqual([logits.found.shape, logits.found.reading.kind], [[6, 3], 'logits'], name);
      assert.match(logits.found.labels?.name ?? '', /label$/, name);
      assert.ok(Math.abs(logits.batch!.reduced! - loss) < 1e-3, name);
    }
  });

  it('of batches are one array of all rows with its labels, whole numbers or the floating ones of a sigmoid', async () => {
    for (const { name, bytes } of made(true)) {
      const [{ found }] = await explain(name, bytes);
      const isYesOrNo = name.includes('yes-or-no');
      assert.deepEqual(found.shape, [6, isYesOrNo ? 1 : 3], name);
      assert.equal(found.labels?.name, 'labels', name);
      const labels = isYesOrNo ? LABELS.map((id) => (id === 1 ? 1 : 0)) : LABELS;
      assert.deepEqual([...found.labels.values.data], labels, name);
    }
  });

  it('cost no more than they are long where thousands refer to one row, and are refused where that is too much', async () => {
    const row = list(...Array.from({ length: 1000 }, (_, i) => float(i / 8)));
    const records = (count: number) => pickle(`${dict({ logits: row })}\x94](${'h\x00'.repeat(count)}e`);
    const [twice] = await explain('r.pkl', records(2_000));
    assert.deepEqual(twice.found.shape, [2_000, 1_000]);
    const client = inProcessClient();
    const { arrays } = await client.call('openFile', { name: 'r.pkl', bytes: records(30_000) });
    assert.match(arrays[0].problem ?? '', /its records hold 240,?000,?000 bytes; the limit is 67,?108,?864/);
    client.dispose();
  });

  it('keep what differs from record to record apart', async () => {
    const record = (...row: number[]) =>
      dict({ logits: list(...row.map(float)), boxes: list(list(...row.map(float))) });
    const ragged = await explain('r.pkl', pickle(list(record(0.5, 1.5), record(0.5, 1.5, 2.5))));
    assert.deepEqual(
      ragged.map(({ found }) => found.name),
      ['[0].logits', '[0].boxes', '[1].logits', '[1].boxes'],
    );
    const even = await explain('e.pkl', pickle(list(record(0.5, 1.5), record(-0.5, 2.5))));
    assert.deepEqual(
      even.map(({ found }) => `${found.name} ${found.shape.join('×')}`),
      ['logits 2×2', '[0].boxes 1×2', '[1].boxes 1×2'],
    );
  });

  it('with more keys than records have are looked through one by one', async () => {
    const many = dict(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`k${i}`, integer(i)])));
    const one = `${many.slice(0, -1)}${text('logits')}${list(float(0.5), float(1))}u`;
    const found = await explain('many.pkl', pickle(list(one, one)));
    assert.deepEqual(
      found.map(({ found: { name } }) => name),
      ['[0].logits', '[1].logits'],
    );
  });
});
