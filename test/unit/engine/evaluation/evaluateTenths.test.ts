import { strictEqual, ok } from 'node:assert/strict';
import { createCalls } from '../../../../src/engine/calls';
import { context, evaluate, fileOf, lines } from './twelveRows';

/** Votes of ten trees for four classes, and a label that is drawn from them: all in whole numbers. */
function forest(rows: number) {
  let state = 7;
  const next = (below: number) => (state = (state * 48271) % 0x7fffffff) % below;
  return Array.from({ length: rows }, () => {
    const votes = [0, 0, 0, 0];
    const lean = next(4);
    for (let tree = 0; tree < 10; tree++) votes[next(3) === 0 ? next(4) : lean]++;
    let at = next(10);
    const label = votes.findIndex((count) => (at -= count) < 0);
    return { votes, label };
  });
}

const ROWS = forest(400);
const TEXT = lines(ROWS.map(({ votes, label }) => ({ probs: votes.map((count) => count / 10), label })));
/** In tenths; of equal classes the first is the top. */
const tops = ROWS.map(({ votes, label }) => ({
  sureness: Math.max(...votes),
  isRight: votes.indexOf(Math.max(...votes)) === label,
}));

describe('evaluate: probabilities that lie on the ends of bins', () => {
  const bins = Array.from({ length: 10 }, (_, bin) =>
    tops.filter(({ sureness }) => Math.min(9, sureness) === bin),
  );

  it('lie in the bin that begins with them, however a softmax rounds them', async () => {
    const { reliability, ece, mce } = await evaluate('run.jsonl', TEXT);
    const filled = bins.map((rows, bin) => ({ rows, bin })).filter(({ rows }) => rows.length > 0);
    strictEqual(
      reliability.map(({ from, count }) => `${Math.round(10 * from)}: ${count}`).join(),
      filled.map(({ rows, bin }) => `${bin}: ${rows.length}`).join(),
    );
    const gaps = filled.map(({ rows }) => {
      const right = rows.filter(({ isRight }) => isRight).length;
      const said = rows.reduce((sum, { sureness }) => sum + sureness, 0) / 10;
      return { gap: Math.abs(right - said), rows: rows.length };
    });
    const expected = gaps.reduce((sum, { gap }) => sum + gap, 0) / ROWS.length;
    ok(Math.abs(ece!.value - expected) < 1e-12, `${ece!.value}, by hand ${expected}`);
    const most = Math.max(...gaps.map(({ gap, rows }) => gap / rows));
    ok(Math.abs(mce!.value - most) < 1e-12, `${mce!.value}, by hand ${most}`);
  });

  it('do so in the figures that are shown first, too', async () => {
    const calls = createCalls();
    const fields = {
      format: 'jsonl' as const,
      records: [],
      logits: ['probs'],
      labels: ['label'],
    };
    const dump = { file: fileOf('run.jsonl', TEXT), fields, reading: 'probabilities' as const };
    const { session } = await calls.openDump(dump, context);
    const { reliability } = await calls.batch({ session, settings: { temperature: 1 } }, context);
    strictEqual(
      reliability!.map(({ from, count }) => `${Math.round(10 * from)}: ${count}`).join(),
      bins.flatMap((rows, bin) => (rows.length > 0 ? [`${bin}: ${rows.length}`] : [])).join(),
    );
  });

  it('are inside a conformal set or outside alike', async () => {
    for (const coverage of [0.6, 0.7, 0.8, 0.9]) {
      const { conformal } = await evaluate('run.jsonl', TEXT, { coverage });
      // A threshold of whole tenths leaves in all classes with as many votes.
      const least = 10 - Math.round(10 * conformal!.threshold);
      const sizes = ROWS.map(({ votes }) => votes.filter((count) => count >= least).length);
      const inside = ROWS.map(
        ({ votes }) => votes.filter((count) => 1 - count / 10 <= conformal!.threshold).length,
      );
      strictEqual(inside.join(), sizes.join());
    }
  });
});
