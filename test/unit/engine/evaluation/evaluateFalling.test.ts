import { ok, rejects, strictEqual } from 'node:assert/strict';
import { evaluate, FORMS, isRight, LABELS, P } from './twelveRows';

describe('evaluate: scores that fall from left to right in every row', () => {
  const sorted = P.map((row) => row.toSorted((a, b) => b - a));
  for (const [name, of] of FORMS)
    it(`are refused, since their places are no classes, unless they are named (${name})`, async () => {
      const ids = P.map((row) => [0, 1, 2].sort((a, b) => row[b] - row[a]));
      for (const beside of [{}, { pred_ids: ids }]) {
        const rows = sorted.map((probs, i) => ({
          ...('pred_ids' in beside && { pred_ids: ids[i] }),
          probs,
          label: LABELS[i],
        }));
        await rejects(evaluate(name, of(rows)), /The scores in “probs” fall from left to right in every row/);
        const named = await evaluate(name, of(rows), { logits: 'probs' });
        strictEqual(named.accuracy!.value, LABELS.filter((id) => id === 0).length / 12);
      }
    });

  for (const [name, of] of FORMS)
    it(`are evaluated where one row does not (${name})`, async () => {
      isRight(await evaluate(name, of(P.map((probs, i) => ({ probs, label: LABELS[i] })))));
      const rows = sorted.map((probs, i) => ({
        probs: i === 11 ? probs.toReversed() : probs,
        label: LABELS[i],
      }));
      strictEqual((await evaluate(name, of(rows))).rows.counted, 12);
    });

  for (const [name, of] of FORMS)
    it(`are those of a model that says the same of every row, as a baseline does (${name})`, async () => {
      const prior = [0.5, 0.3, 0.2];
      const { accuracy, meanLoss } = await evaluate(
        name,
        of(LABELS.map((label) => ({ probs: prior, label }))),
      );
      strictEqual(accuracy!.value, LABELS.filter((id) => id === 0).length / 12);
      const loss = LABELS.reduce((sum, id) => sum - Math.log(prior[id]), 0) / 12;
      ok(Math.abs(meanLoss!.value - loss) < 1e-12);
    });
});
