import { deepStrictEqual, ok } from 'node:assert/strict';
import { createCalls } from '../../../../src/engine/calls';
import type { Evaluation, Figure } from '../../../../src/loss/types';
import { randomRuns, type RandomRun } from './randomRuns';
import { context, fileOf } from './twelveRows';
import { openedAsView } from './openedAsView';

const RUNS = 40;
const SEED = 20_261_128;
const NEAR = 1e-9;

const isNear = (a: number | undefined, b: number | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && Math.abs(a - b) <= NEAR * Math.max(1, Math.abs(a)));

/** All numbers of an evaluation that say how good a model is, by their names. */
function figuresOf(evaluation: object): Map<string, number | undefined> {
  const figures = new Map<string, number | undefined>();
  for (const [name, one] of Object.entries(evaluation) as [string, Figure | undefined][])
    if (typeof one?.value === 'number') figures.set(name, one.value);
  return figures;
}

/** The values of a Markdown report's first table, to four decimals, by the names that they have in the JSON. */
const figuresIn = (markdown: string): Map<string, number> =>
  new Map(
    [...markdown.matchAll(/^\| [^|]+ \| ([^|]+) \| [^|]* \| (\w+) \|$/gm)].map(([, value, name]) => [
      name,
      Number(value.replace('−', '-')),
    ]),
  );

/** Where two evaluations differ in a figure that the second one has. */
const differences = (first: object, second: object): string[] => {
  const [a, b] = [figuresOf(first), figuresOf(second)];
  return [...b].flatMap(([name, value]) =>
    isNear(a.get(name), value) ? [] : [`${name}: ${a.get(name)} and ${value}`],
  );
};

describe('files of any kind under any options', () => {
  const calls = createCalls();

  /** What disagrees, in words; nothing where all agree. */
  async function faultsOf({ name, text, options, right }: RandomRun): Promise<string[]> {
    const file = fileOf(name, text);
    const evaluation = await calls.evaluate(
      { source: { file }, options: { ...options, resamples: 0 } },
      context,
    );
    const { session, settings, classNames } = (await openedAsView(calls, file, options))!;
    const look = { session, settings, classNames };
    const summary =
      settings.loss === 'sigmoid'
        ? await calls.multilabelSummary(look, context)
        : await calls.evaluationSummary({ ...look, withoutIntervals: true }, context);
    const batch = await calls.batch(look, context);
    const by = options.group === undefined ? undefined : ([options.group] as const);
    const saved = JSON.parse(
      await calls.sessionReport({ ...look, by, origin: name, format: 'json' }, context),
    ) as Evaluation;
    const markdown = await calls.evaluationReport({ evaluation, origin: name, format: 'markdown' }, context);
    await calls.drop({ held: session }, context);
    const shown = 'figures' in summary ? summary.figures : summary;
    const faults = [
      ...differences(evaluation, shown).map((one) => `evaluate and the view: ${one}`),
      ...differences(evaluation, saved).map((one) => `evaluate and the view's report: ${one}`),
    ];
    const expect = (what: string, found: unknown, expected: unknown) => {
      const same =
        typeof found === 'number' && typeof expected === 'number'
          ? isNear(found, expected)
          : found === expected;
      if (!same) faults.push(`${what}: ${String(found)}, expected ${String(expected)}`);
    };
    const { task, rows, meanLoss, accuracy } = evaluation;
    expect('task', task, right.task);
    expect('rows', rows.counted, right.counted);
    expect('rows of the view', summary.rows.counted, right.counted);
    expect('rows of the view’s report', saved.rows.counted, right.counted);
    expect('mean loss', meanLoss?.value, right.meanLoss);
    expect('mean loss of the batch', batch.reduced, right.meanLoss);
    if (right.accuracy !== undefined) expect('accuracy', accuracy?.value, right.accuracy);
    if (right.accuracy !== undefined) expect('accuracy of the batch', batch.accuracy, right.accuracy);
    deepStrictEqual(
      saved.slices?.map(({ field, value, rows: count }) => [field, value, count]),
      evaluation.slices?.map(({ field, value, rows: count }) => [field, value, count]),
      name,
    );
    const inReport = figuresIn(markdown);
    for (const [figure, value] of figuresOf(evaluation))
      if (!(Math.abs(inReport.get(figure)! - value!) <= 5.1e-5))
        faults.push(`the report’s ${figure}: ${inReport.get(figure)} and ${value}`);
    return faults.map((fault) => `${name} ${JSON.stringify(options)}: ${fault}`);
  }

  it('have one value of each figure, the right one, from `evaluate`, in the view and in what is saved of it', async () => {
    const faults: string[] = [];
    const refused: string[] = [];
    for (const run of randomRuns(RUNS, SEED))
      try {
        faults.push(...(await faultsOf(run)));
      } catch (error) {
        refused.push(`${run.name} ${JSON.stringify(run.options)}: ${(error as Error).message}`);
      }
    deepStrictEqual(faults, []);
    ok(refused.length < RUNS / 10, refused.join('\n'));
  }).timeout(60_000);
});
