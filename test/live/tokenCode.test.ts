import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readTokens } from '../../src/tokens/find';
import type { WhatIf } from '../../src/tokens/model';
import { whatIf } from '../../src/tokens/whatIf';

const ROW = [0.4, 0.2, 0.15, 0.1, 0.08, 0.05, 0.02];
const SETTINGS: readonly WhatIf[] = [
  { temperature: 0.7 },
  { topK: 3 },
  { topP: 0.65 },
  { minP: 0.3 },
  { typicalP: 0.5 },
  { temperature: 1.5, topK: 5, topP: 0.8, minP: 0.1, typicalP: 0.9 },
];

const RUN = `
import json, sys
given = json.load(sys.stdin)
import torch
results = []
for code in given['codes']:
    scope = {'logits': torch.tensor([given['row']], dtype=torch.float64).log()}
    exec(code, scope)
    results.append(scope['probabilities'][0].tolist())
print(json.dumps(results))
`;

describe('The PyTorch code of cut-offs', () => {
  it('gives the probabilities that the view shows, in real torch', function () {
    this.timeout(60_000);
    const entries = ROW.map((p, index) => ({ token: `t${index}`, logprob: Math.log(p) }));
    const [answer] = readTokens(JSON.stringify({ logprobs: [{ ...entries[0], top_logprobs: entries }] }));
    const shown = SETTINGS.map((settings) => whatIf(answer, 0, settings));
    const { stdout, stderr } = spawnSync(process.env.LOGITSCOPE_PYTHON!, ['-c', RUN], {
      input: JSON.stringify({ row: ROW, codes: shown.map(({ code }) => code.torch) }),
      encoding: 'utf8',
    });
    assert.ok(stdout, stderr);
    const results = JSON.parse(stdout) as number[][];
    shown.forEach(({ choices }, index) =>
      choices.forEach(({ low }, choice) => assert.ok(Math.abs(low - results[index][choice]) < 1e-12)),
    );
  });
});
