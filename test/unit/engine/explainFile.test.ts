import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { NamedFields } from '../../../src/worker/protocol';
import { floats, npy, npyHeader, safetensors, zip } from '../live/files';
import { inProcessClient } from '../worker/inProcess';

const utf8 = (text: string) => new TextEncoder().encode(text);
const int64 = (...values: number[]) => new Uint8Array(BigInt64Array.from(values, BigInt).buffer);

describe('what is said of a file', () => {
  const client = inProcessClient();
  after(() => client.dispose());

  const explain = (name: string, bytes: Uint8Array, fields?: NamedFields) =>
    client.call('explainFile', { file: { name, bytes }, fields });

  async function assertNothingOpen() {
    const { session } = await client.call('open', {
      array: { dtype: 'float64', shape: [1, 2], data: Float64Array.of(1, 2) },
      reading: 'logits',
    });
    await client.call('close', { session });
    for (let id = session - 10; id < session; id++) {
      await assert.rejects(
        client.call('batch', { session: id, settings: { temperature: 1 } }),
        /wasn’t kept/,
        `session ${id}`,
      );
      await assert.rejects(client.call('peekFile', { file: id, index: 0 }), /wasn’t kept/, `file ${id}`);
    }
  }

  const LOGITS = floats(2, 1, 0.1, 0.5, 2.5, 0.3);
  const npz = zip([
    { name: 'steps.npy', data: npy(npyHeader('<i8', [2]), int64(2, 1)) },
    { name: 'labels.npy', data: npy(npyHeader('<i8', [2]), int64(0, 1)), deflate: true },
    { name: 'logits.npy', data: npy(npyHeader('<f4', [2, 3]), LOGITS), deflate: true },
  ]);

  it('pairs the logits and labels of an .npz by name and shape', async () => {
    const [one] = await explain('batch.npz', npz);
    assert.deepEqual([one.found.name, one.found.labels?.name], ['logits', 'labels']);
    assert.ok(Math.abs(one.batch!.reduced! - (0.41703 + 0.22005) / 2) < 1e-5);
    await assertNothingOpen();
  });

  it('reads outputs as logits that have a class ID for each row', async () => {
    const saved = (labels: string, type: string, ids: Uint8Array) =>
      zip([
        { name: 'predictions.npy', data: npy(npyHeader('<f4', [2, 3]), floats(2, 1, -0.1, 0.5, 2.5, 0.3)) },
        { name: labels, data: npy(npyHeader(type, [2]), ids) },
      ]);
    const [one] = await explain('saved.npz', saved('label_ids.npy', '<i8', int64(0, 1)));
    assert.deepEqual([one.found.reading.kind, one.batch?.accuracy], ['logits', 1]);
    const [other] = await explain('saved.npz', saved('label_values.npy', '<f4', floats(0.5, 1)));
    assert.equal(other.found.reading.kind, 'other');
  });

  it('pairs those of a .safetensors, whose header is never read as text', async () => {
    const [one] = await explain(
      'batch.safetensors',
      safetensors(
        {
          labels: { dtype: 'I64', shape: [2], data_offsets: [0, 16] },
          logits: { dtype: 'F32', shape: [2, 3], data_offsets: [16, 40] },
        },
        Buffer.concat([int64(0, 1), LOGITS]),
      ),
    );
    assert.deepEqual([one.found.name, one.found.labels?.name, one.batch?.accuracy], ['logits', 'labels', 1]);
  });

  it('tells the other arrays of a file after the one that is shown first, offering what is worth it', async () => {
    const all = await explain('batch.npz', npz);
    assert.deepEqual(
      all.map(({ found, offered, batch }) => [found.name, offered, batch !== undefined]),
      [
        ['logits', true, true],
        ['steps', false, false],
        ['labels', false, false],
      ],
    );
    const two = zip(
      ['val_logits', 'test_logits'].flatMap((name) => [
        { name: `${name}.npy`, data: npy(npyHeader('<f4', [2, 3]), LOGITS) },
        {
          name: `${name.replace('logits', 'labels')}.npy`,
          data: npy(npyHeader('<i8', [2]), int64(0, name[0] === 'v' ? 1 : 2)),
        },
      ]),
    );
    const accuracies = (await explain('two.npz', two)).flatMap(({ found, batch }) =>
      batch ? [[found.name, batch.accuracy]] : [],
    );
    assert.deepEqual(accuracies, [
      ['test_logits', 0.5],
      ['val_logits', 1],
    ]);
    const many = zip(
      Array.from({ length: 80 }, (_, i) => ({
        name: `w${i}.npy`,
        data: npy(npyHeader('<f4', [2, 3]), LOGITS),
      })),
    );
    assert.equal((await explain('many.npz', many)).length, 50);
    await assertNothingOpen();
  });

  it('says of labels in a file that they are those of the next position', async () => {
    const ids = [2, 0, 3, 1, 1, 2, 0, 3, 2, 2];
    const rows = ids.flatMap((_, t) => [0, 1, 2, 3].map((c) => (c === ids[(t + 1) % ids.length] ? 6 : 0)));
    const file = zip([
      { name: 'logits.npy', data: npy(npyHeader('<f4', [1, 10, 4]), floats(...rows)) },
      { name: 'labels.npy', data: npy(npyHeader('<i8', [1, 10]), int64(...ids)) },
    ]);
    const [{ findings }] = await explain('lm.npz', file);
    assert.match(findings.find(({ id }) => id === 'shifted-labels')?.message ?? '', /next|position/);
  });

  it('takes the names of a pickle’s classes, and labels that are such names', async () => {
    const rows = '(l(lF2.5\naF0.5\naa(lF0.5\naF1.5\naa';
    const names = (...all: string[]) => `(l${all.map((name) => `S'${name}'\na`).join('')}`;
    const text = `(dS'logits'\n${rows}sS'labels'\n${names('dog', 'dog')}sS'classes'\n${names('cat', 'dog')}s.`;
    const [{ found, batch }] = await explain('batch.pkl', utf8(text));
    assert.deepEqual(found.classNames, ['cat', 'dog']);
    assert.deepEqual([...found.labels!.values.data], [1, 1]);
    assert.equal(batch?.accuracy, 0.5);
    const other = text.replaceAll("'labels'\n(lS'dog'", "'labels'\n(lS'cow'");
    const [unknown] = await explain('batch.pkl', utf8(other));
    assert.equal(unknown.found.labels, undefined);
  });

  it('takes labels that are names of classes in records, as JSON, Python or YAML has them', async () => {
    const json =
      '{"classes": ["cat", "dog"], "rows": [{"logits": [2.5, 0.5], "label": "dog"}, {"logits": [0.5, 1.5], "label": "dog"}]}';
    const yaml =
      'classes: [cat, dog]\nrows:\n  - logits: [2.5, 0.5]\n    label: dog\n  - logits: [0.5, 1.5]\n    label: dog\n';
    for (const [name, text] of [
      ['a.json', json],
      ['a.yaml', yaml],
      ['a.txt', json.replaceAll('"', "'")],
      ['b.txt', "classes = ['cat', 'dog']\nlogits: [[2.5, 0.5], [0.5, 1.5]]\ny_true: ['dog' 'dog']"],
    ]) {
      const explained = await explain(name, utf8(text));
      assert.equal(explained[0].batch?.accuracy, 0.5, name);
    }
  });

  it('knows a file of arrays by its bytes under any name', async () => {
    assert.equal((await explain('batch.dat', npz))[0].found.name, 'logits');
  });

  it('reads the arrays that are named', async () => {
    const [one] = await explain('batch.npz', npz, { logits: 'logits', labels: 'steps' });
    assert.equal(one.found.labels?.name, 'steps');
    await assert.rejects(explain('batch.npz', npz, { logits: 'scores' }), /“scores” .*“logits”/);
    await assertNothingOpen();
  });

  it('has figures over all records of a file, and its labels', async () => {
    const lines = '{"logits": [2.0, 1.0, 0.1], "label": 0}\n{"logits": [0.5, 2.5, 0.3], "label": 1}\n';
    const [one] = await explain('predictions.jsonl', utf8(lines.repeat(1000)));
    assert.deepEqual([one.found.name, one.found.shape], ['logits', [2000, 3]]);
    assert.equal(one.batch?.counted, 2000);
    assert.equal(one.found.held, undefined);
    await assertNothingOpen();
  });

  it('takes the fields of records that are named, and says which there are', async () => {
    const bytes = utf8('{"a": {"logits": [1.0, 2.5]}, "b": {"logits": [1.5, 0.5]}, "label": 1}\n'.repeat(3));
    const accuracyOf = async (logits: string) =>
      (await explain('two.jsonl', bytes, { logits }))[0].batch?.accuracy;
    assert.deepEqual([await accuracyOf('a.logits'), await accuracyOf('b.logits')], [1, 0]);
    await assert.rejects(explain('two.jsonl', bytes, { logits: 'c' }), /“c” .*“a\.logits”, “b\.logits”/);
    await assertNothingOpen();
  });

  it('searches a text without records for arrays', async () => {
    const text = 'logits tensor([[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]])\nlabels tensor([0, 1])\n';
    const [logits] = await explain('run.txt', utf8(text));
    assert.deepEqual([logits.found.name, logits.found.labels?.name], ['logits', 'labels']);
    assert.deepEqual(await explain('notes.txt', utf8('nothing of the kind')), []);
  });

  it('reads records however they were cut out, numbered or quoted', async () => {
    const rows = [
      { logits: [2.5, 1.25, 0.125], label: 0 },
      { logits: [0.5, 2.25, 0.375], label: 2 },
      { logits: [0.25, 1.5, 3.125], label: 2 },
    ];
    const cells = (write: (row: number[]) => string) =>
      `id,logits,label\n${rows.map(({ logits, label }, i) => `${i},"${write(logits)}",${label}`).join('\n')}\n`;
    const files: [name: string, text: string][] = [
      ['commas.jsonl', rows.map((row) => JSON.stringify(row)).join(',\n')],
      ['numbered.json', JSON.stringify(Object.fromEntries(rows.entries()))],
      ['arrays.csv', cells((row) => `[${row.join(' ')}]`)],
      ['lists.csv', cells((row) => `[${row.join(', ')}]`)],
    ];
    for (const [name, text] of files) {
      const [{ found, batch }] = await explain(name, utf8(text));
      assert.deepEqual([found.shape, batch?.accuracy], [[3, 3], 2 / 3], name);
    }
  });

  it('says of packed arrays what they are', async () => {
    await assert.rejects(
      explain('logits.npy.gz', gzipSync(new Uint8Array(64))),
      new Error('logits.npy: neither a .npy file nor a zip file'),
    );
  });
});
