// Times an evaluation, and counts how often its intervals hold the truth.
//   LOGITSCOPE_EVALUATED_ROWS  rows of ten classes, 10000 and 1000000 by default
//   LOGITSCOPE_COVERAGE        draws of the simulation, 0 by default; 2000 take minutes
import { ndarray } from '../../src/arrays/ndarray';
import { createCalls } from '../../src/engine/calls';
import { calibrations } from '../../src/loss/evaluation/calibrate';
import type { FullRows } from '../../src/loss/evaluation/evaluatedRows';
import { conformalSets } from '../../src/loss/evaluation/conformal';
import {
  classEvaluations,
  figuresAtOnce,
  figuresOfTop,
  onesOf,
  reliabilityOf,
} from '../../src/loss/evaluation/figures';
import { labelErrors } from '../../src/loss/evaluation/labelErrors';
import { matrixFigures } from '../../src/loss/evaluation/matrixFigures';
import { rankRows } from '../../src/loss/evaluation/rankedRows';
import { labelField } from '../../src/loss/evaluation/sliceField';
import { slicesOf } from '../../src/loss/evaluation/slices';
import { confusionOf, lossesOf, riskOf, worstPlaces } from '../../src/loss/evaluation/summary';
import { TopFigures } from '../../src/loss/evaluation/topFigures';
import type { EvaluationFigures } from '../../src/loss/types';
import { finish } from '../../src/numerics';
import { CLASSES, drawAnew, drawRows, rowsOf } from './drawnRows';

const sizes = (process.env.LOGITSCOPE_EVALUATED_ROWS ?? '10000,1000000').split(',').map(Number);
const draws = Number(process.env.LOGITSCOPE_COVERAGE ?? 0);

/** Each stage by itself, in processor time: other work on the machine moves it less than the clock. */
async function time(): Promise<void> {
  for (const size of sizes) {
    const drawn = drawRows(size);
    console.log(`\n${size.toLocaleString('en')} rows of ${CLASSES}, milliseconds of the processor:`);
    const stage = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
      const from = process.cpuUsage();
      const result = await work();
      const { user, system } = process.cpuUsage(from);
      console.log(`${name.padEnd(52)} ${((user + system) / 1e3).toFixed(0).padStart(7)}`);
      return result;
    };
    const resampling = { resamples: 1000, seed: 0 };
    const rows = (await stage('softmax, losses and columns of the rows', () => rowsOf(drawn))) as FullRows;
    await stage('all figures, with intervals', () => figuresAtOnce(rows, resampling));
    const ranked = await stage('  of which the order by confidence', () => rankRows(rows));
    await stage('  figures of the top class', () => new TopFigures(ranked).of(onesOf(size)));
    const matrix = await stage('  figures of every class', () => matrixFigures(rows));
    await stage('  figures of the top class, with intervals', () =>
      finish(figuresOfTop(ranked, resampling, undefined)),
    );
    await stage('each class by itself', () => classEvaluations({ rows, matrix }));
    await stage('slices by label', () => slicesOf(rows, labelField(rows)));
    await stage('curves, losses, confusion, worst rows', () => [
      reliabilityOf(ranked),
      riskOf(ranked),
      lossesOf(rows),
      confusionOf(rows),
      worstPlaces(rows, 20),
    ]);
    await stage('likely label errors', () => labelErrors(rows));
    await stage('conformal sets', () => conformalSets(rows, 0.9, 0));
    await stage('four calibrations', () => calibrations(rows, 0, () => Promise.resolve()));
  }
}

/** What the view of an evaluation asks for until it is complete: figures with intervals, the fitted temperature, the rows. */
async function dashboard(): Promise<void> {
  const context = { signal: new AbortController().signal, progress: () => undefined };
  const settings = { temperature: 1 };
  for (const size of sizes.filter((one) => one <= 100_000)) {
    const { logits, label } = drawRows(size);
    const calls = createCalls();
    const { session } = await calls.open(
      {
        array: ndarray(logits, [size, CLASSES]),
        labels: ndarray(Float64Array.from(label), [size]),
        reading: 'logits',
      },
      context,
    );
    const from = performance.now();
    const began = process.cpuUsage();
    await calls.evaluationSummary({ session, settings }, context);
    const figures = performance.now() - from;
    await calls.temperatureSummary({ session, settings }, context);
    await calls.evaluationPage({ session, settings, filter: { only: 'wrong' }, from: 0, count: 15 }, context);
    const { user, system } = process.cpuUsage(began);
    console.log(
      `${size.toLocaleString('en')} rows of ${CLASSES}, the dashboard: figures and curves after ${figures.toFixed(0)} ms, ` +
        `complete after ${(performance.now() - from).toFixed(0)} ms, ${((user + system) / 1e3).toFixed(0)} of the processor`,
    );
  }
}

/** The figures of very many rows are taken for the truth. */
function coverage(): void {
  const rows = 500;
  drawAnew();
  const truth = figuresAtOnce(rowsOf(drawRows(1_000_000)), { resamples: 0, seed: 0 });
  const names = Object.keys(truth).filter((name) => name !== 'eceByChance') as (keyof EvaluationFigures)[];
  const held = new Map<string, number>();
  for (let draw = 0; draw < draws; draw++) {
    const figures: EvaluationFigures = figuresAtOnce(rowsOf(drawRows(rows)), { resamples: 1000, seed: draw });
    for (const name of names) {
      const [low, high] = figures[name]!.interval!;
      const { value } = truth[name]!;
      if (low <= value && value <= high) held.set(name, (held.get(name) ?? 0) + 1);
    }
  }
  const sure = 100 * 1.96 * Math.sqrt((0.95 * 0.05) / draws);
  console.log(
    `of ${draws} draws of ${rows} rows, so many 95 % intervals hold the truth (of 95.0 % so many draws show it to ±${sure.toFixed(1)}):`,
  );
  for (const name of names)
    console.log(`${name.padEnd(16)} ${((100 * (held.get(name) ?? 0)) / draws).toFixed(2)} %`);
}

void dashboard()
  .then(time)
  .then(() => (draws > 0 ? coverage() : undefined));
