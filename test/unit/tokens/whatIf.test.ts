import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { readTokens } from '../../../src/tokens/find';
import type { WhatIf } from '../../../src/tokens/model';
import { whatIf } from '../../../src/tokens/whatIf';

/** The processors of transformers, one after the other, over a whole row of probabilities. */
function processed(
  row: readonly number[],
  { temperature = 1, topK, topP, minP, typicalP }: WhatIf,
): number[] {
  let p = normalized(row.map((q) => q ** (1 / temperature)));
  const keep = (is: (index: number) => boolean) => (p = normalized(p.map((q, index) => (is(index) ? q : 0))));
  const descending = () => p.map((_, index) => index).sort((a, b) => p[b] - p[a]);
  if (topK !== undefined) {
    const least = p[descending()[Math.min(topK, p.length) - 1]];
    keep((index) => p[index] >= least);
  }
  if (topP !== undefined) {
    const before = massBefore(p, descending());
    keep((index) => before[index] < topP);
  }
  if (minP !== undefined) {
    const least = minP * Math.max(...p);
    keep((index) => p[index] >= least);
  }
  if (typicalP !== undefined) {
    const entropy = p.reduce((sum, q) => sum - (q > 0 ? q * Math.log(q) : 0), 0);
    const order = p.map((_, index) => index).filter((index) => p[index] > 0);
    const off = (index: number) => Math.abs(-Math.log(p[index]) - entropy);
    const before = massBefore(
      p,
      order.sort((a, b) => off(a) - off(b)),
    );
    keep((index) => p[index] > 0 && before[index] < typicalP);
  }
  return p;
}

function normalized(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function massBefore(p: readonly number[], order: readonly number[]): number[] {
  const before = new Array<number>(p.length).fill(Infinity);
  let sum = 0;
  for (const index of order) {
    before[index] = sum;
    sum += p[index];
  }
  return before;
}

function place(row: readonly number[], listed: number, drawn: number) {
  const entry = (index: number) => ({ token: `t${index}`, logprob: Math.log(row[index]) });
  const tops = Array.from({ length: listed }, (_, index) => entry(index));
  const [answer] = readTokens(JSON.stringify({ logprobs: [{ ...entry(drawn), top_logprobs: tops }] }));
  return answer;
}

const rows = fc
  .array(fc.double({ min: 0.01, max: 10, noNaN: true }), { minLength: 3, maxLength: 12 })
  .map((weights) =>
    normalized([...new Set(weights.map((w) => Math.round(w * 97) / 97 + 0.003))].sort((a, b) => b - a)),
  )
  .filter((row) => row.length >= 3);
const settings = fc.record(
  {
    temperature: fc.constantFrom(0.3, 0.7, 1, 1.5, 4),
    topK: fc.integer({ min: 1, max: 14 }),
    topP: fc.constantFrom(0.1, 0.5, 0.9, 0.99),
    minP: fc.constantFrom(0.05, 0.3, 0.9),
    typicalP: fc.constantFrom(0.2, 0.6, 0.95),
  },
  { requiredKeys: [] },
);

describe('A place under another temperature and cut-offs', () => {
  it('has bounds that hold what the whole row gives', () => {
    fc.assert(
      fc.property(rows, fc.nat(), fc.nat(), settings, (row, size, pick, options) => {
        const listed = 1 + (size % row.length);
        const drawn = pick % row.length;
        const answer = place(row, listed, drawn);
        const wanted = processed(row, options);
        const { choices, outsideLow, outsideHigh } = whatIf(answer, 0, options);
        let outside = 1;
        for (const { text, kept, low, high } of choices) {
          const p = wanted[Number(text.slice(1))];
          outside -= p;
          assert.ok(p >= low - 1e-9 && p <= high + 1e-9, `${text}: ${p} in ${low} … ${high}`);
          if (kept !== undefined) assert.equal(kept, p > 0, text);
        }
        assert.ok(
          outside >= outsideLow - 1e-9 && outside <= outsideHigh + 1e-9,
          `outside ${outside} in ${outsideLow} … ${outsideHigh}`,
        );
      }),
      {
        numRuns: 1000,
        // Everything is listed, and 1e-16 is left of 1.
        examples: [
          [[0.49137675576364603, 0.43211047235227873, 0.07651277188407515], 1, 2, { temperature: 4 }],
        ],
      },
    );
  });

  it('is exact where everything is listed', () => {
    const row = [0.5, 0.25, 0.15, 0.1];
    const answer = place(row, 4, 1);
    const { choices } = whatIf(answer, 0, { temperature: 0.5, topP: 0.9 });
    const wanted = processed(row, { temperature: 0.5, topP: 0.9 });
    choices.forEach(({ low, high, kept }, index) => {
      assert.ok(Math.abs(low - wanted[index]) < 1e-12 && Math.abs(high - wanted[index]) < 1e-12);
      assert.equal(kept, wanted[index] > 0);
    });
  });

  it('comes with code for PyTorch and transformers that names what was set', () => {
    const { code } = whatIf(place([0.5, 0.5], 2, 0), 0, {
      temperature: 0.7,
      topK: 40,
      topP: 0.9,
      minP: 0.05,
      typicalP: 0.8,
    });
    for (const word of [
      'TemperatureLogitsWarper(0.7)',
      'TopKLogitsWarper(40)',
      'TopPLogitsWarper(0.9)',
      'MinPLogitsWarper(0.05)',
      'TypicalLogitsWarper(0.8)',
    ])
      assert.ok(code.transformers.includes(word), word);
    assert.ok(code.torch.includes('logits / 0.7') && code.torch.includes('0.05 * p.amax'));
  });
});
