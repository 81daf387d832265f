import { sizeOf } from '../../arrays/ndarray';
import { isLabelShape } from '../../arrays/labelShape';
import { isLabelName } from '../../text/names/labelNames';
import type { ByteSource } from '../../bytes/byteSource';
import { widen } from '../../bytes/elements';
import type { StoredArray, StoredValues } from '../../bytes/storedArray';
import { isPosition, isScoresName } from './pairing';
import type { Sequences } from '../rows/rowSource';

/** An array of a file, or several that are batches of one evaluation as one. */
export interface Batched extends StoredArray {
  /** How many arrays it joins. They stand behind all that are none, each as a part. */
  batches?: number;
  isPart?: true;
  /** Of a part: the part that holds its labels. */
  labels?: StoredArray;
  /** Where batches are padded to different lengths. */
  sequences?: Sequences;
}

/** Arrays whose names differ in a number that runs on from 0 or 1, in its order. */
interface Series {
  name: string;
  parts: StoredArray[];
}

/**
 * Arrays with the batches of an evaluation as one: `[{"logits": …, "labels": …}, …]`, `logits[0]`, `logits_0`. They are known by
 * labels that stand beside the logits of every batch; whatever else has a row for each of theirs is joined, too. Numbers of
 * anything but batches (models, heads, views of the same rows) join nothing.
 */
export async function withBatchesJoined(
  arrays: readonly StoredArray[],
  signal?: AbortSignal,
): Promise<Batched[]> {
  const series = seriesOf(arrays);
  const pair = pairIn(series);
  if (!pair || (await isOver(pair.labels.parts, signal)) || (await areChoices(pair, signal)))
    return [...arrays];
  const { logits, labels } = pair;
  const flat = !isEven(logits) || !isEven(labels);
  const belonging = series.filter((one) => one === logits || one === labels || fits(one, labels, flat));
  const parts = new Set(belonging.flatMap((one) => one.parts));
  const ownLabels = new Map(logits.parts.map((part, at) => [part, labels.parts[at]] as const));
  const taken = new Set(arrays.map(({ name }) => name));
  return [
    ...belonging.map((one) => joined(one, one === logits, flat, taken)),
    ...arrays.filter((array) => !parts.has(array)),
    ...[...parts].map((part) => ({ ...part, isPart: true as const, labels: ownLabels.get(part) })),
  ];
}

function seriesOf(arrays: readonly StoredArray[]): Series[] {
  const byName = new Map<string, [number: number, array: StoredArray][]>();
  for (const array of arrays) {
    if (!array.values || array.values.fortran || array.shape.length === 0) continue;
    const place = batchIn(array.name);
    if (!place) continue;
    const known = byName.get(place.name);
    if (known) known.push([place.number, array]);
    else byName.set(place.name, [[place.number, array]]);
  }
  return [...byName].flatMap(([name, numbered]) => {
    numbered.sort(([a], [b]) => a - b);
    const [[first]] = numbered;
    const runsOn = first <= 1 && numbered.every(([number], at) => number === first + at);
    const parts = numbered.map(([, array]) => array);
    return parts.length > 1 && runsOn && isOneKind(parts) ? [{ name, parts }] : [];
  });
}

/**
 * The number of a batch, and the name of what it is a batch of: of `[3].logits`, `batch_3/logits`, `3/logits`, `logits[3]` and
 * `logits_3`. A number that stands elsewhere may be that of anything.
 */
function batchIn(name: string): { name: string; number: number } | undefined {
  const place = numberIn(name);
  if (!place) return undefined;
  const number = Number(name.slice(place.start, place.end));
  const before = withoutSeparator(name.slice(0, place.start));
  const behind = name.slice(place.end + (place.bracketed ? 1 : 0));
  if (behind === '') return { name: before === '' ? '[]' : before, number };
  const lead = leadOf(before);
  if (lead === undefined) return undefined;
  const rest = behind.startsWith('[')
    ? `[]${behind}`
    : SEPARATORS.includes(behind[0])
      ? behind.slice(1)
      : behind;
  return { name: lead + rest, number };
}

/** The first in brackets; without brackets the one at the end, else the first of all. */
function numberIn(name: string): { start: number; end: number; bracketed: boolean } | undefined {
  const bracket = name.indexOf('[');
  let start = bracket + 1;
  if (bracket < 0) {
    start = name.length;
    while (isDigit(name[start - 1])) start--;
    if (start === name.length) start = [...name].findIndex(isDigit);
    if (start < 0) return undefined;
  }
  let end = start;
  while (isDigit(name[end])) end++;
  if (end === start || end - start > 6 || (bracket >= 0 && name[end] !== ']')) return undefined;
  return { start, end, bracketed: bracket >= 0 };
}

const isDigit = (c: string | undefined) => c !== undefined && c >= '0' && c <= '9';
const SEPARATORS = '._-/';

const withoutSeparator = (name: string) =>
  name !== '' && `${SEPARATORS}[`.includes(name.at(-1)!) ? name.slice(0, -1) : name;

/** What stands before a number that is one of batches as a whole: nothing, or what stands before the word for them. */
function leadOf(before: string): string | undefined {
  const word = ['batch', 'batches', ''].find((one) => before.toLowerCase().endsWith(one))!;
  const lead = before.slice(0, before.length - word.length);
  return lead === '' || (word !== '' && SEPARATORS.includes(lead.at(-1)!)) ? lead : undefined;
}

