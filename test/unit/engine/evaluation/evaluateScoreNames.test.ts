import { ok, rejects, strictEqual } from 'node:assert/strict';
import { csv, evaluate, fileOf, FORMS, isRight as isRightOfThree, LABELS, P } from './twelveRows';

/** The probability of the second class, and the labels of rows. */
const SHARES = P.map(([p]) => p);
const Y = P.map((_, i) => Number(i % 3 !== 1));
const RIGHT = SHARES.filter((p, i) => p > 0.5 === (Y[i] === 1)).length / 12;
const LOSS = -SHARES.reduce((sum, p, i) => sum + Math.log(Y[i] ? p : 1 - p), 0) / 12;
const logitOf = (p: number) => Math.log(p / (1 - p));

async function isRight(read: ReturnType<typeof evaluate>, what: string): Promise<void> {
  const { task, accuracy, meanLoss } = await read;
  strictEqual(task, 'binary', what);
  strictEqual(accuracy!.value, RIGHT, what);
  ok(Math.abs(meanLoss!.value - LOSS) < 1e-12, `${what}: ${meanLoss!.value}`);
}
const rowsOf = (name: string, of: (p: number) => number | string = (p) => p) =>
  SHARES.map((p, i) => ({ [name]: of(p), label: Y[i] }));

describe('evaluate: one score a row', () => {
  for (const [name, of] of FORMS) {
    it(`is the probability of the second class where its name says so and it is a share (${name})`, async () => {
      const names = [
        'p1',
        'P(1)',
        'Pr(1)',
        'p(y=1)',
        'class_1',
        '.pred_1',
        '1',
        'p_positive',
        'p_1',
        'pr_yes',
      ];
      for (const score of [...names, 'y_hat', 'yhat', 'predicted', 'risk', 'propensity'])
        await isRight(evaluate(name, of(rowsOf(score))), score);
      // Other numbers may be anything.
      for (const score of ['p1', 'class_1', 'risk', 'predicted'])
        await rejects(
          evaluate(name, of(rowsOf(score, (p) => 3 * p - 1))),
          new RegExp(`no logits found. If “${score}” is the score of the second class, name it in “logits”`),
        );
    });

    it(`is a logit where its name says so, whatever it lies in (${name})`, async () => {
      for (const score of ['decision_function', 'log_odds', 'linear_predictor'])
        await isRight(evaluate(name, of(rowsOf(score, logitOf))), score);
      const small = rowsOf('log_odds', (p) => p);
      const loss = -SHARES.reduce((sum, x, i) => sum - Math.log1p(Math.exp(Y[i] ? -x : x)), 0) / 12;
      ok(Math.abs((await evaluate(name, of(small))).meanLoss!.value - loss) < 1e-12);
    });

    it(`is not guessed at where its name may mean another class, and the sentence names it (${name})`, async () => {
      for (const score of ['confidence', 'likelihood', 'X1', 'raw']) {
        const rows = rowsOf(score);
        await rejects(
          evaluate(name, of(rows)),
          new RegExp(
            `${name}: no logits found. If “${score}” is the score of the second class, name it in “logits”`,
          ),
        );
        await isRight(evaluate(name, of(rows), { logits: score }), score);
      }
      const several = SHARES.map((p, i) => ({ raw: logitOf(p), a: p * 7.5, n: i, label: Y[i] }));
      await rejects(
        evaluate(name, of(several)),
        /If one of “raw”, “a” is the score of the second class|Nothing says that “raw … a” are scores/,
      );
    });

    it(`is the logarithm of a probability where it is named as such by someone (${name})`, async () => {
      for (const score of ['log_prob', 'logprob', 'log_p']) {
        const rows = rowsOf(score, Math.log);
        await rejects(
          evaluate(name, of(rows)),
          new RegExp(
            `“${score}” is the logarithm of one probability per row, and nothing says of which class`,
          ),
        );
        await isRight(evaluate(name, of(rows), { logits: score }), score);
      }
    });
  }

  it('is refused as predictions, whatever they are called', async () => {
    for (const score of ['predicted', 'yhat', 'class_1'])
      await rejects(
        evaluate('run.csv', csv(rowsOf(score, (p) => Number(p > 0.5)))),
        /no logits found/,
        score,
      );
  });

  it('is asked for as a number where it has a percent sign', async () => {
    const percent = rowsOf('prob', (p) => `${(100 * p).toFixed(1)}%`);
    await rejects(
      evaluate('run.csv', csv(percent)),
      /“prob” holds texts such as [\d.]+%: write numbers without a percent sign/,
    );
  });
});

describe('evaluate: scores that are called as labels are', () => {
  const ids = P.map((_, i) => i);
  const submission = csv(SHARES.map((p, i) => ({ id: i, target: p })));
  const solution = csv(ids.map((i) => (i * 5) % 12).map((i) => ({ id: i, target: Y[i] })));

  it('are the scores where their labels stand in another file', async () => {
    await isRight(evaluate('submission.csv', submission, {}, fileOf('solution.csv', solution)), 'id,target');
  });

  it('are none without them', async () => {
    await rejects(evaluate('submission.csv', submission), /no logits found/);
  });
});

describe('evaluate: a matrix without a header', () => {
  const savetxt = (rows: readonly (readonly number[])[], between: string) =>
    rows.map((row) => row.map((x) => x.toExponential(18)).join(between)).join('\n') + '\n';

  it('ends in its class IDs, written as its scores are', async () => {
    for (const [name, between] of [
      ['run.csv', ','],
      ['run.txt', ' '],
    ])
      isRightOfThree(
        await evaluate(
          name,
          savetxt(
            P.map((row, i) => [...row, LABELS[i]]),
            between,
          ),
        ),
        name,
      );
  });

  it('has no IDs in its last column where that has fractions, or few rows', async () => {
    const few = savetxt(
      P.slice(0, 4).map((row, i) => [...row, LABELS[i]]),
      ',',
    );
    await rejects(evaluate('run.csv', few), /requires labels|no logits found/);
    const other = savetxt(
      P.map((row, i) => [...row, LABELS[i] + (i === 3 ? 0.5 : 0)]),
      ',',
    );
    await rejects(evaluate('run.csv', other), /requires labels|no logits found/);
  });
});
