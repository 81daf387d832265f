import { sizeOf } from '../arrays/ndarray';
import { isLabelShape } from '../arrays/labelShape';
import { isLabelName } from '../text/labelNames';
import type { ByteSource } from '../bytes/byteSource';
import type { StoredArray, StoredValues } from '../bytes/storedArray';

/** Arrays whose names differ in one number, by that number. */
interface Series {
  name: string;
  parts: Map<number, StoredArray>;
}

/** What is numbered by something else than batches: the same rows again, or other ones. */
const NO_BATCHES =
  /epoch|model|seed|run(?![a-z])|ckpt|checkpoint|step|head|layer|member|ensemble|block|stage/i;

/**
 * Arrays with the batches of an evaluation as one: `[{"logits": …, "labels": …}, …]`, `logits[0]`, `logits_0`. They are known by
 * labels that stand beside the logits of every batch; whatever else has a row for each of theirs is joined, too.
 */
export function withBatchesJoined(arrays: readonly StoredArray[]): StoredArray[] {
  const series = seriesOf(arrays);
  const logits = series.find((one) => series.some((other) => isLabelled(one, other)));
  if (!logits) return [...arrays];
  const belonging = series.filter((one) => one === logits || hasSameRows(one, logits));
  const parts = new Set(belonging.flatMap((one) => [...one.parts.values()]));
  const rest = arrays.filter((array) => !parts.has(array));
  const flat = !belonging.every(isEven);
  const taken = new Set(rest.map(({ name }) => name));
  return [...belonging.map((one) => joined(one, flat, taken)), ...rest];
}

function seriesOf(arrays: readonly StoredArray[]): Series[] {
  const byKey = new Map<string, Series>();
  for (const array of arrays) {
    const place = numberIn(array.name);
    if (!place || !array.values || array.values.fortran || array.shape.length === 0) continue;
    const [before, behind] = [array.name.slice(0, place.start), array.name.slice(place.end)];
    const key = `${before}#${behind}`;
    const known = byKey.get(key) ?? { name: nameOf(before, behind), parts: new Map<number, StoredArray>() };
    known.parts.set(place.value, array);
    byKey.set(key, known);
  }
  return [...byKey.values()].filter(
    ({ name, parts }) => parts.size > 1 && !NO_BATCHES.test(name) && isOneKind(parts),
  );
}

/** The number of a batch: the first that stands in brackets, else the last. */
function numberIn(name: string): { start: number; end: number; value: number } | undefined {
  const bracket = name.indexOf('[');
  const from = bracket < 0 ? -1 : bracket + 1;
  let end = from < 0 ? name.length : from;
  if (from < 0) while (end > 0 && !isDigit(name[end - 1])) end--;
  else while (isDigit(name[end])) end++;
  let start = from < 0 ? end : from;
  if (from < 0) while (start > 0 && isDigit(name[start - 1])) start--;
  if (end === start || end - start > 6 || (from >= 0 && name[end] !== ']')) return undefined;
  return { start, end, value: Number(name.slice(start, end)) };
}

const isDigit = (c: string | undefined) => c !== undefined && c >= '0' && c <= '9';

/** `logits` of `logits[3]`, `[3].logits`, `logits_3` and `batch_3/logits`; `[][0]` of `[3][0]`. */
function nameOf(before: string, behind: string): string {
  if (before.endsWith('[')) {
    const rest = behind.slice(1);
    if (before === '[') return rest.startsWith('.') ? rest.slice(1) : `[]${rest}`;
    return rest === '' ? before.slice(0, -1) : `${before}]${rest}`;
  }
  const isSeparator = (c: string | undefined) => c !== undefined && '._-/'.includes(c);
  if (before === '') return isSeparator(behind[0]) ? behind.slice(1) : behind;
  return (isSeparator(before.at(-1)) ? before.slice(0, -1) : before) + behind;
}

function isOneKind(parts: Series['parts']): boolean {
  const [first, ...others] = parts.values();
  return others.every(
    ({ values, shape }) =>
      values!.kind === first.values!.kind &&
      values!.bigEndian === first.values!.bigEndian &&
      shape.length === first.shape.length &&
      (shape.length === 1 || shape.at(-1) === first.shape.at(-1) || !isFloating(first)),
  );
}

const isFloating = ({ values }: StoredArray) => /float/.test(values!.kind);
const firstOf = ({ parts }: Series): StoredArray => parts.values().next().value!;

/** Whether the second holds labels for the rows of every part of the first. */
function isLabelled(logits: Series, labels: Series): boolean {
  if (logits === labels || isLabelName(logits.name) || firstOf(logits).shape.length < 2) return false;
  const isSaid = isLabelName(labels.name) || (isPosition(labels.name) && !isFloating(firstOf(labels)));
  return (
    isSaid &&
    isFloating(firstOf(logits)) &&
    logits.parts.size === labels.parts.size &&
    [...logits.parts].every(([at, { shape }]) => {
      const own = labels.parts.get(at)?.shape;
      return own !== undefined && isLabelShape(own, shape);
    })
  );
}

/** A name that says only where an array stands: `[1]`, `[][1]`, `arr_1`. */
export const isPosition = (name: string): boolean => /^(?:(?:\[\d*\])+|arr(?:_\d+)?)$/.test(name);

function hasSameRows(one: Series, logits: Series): boolean {
  return (
    one.parts.size === logits.parts.size &&
    [...logits.parts].every(([at, { shape }]) => one.parts.get(at)?.shape[0] === shape[0])
  );
}

/** Whether all parts are alike but in how many rows they have. */
function isEven({ parts }: Series): boolean {
  const tails = new Set([...parts.values()].map(({ shape }) => shape.slice(1).join()));
  return tails.size === 1;
}

/** @param flat batches are padded to different lengths: the rows of all their sequences follow each other */
function joined(series: Series, flat: boolean, taken: Set<string>): StoredArray {
  const parts = [...series.parts].sort(([a], [b]) => a - b).map(([, array]) => array);
  const [first] = parts;
  const classes = isFloating(first) && first.shape.length > 1 ? [first.shape.at(-1)!] : [];
  const elements = parts.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const rows = parts.reduce((sum, { shape }) => sum + shape[0], 0);
  const name = taken.has(series.name) ? `${series.name}[]` : series.name;
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
    name,
    dtype: first.dtype,
    shape: flat ? [elements / (classes[0] ?? 1), ...classes] : [rows, ...first.shape.slice(1)],
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    values,
  };
}

function oneAfterTheOther(sources: readonly ByteSource[]): ByteSource {
  const size = sources.reduce((sum, one) => sum + one.size, 0);
  return {
    size,
    async read(offset, length, signal) {
      const bytes = new Uint8Array(length);
      let start = 0;
      for (const source of sources) {
        const from = Math.max(offset, start);
        const to = Math.min(offset + length, start + source.size);
        if (from < to) bytes.set(await source.read(from - start, to - from, signal), from - offset);
        start += source.size;
      }
      return bytes;
    },
  };
}
