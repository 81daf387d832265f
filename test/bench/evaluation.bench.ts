// Times an evaluation, and counts how often its intervals hold the truth.
//   LOGITSCOPE_EVALUATED_ROWS  rows of ten classes, 10000 and 1000000 by default
//   LOGITSCOPE_COVERAGE        draws of the simulation, 0 by default; 2000 take minutes
import { ndarray } from '../../src/arrays/ndarray';
import { createCalls } from '../../src/engine/calls';
import { calibrations, type FullRows } from '../../src/loss/evaluation/calibrate';
import { figuresAtOnce } from '../../src/loss/evaluation/figures';
import type { EvaluationFigures } from '../../src/loss/types';
import { CLASSES, drawRows, rowsOf } from './drawnRows';

const sizes = (process.env.LOGITSCOPE_EVALUATED_ROWS ?? '10000,1000000').split(',').map(Number);
const draws = Number(process.env.LOGITSCOPE_COVERAGE ?? 0);

async function time(): Promise<void> {
  for (const size of sizes) {
    const drawn = drawRows(size);
    let from = process.cpuUsage();
    const lap = () => {
      const { user, system } = process.cpuUsage(from);
      from = process.cpuUsage();
      return ((user + system) / 1e6).toFixed(2);
    };
    const rows = rowsOf(drawn);
    const softmaxes = lap();
    const values = figuresAtOnce(rows, { resamples: 0, seed: 0 });
    const figures = lap();
    figuresAtOnce(rows, { resamples: 1000, seed: 0 });
    const intervals = lap();
    const { temperature } = await calibrations(rows as FullRows, 0, async () => undefined);
    console.log(
      `${size.toLocaleString('en')} rows of ${CLASSES}, processor seconds: softmax ${softmaxes}, figures ${figures}, ` +
        `with 1,000 resamples ${intervals}, four calibrations ${lap()}; ` +
        `accuracy ${values.accuracy!.value.toFixed(3)}, T ${temperature!.fitted.temperature.toFixed(3)}`,
    );
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
  console.log(`of ${draws} draws of ${rows} rows, so many 95 % intervals hold the truth:`);
  for (const name of names)
    console.log(`${name.padEnd(16)} ${((100 * (held.get(name) ?? 0)) / draws).toFixed(1)} %`);
}

void dashboard()
  .then(time)
  .then(() => (draws > 0 ? coverage() : undefined));
