import assert from 'node:assert/strict';
import type { DumpFields } from '../../../../src/loss/types';
import { inProcessClient } from '../../worker/inProcess';

const JSONL: DumpFields = { format: 'jsonl', records: [], logits: ['logits'], labels: ['label'] };

describe('what the records of a file are called', () => {
  const client = inProcessClient();
  after(() => client.dispose());

  const open = async (content: string, fields: DumpFields = JSONL, name = 'run.jsonl') => {
    const file = { name, bytes: new TextEncoder().encode(content) };
    return client.call('openDump', { file, fields, reading: 'logits' });
  };
  const jsonl = (records: readonly object[]) =>
    records.map((record, i) => JSON.stringify({ ...record, logits: [i, 1], label: 0 })).join('\n');

  it('is the text they hold, of the rows asked for, in their order', async () => {
    const { session, records } = await open(
      jsonl([
        { id: 'q1', input: { question: 'Who wrote it?' } },
        { id: 'q2', input: { question: 'Where was\nit built?' } },
        { id: 'q3', input: { question: 'How high is it?' } },
      ]),
    );
    assert.equal(records, true);
    const names = await client.call('recordNames', { session, rows: [2, 1] });
    assert.deepEqual(names, {
      field: 'input.question',
      texts: ['How high is it?', 'Where was it built?'],
    });
  });

  it('is their id where there is no text, and nothing where there is neither', async () => {
    const images = await open(jsonl([{ image: 'a.png' }, { image: 'b.png' }, {}]));
    assert.deepEqual(await client.call('recordNames', { session: images.session, rows: [0, 1, 2] }), {
      field: 'image',
      texts: ['a.png', 'b.png', ''],
    });
    const bare = await open(jsonl([{ split: 'test' }, { split: 'test' }]));
    assert.equal(await client.call('recordNames', { session: bare.session, rows: [0] }), undefined);
  });

  it('is read from CSV by the header, quotes and commas included', async () => {
    const fields: DumpFields = { format: 'csv', records: [], logits: ['a', 'b'], labels: ['label'] };
    const text = 'text,a,b,label\n"Well, it works",1,2,0\nNot at all,2,1,1\nGood as ever,0,1,1\n';
    const { session } = await open(text, fields, 'run.csv');
    assert.deepEqual(await client.call('recordNames', { session, rows: [0, 2] }), {
      field: 'text',
      texts: ['Well, it works', 'Good as ever'],
    });
  });

  it('shows nothing unseen, and refuses rows that are none', async () => {
    const { session } = await open(
      jsonl([{ text: 'a \u202eb' }, { text: 'c d' }, { text: `${'e '.repeat(400)}` }]),
    );
    const { texts } = (await client.call('recordNames', { session, rows: [0, 2] }))!;
    assert.equal(texts[0], 'a \\u202Eb');
    assert.ok(texts[1].length <= 300 && texts[1].endsWith('…'));
    await assert.rejects(client.call('recordNames', { session, rows: [3] }));
  });
});
