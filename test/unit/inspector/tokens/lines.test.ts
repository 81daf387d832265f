import assert from 'node:assert/strict';
import fc from 'fast-check';
import { joinRuns, meanEntropy, type TokenColumns } from '../../../../src/inspector/tokens/columns';
import { boundsText } from '../../../../src/inspector/tokens/figures';
import { breakLines, lineOf, partsOf } from '../../../../src/inspector/tokens/lines';
import { runOf, type MadeToken } from './made';

/** Every character is one wide, so that a width counts characters; a token takes one more. */
const widths = { of: (text: string) => [...text].length };

function linesOf(texts: readonly string[], width: number) {
  const columns = joinRuns([runOf(texts.map((text) => ({ text, logprob: -1 })))]);
  const lines = breakLines(columns, width, widths);
  const shown = Array.from({ length: lines.count }, (_, line) =>
    partsOf(columns, lines, line).map(
      ({ token, from, to }) => [token, columns.text.slice(from, to)] as const,
    ),
  );
  return { columns, lines, shown, texts: shown.map((parts) => parts.map(([, text]) => text).join('')) };
}

describe('lines of tokens', () => {
  it('break between words, which may be of several tokens, and spaces hang over the end', () => {
    const { texts } = linesOf(['The', ' ant', 'enn', 'as', ' hum'], 11);
    assert.deepEqual(texts, ['The ', 'antennas ', 'hum']);
  });

  it('break anywhere in what is wider than a line', () => {
    const { texts, shown } = linesOf(['a', ' ', 'x'.repeat(25)], 10);
    assert.deepEqual(texts.map((text) => text.length).slice(1), [10, 10, 5]);
    assert.ok(shown.slice(1).every((parts) => parts.every(([token]) => token === 2)));
  });

  it('end after line ends, which stay together, and say where a blank line stood', () => {
    const { texts, lines } = linesOf(['a', '\n', 'b', '\n\n', '\n', 'c', '\n'], 40);
    assert.deepEqual(texts, ['a\n', 'b\n\n\n', 'c\n']);
    assert.deepEqual([...lines.gap], [0, 0, 1]);
  });

  it('keep tokens without text in their place', () => {
    const { shown } = linesOf(['a', '', ' b', ''], 40);
    assert.deepEqual(shown, [
      [
        [0, 'a'],
        [1, ''],
        [2, ' b'],
        [3, ''],
      ],
    ]);
  });

  it('join to the text and hold every token, whatever the tokens are', () => {
    const piece = fc.oneof(
      fc.constantFrom(' ', '\n', '\n\n', 'word', ' word', '漢字', '', '😀', ' '.repeat(30), '\t', '\u202E'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 12, max: 60 }), (texts, width) => {
        const { texts: shown, shown: parts, lines, columns } = linesOf(texts, width);
        assert.equal(shown.join(''), texts.join(''));
        assert.deepEqual([...new Set(parts.flat().map(([token]) => token))], [...texts.keys()]);
        for (const token of texts.keys()) {
          const line = lineOf(lines, token, columns.start[token]);
          assert.ok(
            parts[line].some(([on]) => on === token),
            `token ${token} on line ${line}`,
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('runs of tokens', () => {
  it('join to one text, wherever they are cut, and draw a character that tokens share once', () => {
    const part = (from: number, to: number) => ({ text: '😀', bytes: 4, from, to });
    const tokens: MadeToken[] = [
      { text: 'Hi', logprob: -1 },
      { text: ' \\xf0\\x9f', logprob: -1, part: { ...part(0, 2), lead: ' ' } },
      { text: '\\x98', logprob: -1, part: part(2, 3) },
      { text: '\\x80', logprob: -1, part: part(3, 4) },
      { text: '!', logprob: null, floor: true },
    ];
    for (let cut = 0; cut <= tokens.length; cut++) {
      const columns = joinRuns([runOf(tokens, 0, cut), runOf(tokens, cut)]);
      assert.equal(columns.text, 'Hi 😀!');
      assert.deepEqual([...columns.start], [0, 2, 5, 5, 5, 6]);
      assert.deepEqual([...columns.continues], [0, 0, 1, 1, 0]);
    }
  });
});

describe('the mean entropy of tokens', () => {
  const of = (low: number[], high: number[]) =>
    meanEntropy({
      count: low.length,
      entropyLow: Float64Array.from(low),
      entropyHigh: Float64Array.from(high),
    } as TokenColumns);

  it('is bounds over the tokens that have some, and has no upper one where one of them has none', () => {
    assert.deepEqual(of([1, NaN, 2], [1.5, NaN, 3]), { low: 1.5, high: 2.25, count: 2 });
    assert.deepEqual(of([1, 2], [1.5, NaN]), { low: 1.5, count: 2 });
    assert.equal(of([NaN], [NaN]), undefined);
    assert.deepEqual(
      [boundsText(0.84, undefined), boundsText(0.84, 1.2), boundsText(0.84, 0.841)],
      ['≥ .84', '.84 … 1.20', '.84'],
    );
  });
});
