import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { findTokens, readTokens } from '../../../src/tokens/find';
import type { TokenFigures, TokenSequence } from '../../../src/tokens/model';
import { entropyHigh, entropyLow } from '../../../src/tokens/place';

/** Made by test/fixtures/tokens/make.py, figures by numpy. */
interface Case {
  name: string;
  text: string;
  expected: Expected[];
}

interface Expected {
  part: string;
  text?: string;
  tokens: {
    logprob: number | null;
    floor?: true;
    id?: number;
    rank?: number;
    rankAtLeast?: number;
    alternatives: number;
  }[];
  figures: Partial<Record<keyof TokenFigures, number>>;
}

const cases = JSON.parse(readFileSync('test/fixtures/tokens/responses.json', 'utf8')) as Case[];
const FIGURES = [
  'count',
  'valued',
  'sumLogprob',
  'perplexity',
  'bitsPerToken',
  'bitsPerByte',
  'topChoices',
  'meanOutside',
] as const;

describe('Responses with log-probabilities', () => {
  for (const { name, text, expected } of cases) {
    it(`are read from ${name}`, () => {
      const found = findTokens(text);
      assert.deepEqual(
        found.map(({ part }) => part),
        expected.map(({ part }) => part),
      );
      found.forEach((sequence, index) => agrees(sequence, expected[index]));
    });
  }
});

function agrees({ text, tokens, figures }: TokenSequence, expected: Expected): void {
  if (expected.text !== undefined) assert.equal(text, expected.text);
  assert.equal(tokens.length, expected.tokens.length);
  tokens.forEach((token, place) => {
    const { alternatives, ...wanted } = expected.tokens[place];
    assert.equal(token.alternatives.length, alternatives, `alternatives at ${place}`);
    assert.equal(token.floor, wanted.floor, `floor at ${place}`);
    near(token.logprob, wanted.logprob, `log-probability at ${place}`);
    assert.equal(token.rank, wanted.rank, `rank at ${place}`);
    assert.equal(token.rankAtLeast, wanted.rankAtLeast, `least rank at ${place}`);
    if (wanted.id !== undefined) assert.equal(token.id, wanted.id);
  });
  for (const name of FIGURES) near(figures[name], expected.figures[name], name);
}

function near(value: number | null | undefined, wanted: number | null | undefined, what: string): void {
  if (typeof value !== 'number' || typeof wanted !== 'number') return assert.equal(value, wanted, what);
  assert.ok(
    Math.abs(value - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted)),
    `${what}: ${value} for ${wanted}`,
  );
}

describe('Bounds of the entropy', () => {
  const rows = JSON.parse(readFileSync('test/fixtures/tokens/entropies.json', 'utf8')) as {
    listed: number[];
    entropy: number;
    size: number;
  }[];
  it('contain the entropy of the whole row, of which only a part is listed', () => {
    for (const { listed, entropy, size } of rows) {
      const [answer] = readTokens(
        JSON.stringify({
          logprobs: [
            {
              token: 'a',
              logprob: listed[0],
              top_logprobs: listed.map((logprob, i) => ({ token: i === 0 ? 'a' : `b${i}`, logprob })),
            },
          ],
        }),
      );
      const mass = answer.mass(0)!;
      assert.ok(entropyLow(mass) <= entropy + 1e-12, `${entropyLow(mass)} above ${entropy}`);
      assert.ok(entropyHigh(mass, size)! >= entropy - 1e-12);
      assert.equal(entropyHigh(mass, undefined), undefined);
      const sum = listed.reduce((total, logprob) => total + Math.exp(logprob), 0);
      assert.ok(Math.abs(mass.outside + sum - 1) < 1e-12, 'the rest and what is listed make 1');
    }
  });
});
