// Times an evaluation, and counts how often its intervals hold the truth.
//   LOGITSCOPE_EVALUATED_ROWS  rows of ten classes, 10000 and 1000000 by default
//   LOGITSCOPE_COVERAGE        draws of the simulation, 0 by default; 2000 take minutes
import { softmaxRows } from '../../src/loss/evaluation/vectorScaling';
import { calibrations, type FullRows } from '../../src/loss/evaluation/calibrate';
import { EvaluatedRowsBuilder, type EvaluatedRows } from '../../src/loss/evaluation/evaluatedRows';
import { figuresAtOnce } from '../../src/loss/evaluation/figures';
import type { EvaluationFigures } from '../../src/loss/types';

const CLASSES = 10;
const sizes = (process.env.LOGITSCOPE_EVALUATED_ROWS ?? '10000,1000000').split(',').map(Number);
const draws = Number(process.env.LOGITSCOPE_COVERAGE ?? 0);

let state = 1;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

/** Rows whose label is drawn from the softmax of the logits over 1.5, so that the model is too sure of itself. */
function drawRows(rows: number, classes = CLASSES): { logits: Float64Array; label: Int32Array } {
  const logits = Float64Array.from(
    { length: rows * classes },
    () => (random() + random() + random() - 1.5) * 4,
  );
  const p = softmaxRows(
    logits.map((x) => x / 1.5),
    classes,
  );
  const label = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let left = random();
    let c = 0;
    while (c < classes - 1 && (left -= p[row * classes + c]) > 0) c++;
    label[row] = c;
  }
  return { logits, label };
}

function rowsOf({ logits, label }: ReturnType<typeof drawRows>, classes = CLASSES): EvaluatedRows {
  const builder = new EvaluatedRowsBuilder({ temperature: 1 }, true);
  const step = 100_000;
  for (let from = 0; from < label.length; from += step)
    builder.add({
      classes,
      logits: logits.subarray(from * classes, (from + step) * classes),
      label: label.subarray(from, from + step),
    });
  return builder.build();
}

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

/** The figures of very many rows are taken for the truth. */
function coverage(): void {
  const rows = 500;
  const truth = figuresAtOnce(rowsOf(drawRows(1_000_000)), { resamples: 0, seed: 0 });
  const names = [
    'accuracy',
    'meanLoss',
    'brier',
    'meanConfidence',
    'auroc',
    'aurc',
    'macroF1',
    'weightedF1',
    'mcc',
    'aurocOvr',
  ] as const;
  const held = new Map<string, number>();
  for (let draw = 0; draw < draws; draw++) {
    const figures: EvaluationFigures = figuresAtOnce(rowsOf(drawRows(rows)), { resamples: 400, seed: draw });
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

void time().then(() => (draws > 0 ? coverage() : undefined));
