import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import { ndarray, type NDArray } from '../../arrays/ndarray';
import { plural } from '../../arrays/words/plural';
import { printable } from '../../arrays/words/printable';
import { ACCEPT, isMaskName, isVerdict } from '../../text/names/maskNames';
import type { FileArray } from '../../worker/protocol';
import type { RowLabels } from '../../loss/rowLabels';
import type { RecordRows } from '../rows/recordRows';

/** Masks of one file that are looked at. */
const MOST_MASKS = 4;

/** Labels as class IDs, without those of rows that do not count. */
interface Masked {
  labels: NDArray;
  notes: string[];
}

/**
 * The places of the arrays that say by a 0 which labels don't count, as of padding.
 *
 * @param labels their shape
 * @param own their place, where they are of the same file
 */
function masksOf(arrays: readonly FileArray[], labels: readonly number[], own: number | undefined): number[] {
  const isMask = (at: number) => {
    const { name, shape, problem } = arrays[at];
    return (
      at !== own &&
      !problem &&
      isMaskName(name) &&
      shape.length === labels.length &&
      shape.every((length, axis) => length === labels[axis])
    );
  };
  return [...arrays.keys()].filter(isMask).slice(0, MOST_MASKS);
}

/**
 * Labels of a file's arrays without those of rows that its masks leave out; undefined where it has none for them.
 *
 * @param place that of the labels, where they are of the same file
 */
export async function withoutMasked(
  labels: NDArray,
  {
    arrays,
    place,
    read,
  }: { arrays: readonly FileArray[]; place: number | undefined; read(index: number): Promise<NDArray> },
): Promise<Masked | undefined> {
  const masks = masksOf(arrays, labels.shape, place);
  if (masks.length === 0) return undefined;
  const data = Float64Array.from(labels.data);
  const notes: string[] = [];
  for (const at of masks) {
    const { data: mask } = await read(at);
    notes.push(...leaveOut(data, (row) => mask[row], arrays[at].name));
  }
  return notes.length > 0 ? { labels: ndarray(data, labels.shape), notes } : undefined;
}

/** The labels of records without those of rows for which a field of the record has a 0; undefined where none is left out. */
export function leftOutByMasks({
  rows,
  label,
  fields,
  masks,
}: RecordRows): { labels: RowLabels; notes: string[] } | undefined {
  if (!label || masks.length === 0 || fields.labelSets || fields.hotLabels) return undefined;
  const ids = Float64Array.from({ length: rows }, (_, row) => label.at(row)!);
  const notes = masks.flatMap(({ names, of }, at) => {
    const areVerdicts = names.every(isVerdict);
    const numbers = names.map(areVerdicts ? (verdict) => Number(verdict === ACCEPT) : numberIn);
    return leaveOut(ids, (row) => numbers[of[row]], fields.masks![at].name, areVerdicts);
  });
  return notes.length > 0 ? { labels: { label: Int32Array.from(ids) }, notes } : undefined;
}

/** Lists of as many values as a record has rows are read value by value; of others the text of a row is no 0 or 1. */
const numberIn = (text: string): number => (text === 'true' ? 1 : text === 'false' ? 0 : Number(text));

/** Ignores labels whose place in a mask is 0; a mask of other numbers than 0 and 1 is none. */
function leaveOut(
  data: Float64Array,
  maskOf: (row: number) => number,
  name: string,
  areVerdicts = false,
): string[] {
  for (let row = 0; row < data.length; row++) if (maskOf(row) !== 0 && maskOf(row) !== 1) return [];
  let count = 0;
  for (let row = 0; row < data.length; row++) {
    if (maskOf(row) !== 0) continue;
    if (data[row] >= 0) count++;
    data[row] = IGNORE_INDEX;
  }
  // What is ignored anyway needs no sentence.
  if (count === 0) return [];
  const mask = printable(name, 80);
  if (areVerdicts)
    return [
      plural(
        count,
        l10n.t('1 row is left out: its “{0}” isn’t “{1}”.', mask, ACCEPT),
        l10n.t('{0} rows are left out: their “{1}” isn’t “{2}”.', count, mask, ACCEPT),
      ),
    ];
  return [
    plural(
      count,
      l10n.t('1 row is left out: “{0}” is 0 there.', mask),
      l10n.t('{0} rows are left out: “{1}” is 0 there.', count, mask),
    ),
  ];
}
