import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { createCalls } from '../../../src/engine/calls';

const calls = createCalls();
const context = { signal: new AbortController().signal, progress: () => undefined };

const line = (...tokens: [string, number][]) =>
  JSON.stringify({ logprobs: { content: tokens.map(([token, logprob]) => ({ token, logprob })) } });
const LINES = [
  line(['é', -1], [' you', -3]),
  '{"note": "no tokens"}',
  '',
  line(['Yes', -0.5]),
  line(['a', -9999], ['b', -2]),
];

describe('A file of responses too large to be held', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'records-'))));
  after(() => rmSync(folder, { recursive: true }));

  const written = (name: string, bytes: string | Uint8Array) => {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return { name, path: file };
  };

  it('is a list of its lines with tokens, each with its figures', async () => {
    const file = written('a.jsonl', LINES.join('\n'));
    const { records, total, lines } = await calls.tokenRecords({ file }, context);
    assert.deepEqual([total, lines], [3, 5]);
    assert.deepEqual(
      records.map(({ line: at, beginning, count, valued, sumLogprob }) => [
        at,
        beginning,
        count,
        valued,
        sumLogprob,
      ]),
      [
        [1, 'é you', 2, 2, -4],
        [4, 'Yes', 1, 1, -0.5],
        [5, 'ab', 2, 1, -2],
      ],
    );
    assert.equal(records[0].perplexity, Math.exp(2));
  });

  it('opens no line in whose place another text stands by now', async () => {
    const changed = [line(['longer', -0.25], [' now', -0.25]), ...LINES.slice(1)].join('\n');
    const packed = gzipSync(changed);
    for (const [name, before, after] of [
      ['e.jsonl', LINES.join('\n'), changed],
      ['f.jsonl.gz', gzipSync(LINES.join('\n')), packed],
    ] as const) {
      const file = written(name, before);
      const { records } = await calls.tokenRecords({ file }, context);
      written(name, after);
      for (const { from, to, crc } of records.slice(1))
        await assert.rejects(async () => calls.holdTokens({ file, part: { from, to, crc } }, context), {
          message: `${name} has changed since it was read. Open it again.`,
        });
    }
  });

  it('opens no line that is another by now, as long as it was and in the same place', async () => {
    const file = written('g.jsonl', LINES.join('\n'));
    const { records } = await calls.tokenRecords({ file }, context);
    written('g.jsonl', LINES.join('\n').replace('"Yes"', '"Not"'));
    const opened = ({ from, to, crc }: (typeof records)[number]) =>
      (async () => calls.holdTokens({ file, part: { from, to, crc } }, context))();
    await assert.rejects(opened(records[1]), {
      message: 'g.jsonl has changed since it was read. Open it again.',
    });
    const { held } = await opened(records[2]);
    assert.equal((await calls.openTokens({ held }, context))?.sequences[0].beginning, 'ab');
  });

  it('opens one of its lines, compressed or not', async () => {
    const text = LINES.join('\r\n');
    for (const file of [
      written('b.jsonl', text),
      written('c.jsonl.gz', gzipSync(text)),
      written('d.jsonl', `\ufeff${text}`),
    ]) {
      const { records } = await calls.tokenRecords({ file }, context);
      for (const [index, beginning] of ['é you', 'Yes', 'ab'].entries()) {
        const { from, to, crc } = records[index];
        const { held } = await calls.holdTokens({ file, part: { from, to, crc } }, context);
        const opened = await calls.openTokens({ held }, context);
        assert.equal(opened?.sequences[0].beginning, beginning);
      }
    }
  });

  it('is read no further once it is cancelled', async () => {
    const file = written('e.jsonl', LINES.join('\n'));
    const aborter = new AbortController();
    aborter.abort(new Error('enough'));
    await assert.rejects(
      async () => calls.tokenRecords({ file }, { ...context, signal: aborter.signal }),
      /enough/,
    );
  });
});
