import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { align } from '../../../src/tokens/align';
import { findTokens, readTokens } from '../../../src/tokens/find';
import { HOSTILE } from './hostile';
import { readWritten } from '../../../src/tokens/written/read';
import { runOf } from '../../../src/tokens/run';
import { utf8Length } from '../../../src/tokens/utf8';

describe('The reader of what is written', () => {
  it('reads JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        if (!/^\s*[[{]/.test(text) || /"\d+"\s*:|__proto__/.test(text)) return;
        const { value, truncated } = readWritten(text, 0);
        assert.ok(!truncated);
        // An empty object has no keys to show that it is one.
        assert.deepEqual(JSON.parse(JSON.stringify(value)), JSON.parse(text));
      }),
    );
  });

  it('ends on any text, at its end or before', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]()<>,:=\'"\\ab1-.N ') }), (text) => {
        const { end } = readWritten(text, 0);
        assert.ok(end >= 0 && end <= text.length);
        findTokens(`logprob ${text}`);
      }),
      { numRuns: 500 },
    );
  });

  it('finds nothing in hostile texts', () => {
    for (const seed of HOSTILE) assert.deepEqual(findTokens(`logprob ${seed.repeat(5000)}`), []);
  });
});

/** Tokenizers write a space as ▁ or Ġ, a line end as Ċ: without a text beside them, `▁!` may be either. */
const MARKS = /[▁ĠĊ]/;

/** A text as tokens cut at any byte. */
const cutText = fc
  .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), fc.array(fc.nat(40), { maxLength: 8 }))
  .map(([text, cuts]) => {
    const bytes = [...Buffer.from(text)];
    const places = [...new Set([0, ...cuts.map((cut) => cut % bytes.length), bytes.length])].sort(
      (a, b) => a - b,
    );
    return {
      text: Buffer.from(bytes).toString(),
      tokens: places.slice(1).map((end, i) => bytes.slice(places[i], end)),
    };
  });

describe('Tokens cut at any byte', () => {
  it('join to the text they were cut from, and each has its place in it', () => {
    fc.assert(
      fc.property(cutText, ({ text, tokens }) => {
        const content = tokens.map((bytes) => ({
          token: Buffer.from(bytes).toString(),
          bytes,
          logprob: -0.5,
        }));
        const [answer] = readTokens(
          JSON.stringify({ choices: [{ message: { content: text }, logprobs: { content } }] }),
        );
        const { joined } = answer;
        assert.equal(joined.text, text);
        assert.equal(
          joined.byteLength.reduce((sum, length) => sum + length, 0),
          utf8Length(text),
        );
        const run = runOf(answer, 0, answer.count);
        assert.equal(run.text, text);
        for (let place = 1; place < tokens.length; place++) {
          assert.ok(joined.start[place] >= joined.start[place - 1]);
          assert.ok(joined.start[place] <= joined.end[place - 1]);
        }
        if (MARKS.test(text)) return;
        const found = findTokens(JSON.stringify({ logprobs: { content } }))[0];
        assert.equal(Buffer.from(found.tokens.flatMap(({ bytes }) => bytes!)).toString(), text);
      }),
    );
  });
});

describe('A mark that tokenizers write for a space', () => {
  const content = ['▁', '!'].map((token) => ({ token, bytes: [...Buffer.from(token)], logprob: -0.5 }));

  it('is itself where the response’s own text has it', () => {
    const [{ text, tokens }] = findTokens(
      JSON.stringify({ choices: [{ message: { content: '▁!' }, logprobs: { content } }] }),
    );
    assert.deepEqual([text, tokens[0].text], ['▁!', '▁']);
  });

  it('is a space where nothing says otherwise: servers give the bytes of the mark, too', () => {
    assert.equal(findTokens(JSON.stringify({ logprobs: { content } }))[0].text, ' !');
  });
});

describe('Aligning two sequences', () => {
  it('pairs equal items in order, as many as can be', () => {
    const items = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(items, items, (a, b) => {
        const pairs = align(a, b);
        for (const [one, other] of pairs) assert.equal(a[one], b[other]);
        for (let at = 1; at < pairs.length; at++)
          assert.ok(pairs[at][0] > pairs[at - 1][0] && pairs[at][1] > pairs[at - 1][1]);
        assert.equal(pairs.length, longestCommon(a, b));
      }),
      { numRuns: 300 },
    );
  });
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const length = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
  return length[0][0];
}
