import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import type { EvaluationOptions } from '../../../../src/loss/evaluation/types';
import { csv, evaluate, fileOf, FORMS, isRight, LABELS, lines, NAMES, P } from './twelveRows';

const records = (names: readonly string[], labels: readonly unknown[]) =>
  P.map((row, i) => ({
    ...Object.fromEntries(row.map((p, c) => [`prob_${names[c]}`, p])),
    label: labels[i],
  }));

const named = (names: readonly string[]) =>
  records(
    names,
    LABELS.map((id) => names[id]),
  );

describe('evaluate: labels that are names where class IDs are said to count from 1', () => {
  const options: EvaluationOptions = { labelOffset: 1 };
  for (const [name, of] of FORMS)
    it(`are the classes that they name (${name})`, async () => {
      isRight(await evaluate(name, of(named(NAMES)), options));
    });

  it('are so where each record has its scores by name', async () => {
    const rows = P.map((row, i) => ({
      probs: Object.fromEntries(row.map((p, c) => [NAMES[c], p])),
      label: NAMES[LABELS[i]],
    }));
    isRight(await evaluate('run.jsonl', lines(rows), options));
  });

  it('are so in a file of their own', async () => {
    const scores = P.map((row) => Object.fromEntries(row.map((p, c) => [`prob_${NAMES[c]}`, p])));
    const labels = ['label', ...LABELS.map((id) => NAMES[id])].join('\n');
    isRight(await evaluate('run.csv', csv(scores), options, fileOf('labels.csv', labels)));
  });

  it('say where class IDs count from among the names, where they are numbers', async () => {
    const rows = records(
      NAMES,
      LABELS.map((id) => id + 1),
    );
    const evaluation = await evaluate('run.csv', csv(rows), options);
    isRight(evaluation);
    deepStrictEqual(evaluation.notes, [
      'Class IDs are read as positions among the names: 1 is “cat”, 2 is “dog”, 3 is “bird”.',
    ]);
  });

  it('are refused where they count from elsewhere than is said', async () => {
    const rows = named(['3', '4', '5']);
    await rejects(
      evaluate('run.csv', csv(rows), options),
      /Labels go from 3 to 5\. Counted from 1, as “labelOffset” says, they aren’t class IDs from 0 to 2\. If labels count from 3, set “labelOffset” to 3\./,
    );
    isRight(await evaluate('run.csv', csv(rows), { labelOffset: 3 }));
  });
});

describe('evaluate: a label that is ignored', () => {
  for (const [name, of] of FORMS)
    it(`is the class of that name where names are numbers (${name})`, async () => {
      for (const names of [
        ['1', '2', '3'],
        ['3', '4', '5'],
      ]) {
        const rows = of(named(names));
        const of1 = LABELS.filter((id) => id === 1).length;
        const counted = async (ignoreIndex: number) =>
          (await evaluate(name, rows, { ignoreIndex })).rows.counted;
        strictEqual(await counted(Number(names[1])), LABELS.length - of1, names.join());
        // 0 and 255 are no label of any row.
        strictEqual(await counted(0), LABELS.length, names.join());
        strictEqual(await counted(255), LABELS.length, names.join());
      }
    });
});
