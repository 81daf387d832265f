import assert from 'node:assert/strict';
import { readAnswer } from '../../../src/live/answers';
import { readPieces, readTokenizers, readTokenRows } from '../../../src/live/tokenizers';
import { gatheredOfRows, tokenRows } from '../../../src/tokens/rows';
import { startPython, type PythonProcess } from './pythonProcess';

const NAMES = { logits: 'logits', ids: 'input_ids' };

describe('the tokenizers of a kernel', function () {
  let kernel: PythonProcess;
  const ask = async (request: object) => readAnswer(await kernel.ask(request));
  before(() => (kernel = startPython('tokenizers.py')));
  after(() => kernel.end());

  it('are found by their types, in containers and wrappers too, each once', async () => {
    assert.deepEqual(readTokenizers(await ask({ op: 'tokenizers' })), [
      { name: 'wrapped', type: 'TokenizerWrapper', tokens: 1 },
      { name: 'pieces', type: 'SentencePieceProcessor', tokens: 3 },
      { name: "encodings['toy']", type: 'Encoding', tokens: 4 },
      { name: 'tokenizer', type: 'PreTrainedTokenizerBase', tokens: 2 },
    ]);
  });

  it('say their tokens by id, and none where an id has none', async () => {
    const pieces = async (name: string) => readPieces(await ask({ op: 'vocabulary', name }));
    assert.deepEqual(await pieces('tokenizer'), { spelling: 'pieces', tokens: ['ĠParis', null, 'Ċ'] });
    assert.deepEqual(await pieces('pieces'), { spelling: 'pieces', tokens: ['<unk>', '▁Paris', '<0x0A>'] });
    assert.deepEqual(await pieces('wrapped'), { spelling: 'pieces', tokens: ['a'] });
    assert.deepEqual(await pieces("encodings['toy']"), {
      spelling: 'bytes',
      tokens: [' Pa', 'Ã©', null, 'ð\x9f'],
    });
    await assert.rejects(pieces('number'), /“number” is no longer a tokenizer/);
  });

  it('come with rows of logits and ids that say the same there as here', async () => {
    for (const name of ['logits', 'scores', 'half']) {
      const there = readTokenRows(await ask({ op: 'token_rows', name, ids: 'input_ids' }), NAMES);
      const [found] = gatheredOfRows(there);
      assert.equal(found.exact?.way, 'next');
      assert.deepEqual(found.sequence.chosen.ranks, [0, 1, 1, 1, 1, 1]);
      assert.equal(there.classes, 50);
      // From the logits that were listed and the log-sum-exp all else follows.
      const listed = there.top.map(
        (ids, row) => new Map(ids.map((id, at) => [id, there.topLogits[row][at]])),
      );
      there.next.logprob.slice(0, 5).forEach((logprob, row) => {
        const own = listed[row].get(there.ids[row + 1])!;
        assert.ok(Math.abs(logprob - (own - there.logSumExp[row])) < 1e-12);
      });
    }
    const here = tokenRows(Float64Array.of(1, 2, 3, 3, 1, 2), 3, [2, 0], NAMES);
    assert.deepEqual(here.own.rank, [1, 1]);
  });

  it('are not put through softmax again where they are probabilities', async () => {
    const of = async (name: string) =>
      readTokenRows(await ask({ op: 'token_rows', name, ids: 'input_ids' }), NAMES);
    const right = await of('logits');
    for (const [name, error] of [
      ['probs', 1e-5],
      ['half_probs', 1e-2],
    ] as const) {
      const { entropy, next, top } = await of(name);
      right.entropy.forEach((nats, row) => assert.ok(Math.abs(entropy[row] - nats) < error));
      right.next.logprob
        .slice(0, 5)
        .forEach((nats, row) => assert.ok(Math.abs(next.logprob[row] - nats) < error));
      assert.deepEqual(
        top.map(([first]) => first),
        right.top.map(([first]) => first),
      );
    }
    await assert.rejects(of('sigmoids'), /“sigmoids” lies between 0 and 1, but its rows don’t sum to 1/);
  });

  it('are taken whole or not at all', () => {
    const { names, ...answer } = tokenRows(Float64Array.of(1, 2, 3, 3, 1, 2), 3, [2, 0], NAMES);
    const sent = () =>
      JSON.parse(JSON.stringify(answer, (_, x: unknown) => (Number.isNaN(x) ? 'nan' : x))) as typeof answer;
    assert.deepEqual(readTokenRows(sent(), names).entropy, answer.entropy);
    const shorter: ((rows: typeof answer) => unknown)[] = [
      (rows) => rows.topLogits.pop(),
      (rows) => rows.topLogits[1].pop(),
      (rows) => rows.next.rank.pop(),
      (rows) => (rows.ids as number[]).pop(),
      (rows) => rows.offset--,
    ];
    for (const shorten of shorter) {
      const rows = sent();
      shorten(rows);
      assert.throws(() => readTokenRows(rows, names), /^Error: The kernel’s answer couldn’t be read: /);
    }
  });

  it('refuse what is no row of token ids', async () => {
    const rows = (name: string, ids: string) => ask({ op: 'token_rows', name, ids });
    await assert.rejects(rows('logits', 'floats'), /expected token IDs in a row/);
    await assert.rejects(rows('logits', 'short'), /There are 3 IDs for 6 rows of logits/);
    await assert.rejects(rows('logits', 'many'), /1099511627776 IDs are above the limit of 1048576/);
    await assert.rejects(rows('floats', 'input_ids'), /expected one row of logits per token/);
  });
});
