import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readTokens } from '../../src/tokens/find';
import type { WhatIf } from '../../src/tokens/model';
import { whatIf } from '../../src/tokens/whatIf';

/** One row where no two are alike, and one where several are: what is as probable as the last one kept is kept with it. */
const ROWS = [
  [0.4, 0.2, 0.15, 0.1, 0.08, 0.05, 0.02],
  [0.3, 0.25, 0.125, 0.125, 0.0625, 0.0625, 0.0625, 0.0125],
];
const SETTINGS: readonly WhatIf[] = [
  { temperature: 0.7 },
  ...[1, 3, 5, 20].map((topK) => ({ topK })),
  ...[0.05, 0.5, 0.65, 0.97].map((topP) => ({ topP })),
  ...[0.06, 0.3, 0.9].map((minP) => ({ minP })),
  ...[0.1, 0.45, 0.7, 0.95].map((typicalP) => ({ typicalP })),
  { topK: 5, topP: 0.9 },
  { temperature: 1.5, topK: 5, topP: 0.8, minP: 0.1, typicalP: 0.9 },
];

/**
 * The code is run as it is copied. Beside it stand the definitions of transformers' warpers in NumPy, one after the other in
 * the order of `generate`, from their documentation and not from the code here.
 */
const RUN = `
import json, sys
import numpy as np
import torch
given = json.load(sys.stdin)

def normalized(logits):
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()

def warped(row, temperature=1, topK=None, topP=None, minP=None, typicalP=None):
    logits = np.log(np.array(row)) / temperature
    if topK is not None:
        logits[logits < np.sort(logits)[::-1][min(topK, len(logits)) - 1]] = -np.inf
    if topP is not None:
        # The smallest set of the most probable whose mass reaches p: of the others the mass from below is at most 1 - p.
        # Which of two alike is the last one is left to the sort.
        order = np.lexsort((-np.arange(len(logits)), logits))
        below = np.cumsum(normalized(logits)[order])
        removed = below <= 1 - topP
        removed[-1] = False
        logits[order[removed]] = -np.inf
    if minP is not None:
        p = normalized(logits)
        logits[p < minP * p.max()] = -np.inf
    if typicalP is not None:
        p = normalized(logits)
        surprisal = np.where(p > 0, -np.log(np.where(p > 0, p, 1)), np.inf)
        entropy = sum(q * s for q, s in zip(p, surprisal) if q > 0)
        distance = np.abs(surprisal - entropy)
        order = np.argsort(distance, kind='stable')
        last = min(int((np.cumsum(p[order]) < typicalP).sum()), len(p) - 1)
        logits[distance > distance[order[last]]] = -np.inf
    return normalized(logits).tolist()

results = []
for row, settings, code in given:
    scope = {'logits': torch.tensor([row], dtype=torch.float64).log()}
    exec(code, scope)
    results.append([scope['probabilities'][0].tolist(), warped(row, **settings)])
print(json.dumps(results))
`;

describe('The PyTorch code of cut-offs', () => {
  it('gives the probabilities that the view shows in real torch, and those of transformers’ definitions', function () {
    this.timeout(60_000);
    const cases = ROWS.flatMap((row) => {
      const entries = row.map((p, index) => ({ token: `t${index}`, logprob: Math.log(p) }));
      const [answer] = readTokens(JSON.stringify({ logprobs: [{ ...entries[0], top_logprobs: entries }] }));
      return SETTINGS.map((settings) => ({ row, settings, shown: whatIf(answer, 0, settings) }));
    });
    const { stdout, stderr } = spawnSync(process.env.LOGITSCOPE_PYTHON!, ['-c', RUN], {
      input: JSON.stringify(cases.map(({ row, settings, shown }) => [row, settings, shown.code.torch])),
      encoding: 'utf8',
    });
    assert.ok(stdout, stderr);
    const results = JSON.parse(stdout) as [torch: number[], transformers: number[]][];
    cases.forEach(({ settings, shown }, index) => {
      for (const [way, right] of Object.entries({
        torch: results[index][0],
        transformers: results[index][1],
      }))
        shown.choices.forEach(({ low, high }, choice) => {
          const said = `${JSON.stringify(settings)} by ${way}: ${low} to ${high}, right is ${right[choice]}`;
          assert.ok(Math.abs(low - right[choice]) < 1e-12 && Math.abs(high - right[choice]) < 1e-12, said);
        });
    });
  });
});
