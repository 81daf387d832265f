import { match, rejects } from 'node:assert/strict';
import { csv, evaluate, fileOf, isRight, LABELS, lines, P } from './twelveRows';

/** The same rows several times, so that what is told from the first records has to hold for more. */
const ROWS = Array.from({ length: 72 }, (_, i) => i);
const SHUFFLED = ROWS.map((i) => (i * 35 + 11) % 72);
/** Whole numbers that no double tells apart. */
const long = (i: number) => String(1152921504606846976n + BigInt(i));

const FORMS: Record<string, (rows: readonly string[]) => string> = {
  jsonl: (rows) => rows.join('\n'),
  json: (rows) => `[${rows.join(',\n')}]`,
};

describe('evaluate: labels of another file, by IDs that are long or stand several times', () => {
  for (const [form, of] of Object.entries(FORMS)) {
    const scores = (id: (i: number) => string) =>
      of(
        ROWS.map(
          (i) =>
            `{"id": ${id(i)}, "text": "a 1 \\" 12345678901234567890", "probs": ${JSON.stringify(P[i % 12])}}`,
        ),
      );
    const labels = (id: (i: number) => string, order: readonly number[] = SHUFFLED) =>
      fileOf(`labels.${form}`, of(order.map((i) => `{"id": ${id(i)}, "label": ${LABELS[i % 12]}}`)));

    it(`keeps all digits of numbers (${form})`, async () => {
      for (const [own, other] of [
        [long, long],
        [(i: number) => `-${long(i)}`, (i: number) => `-${long(i)}`],
        [(i: number) => `"${long(i)}"`, long],
        [long, (i: number) => `${long(i)}.0`],
      ]) {
        const evaluation = await evaluate(`run.${form}`, scores(own), {}, labels(other));
        isRight(evaluation, own(0), 6);
        match(evaluation.notes!.join(), /joined by “id”, which both files have/);
      }
      const table = fileOf('labels.csv', csv(SHUFFLED.map((i) => ({ id: long(i), label: LABELS[i % 12] }))));
      isRight(await evaluate(`run.${form}`, scores(long), {}, table), 'csv', 6);
    });

    it(`refuses an ID that labels have several times in another order (${form})`, async () => {
      const twice = (i: number) => String(i % 24);
      await rejects(
        evaluate(`run.${form}`, scores(twice), {}, labels(twice)),
        /^Error: Several rows have “\d+” as their “id”, so it doesn’t tell which rows belong together/,
      );
      // In the same order they are the labels of the rows one by one.
      isRight(await evaluate(`run.${form}`, scores(twice), {}, labels(twice, ROWS)), 'in order', 6);
    });

    it(`gives one label to all rows that have its ID (${form})`, async () => {
      const of12 = (i: number) => String(i % 12);
      const few = labels(of12, [7, 3, 0, 11, 5, 2, 9, 1, 10, 4, 6, 8]);
      const evaluation = await evaluate(`run.${form}`, scores(of12), {}, few);
      isRight(evaluation, '', 6);
      match(evaluation.notes!.join(), /joined by “id”/);
    });
  }

  it('takes labels row by row where nothing is shared under the name of an ID', async () => {
    const rows = ROWS.map((i) => ({ name: 'model a', probs: P[i % 12] }));
    const labels = ROWS.map((i) => ({ name: 'gold', label: LABELS[i % 12] }));
    const evaluation = await evaluate('run.jsonl', lines(rows), {}, fileOf('l.jsonl', lines(labels)));
    isRight(evaluation, '', 6);
    match(evaluation.notes!.join(), /row by row/);
  });
});