function isOneKind([first, ...others]: readonly StoredArray[]): boolean {
  return others.every(
    ({ values, shape }) =>
      values!.kind === first.values!.kind &&
      values!.bigEndian === first.values!.bigEndian &&
      shape.length === first.shape.length &&
      (shape.length === 1 || shape.at(-1) === first.shape.at(-1) || !isFloating(first)),
  );
}

const isFloating = ({ values }: StoredArray) => /float/.test(values!.kind);

interface Pair {
  logits: Series;
  labels: Series;
}

function pairIn(series: readonly Series[]): Pair | undefined {
  for (const logits of series) {
    const labels = series.find((other) => isLabelled(logits, other));
    if (labels) return { logits, labels };
  }
  return undefined;
}

/** Whether the second holds labels for the rows of every part of the first. */
function isLabelled(logits: Series, labels: Series): boolean {
  if (logits === labels || isLabelName(logits.name)) return false;
  if (!isFloating(logits.parts[0]) || !(isScoresName(logits.name) || isPosition(logits.name))) return false;
  const isSaid = isLabelName(labels.name) || (isPosition(labels.name) && !isFloating(labels.parts[0]));
  return (
    isSaid &&
    logits.parts.length === labels.parts.length &&
    (logits.parts.every(({ shape }, at) => isLabelShape(labels.parts[at].shape, shape)) ||
      areOneScoreEach(logits, labels))
  );
}

/**
 * Whether there is one score for each label, and batches of different lengths say that a number is a row of its own: of one length each
 * may as well be a row of classes.
 */
function areOneScoreEach(logits: Series, labels: Series): boolean {
  const [first] = logits.parts;
  return (
    logits.parts.every(
      ({ shape }, at) => shape.length === 1 && labels.parts[at].shape.join() === shape.join(),
    ) && logits.parts.some(({ shape }) => shape[0] !== first.shape[0])
  );
}

/** Whether labels have a single 1 beside each part: rows of different numbers of choices, and no batches. */
async function areChoices({ logits, labels }: Pair, signal?: AbortSignal): Promise<boolean> {
  if (!areOneScoreEach(logits, labels)) return false;
  for (const { values } of labels.parts) {
    const source = await values!.open(signal);
    const elements = widen(await source.read(0, source.size, signal), values!.kind, values!.bigEndian);
    if (elements.filter((x) => x !== 0).length !== 1) return false;
  }
  return true;
}

/** Whether labels are some of them over and over: the same rows, looked at by several models, or several times. */
async function isOver(labels: readonly StoredArray[], signal?: AbortSignal): Promise<boolean> {
  const read = async ({ values }: StoredArray) => {
    const source = await values!.open(signal);
    return source.read(0, source.size, signal);
  };
  const first = await read(labels[0]);
  for (let period = 1; period <= labels.length / 2; period++) {
    if (labels.length % period !== 0 || !areSame(first, await read(labels[period]))) continue;
    let at = period + 1;
    while (at < labels.length && areSame(await read(labels[at]), await read(labels[at - period]))) at++;
    if (at >= labels.length) return true;
  }
  return false;
}

const areSame = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);

/** Whether a series has a row for each of the labels', or where those are flattened a number for each. */
function fits(one: Series, labels: Series, flat: boolean): boolean {
  return (
    one.parts.length === labels.parts.length &&
    (flat || isEven(one)) &&
    one.parts.every(({ shape }, at) => {
      const own = labels.parts[at].shape;
      return flat ? shape.join() === own.join() || isLabelShape(own, shape) : shape[0] === own[0];
    })
  );
}

/** Whether all parts are alike but in how many rows they have. */
function isEven({ parts }: Series): boolean {
  const [first, ...others] = parts.map(({ shape }) => shape.slice(1).join());
  return others.every((one) => one === first);
}

/** @param flat batches are padded to different lengths: the rows of all their sequences follow each other */
function joined({ name, parts }: Series, isLogits: boolean, flat: boolean, taken: Set<string>): Batched {
  const [first] = parts;
  const classes = isFloating(first) && first.shape.length > 1 ? [first.shape.at(-1)!] : [];
  const elements = parts.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const rows = parts.reduce((sum, { shape }) => sum + shape[0], 0);
  const values: StoredValues = {
    ...first.values!,
    compressed: parts.some(({ values }) => values!.compressed),
    open: async (signal) => {
      const sources: ByteSource[] = [];
      for (const { values } of parts) sources.push(await values!.open(signal));
      return oneAfterTheOther(sources);
    },
  };
  return {
    name: taken.has(name) ? `${name}[]` : name,
    dtype: first.dtype,
    shape: flat ? [elements / (classes[0] ?? 1), ...classes] : [rows, ...first.shape.slice(1)],
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    values,
    batches: parts.length,
    ...(flat && isLogits && { sequences: parts.map(({ shape }) => runOf(shape)) }),
  };
}

function runOf(shape: readonly number[]): Sequences[number] {
  const length = shape.at(-2)!;
  return { length, rows: sizeOf(shape.slice(0, -1)) };
}

function oneAfterTheOther(sources: readonly ByteSource[]): ByteSource {
  const starts: number[] = [];
  let size = 0;
  for (const source of sources) {
    starts.push(size);
    size += source.size;
  }
  return {
    size,
    async read(offset, length, signal) {
      const bytes = new Uint8Array(length);
      for (const [at, source] of sources.entries()) {
        const start = starts[at];
        const from = Math.max(offset, start);
        const to = Math.min(offset + length, start + source.size);
        if (from < to) bytes.set(await source.read(from - start, to - from, signal), from - offset);
      }
      return bytes;
    },
  };
}
