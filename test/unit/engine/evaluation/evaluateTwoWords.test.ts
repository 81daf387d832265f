import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import { createCalls } from '../../../../src/engine/calls';
import { fieldsOf } from '../../../../src/worker/foundInRecords';
import { context, csv, evaluate, fileOf, FORMS, P } from './twelveRows';

/** The probability of the second class, and whether a row is of it. */
const SHARES = P.map(([p]) => p);
const IS_YES = P.map((_, i) => i % 3 !== 1);
const RIGHT = SHARES.filter((p, i) => p > 0.5 === IS_YES[i]).length / 12;
const LOSS = -SHARES.reduce((sum, p, i) => sum + Math.log(IS_YES[i] ? p : 1 - p), 0) / 12;

async function isRight(read: ReturnType<typeof evaluate>, what: string): Promise<void> {
  const { task, rows, accuracy, meanLoss } = await read;
  strictEqual(task, 'binary', what);
  strictEqual(rows.counted, 12, what);
  strictEqual(accuracy!.value, RIGHT, what);
  ok(Math.abs(meanLoss!.value - LOSS) < 1e-12, what);
}
const rowsOf = (score: string, [no, yes]: readonly string[], label = 'label', p = SHARES) =>
  p.map((share, i) => ({ [score]: share, [label]: IS_YES[i] ? yes : no }));

describe('evaluate: one score a row beside two words', () => {
  for (const [name, of] of FORMS) {
    it(`is that of the word that says yes (${name})`, async () => {
      for (const words of [
        ['no', 'yes'],
        ['No', 'Yes'],
        ['N', 'Y'],
        ['negative', 'positive'],
        ['neg', 'pos'],
        ['not_spam', 'spam'],
        ['Non-toxic', 'toxic'],
      ])
        for (const score of ['prob', 'score'])
          await isRight(evaluate(name, of(rowsOf(score, words))), `${score} ${words.join()}`);
    });

    it(`is that of the word that it is called after, whichever that is (${name})`, async () => {
      for (const score of ['prob_good', 'good_prob', 'p_good', 'P(good)', 'goodProb'])
        await isRight(evaluate(name, of(rowsOf(score, ['bad', 'good']))), score);
      const others = SHARES.map((p) => 1 - p);
      for (const words of [
        ['bad', 'good'],
        ['no', 'yes'],
      ]) {
        const { accuracy, meanLoss, perClass } = await evaluate(
          name,
          of(rowsOf(`prob_${words[0]}`, words, 'label', others)),
        );
        strictEqual(accuracy!.value, RIGHT);
        ok(Math.abs(meanLoss!.value - LOSS) < 1e-12);
        // The class whose score it is comes second.
        deepStrictEqual(
          perClass?.map((one) => one.name),
          [words[1], words[0]],
        );
      }
    });

    it(`says which field its labels are, by a word or by that field’s name (${name})`, async () => {
      await isRight(evaluate(name, of(rowsOf('prob_M', ['B', 'M'], 'diagnosis'))), 'diagnosis');
      await isRight(evaluate(name, of(rowsOf('churn_prob', ['No', 'Yes'], 'churn'))), 'churn');
      const others = rowsOf('prob', ['no', 'yes'], 'outcome');
      await rejects(
        evaluate(name, of(others)),
        /“outcome” is yes or no for each record: if it is the label, name it/,
      );
      await isRight(evaluate(name, of(others), { labels: 'outcome' }), 'outcome');
    });

    it(`is refused where nothing says which word it is the score of (${name})`, async () => {
      const untold =
        /“(\w+)” holds “(?:ham|spam)” and “(?:ham|spam)”, and nothing says which of them “prob” is the score of/;
      await rejects(evaluate(name, of(rowsOf('prob', ['ham', 'spam']))), untold);
      await rejects(evaluate(name, of(rowsOf('prob', ['ham', 'spam'], 'kind'))), untold);
    });
  }

  it('is known by one word, where a sorted file begins with no other', async () => {
    const sorted = [...rowsOf('prob', ['No', 'Yes'])].sort((a, b) => (a.label < b.label ? -1 : 1));
    const many = [...Array.from({ length: 50 }, () => sorted[0]), ...sorted];
    const { rows, accuracy } = await evaluate('run.csv', csv(many));
    strictEqual(rows.counted, 62);
    const first = Number(sorted[0].prob) <= 0.5 ? 50 : 0;
    ok(Math.abs(accuracy!.value - (12 * RIGHT + first) / 62) < 1e-12);
  });

  it('has the words of labels in another file', async () => {
    const scores = csv(SHARES.map((prob) => ({ prob })));
    const labels = (no: string, yes: string) =>
      fileOf('l.txt', IS_YES.map((is) => (is ? yes : no)).join('\n'));
    await isRight(evaluate('run.csv', scores, {}, labels('no', 'yes')), 'elsewhere');
    const good = csv(SHARES.map((p) => ({ prob_good: p })));
    await isRight(evaluate('run.csv', good, {}, labels('bad', 'good')), 'named');
    await rejects(
      evaluate('run.csv', scores, {}, labels('ham', 'spam')),
      /nothing says which of them “prob” is the score of/,
    );
  });

  it('has them for names of classes in a view', async () => {
    const file = fileOf('run.csv', csv(rowsOf('prob_good', ['bad', 'good'])));
    const probe = (await createCalls().probeDump({ file }, context))!;
    deepStrictEqual(fieldsOf(probe, probe.logits[0], probe.labels[0]).classNames, ['bad', 'good']);
  });
});
