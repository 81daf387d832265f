import * as l10n from '@vscode/l10n';
import { Fault, gone } from '../../arrays/words/sentence';
import { checkShape, sizeOf, type NDArray } from '../../arrays/ndarray';
import { classAxisFor } from '../../arrays/labelFit';
import { isLabelShape, labelsKind } from '../../arrays/labelShape';
import type { NearbyLabels, ReadingKind, UnfitLabels } from '../../arrays/types';
import { printable } from '../../arrays/words/printable';
import { readArrayFile } from '../../bytes/arrayFile';
import { describeArray, sampleSize } from '../../bytes/describeArray';
import type { StoredArray, StoredValues } from '../../bytes/storedArray';
import { isSurelyLabelName } from '../../text/names/labelNames';
import type { Batched } from './batches';
import type { ByteFile } from '../files/byteFile';
import { openUnpacked } from '../files/unpackedFile';
import type { CallContext } from '../callContext';
import { withoutMasked } from '../labels/maskedRows';
import { blockOf } from '../limits';
import { namedArrays, type NamedArrays } from './namedArrays';
import { isPosition, pairingOf } from './pairing';
import { previewOf } from '../views/preview';
import {
  MAX_PREVIEW_ROWS,
  type FileArray,
  type FileRequest,
  type Offer,
  type OpenedFile,
} from '../../worker/protocol';
import { positionsIn, storedRows, type RowSource } from '../rows/rowSource';
import { SharedWork } from '../sharedWork';

interface FileInUse {
  file: ByteFile;
  arrays: readonly Batched[];
  classNames: NamedArrays['classNames'];
  /** Those that hold texts, by their names. */
  texts: ReadonlyMap<string, StoredArray>;
  /** By the arrays' places in the file: the place of the labels that belong to each. */
  labels: readonly (number | undefined)[];
  /** The same of what stands where labels would and is the top class of every row. */
  tops: ReadonlyMap<number, number>;
  /** By the arrays' places in the file: what was looked at, under one name for every look. */
  rows: Map<number, SharedWork<HeldRows>>;
}

interface HeldRows {
  held: number;
  source: RowSource;
}

interface OneArray {
  file: number;
  /** The array's place in the file. */
  index: number;
}

/** Files of arrays that someone looks at: headers in memory, values where they are. */
export class ArrayFiles {
  private readonly opened = new Map<number, FileInUse>();
  private readonly sources = new Map<number, RowSource>();

  constructor(private readonly nextId: () => number) {}

  async open(request: FileRequest, context: CallContext): Promise<OpenedFile> {
    const { signal } = context;
    const { file, name } = await openUnpacked(request, signal);
    const id = this.nextId();
    try {
      const all = await readArrayFile(file, name, signal);
      const { arrays: stored, classNames } = await namedArrays(all, signal);
      const texts = new Map(all.filter((one) => one.texts).map((one) => [one.name, one] as const));
      const arrays = stored.map(listed);
      const { labels, first } = pairingOf(arrays.filter(({ isPart }) => !isPart));
      const placeOf = new Map(stored.map(({ name }, at) => [name, at] as const));
      for (const [at, part] of stored.entries()) if (part.labels) labels[at] = placeOf.get(part.labels.name);
      const tops = new Map<number, number>();
      const opened: FileInUse = { file, arrays: stored, classNames, texts, labels, tops, rows: new Map() };
      this.opened.set(id, opened);
      for (const at of labels.keys()) {
        // What can't be read is told where it is looked at.
        const isPrediction = await this.isPrediction(opened, at, context).catch(() => false);
        if (isPrediction)
          for (const same of withParts(opened, at)) {
            if (labels[same] !== undefined) tops.set(same, labels[same]);
            labels[same] = undefined;
          }
      }
      signal.throwIfAborted();
      return { file: id, arrays: arrays.map((array, at) => ({ ...array, labels: labels[at] })), first };
    } catch (error) {
      // Rows that were compared are let go of, too.
      if (this.opened.has(id)) await this.close({ file: id }, context);
      else await file.close();
      throw error;
    }
  }

  /**
   * Whether what would be an array's labels by its place alone is the largest of every row: what a model said, not what is
   * right.
   */
  private async isPrediction(opened: FileInUse, index: number, context: CallContext): Promise<boolean> {
    const own = opened.labels[index];
    const { values, shape } = opened.arrays[index];
    if (own === undefined || !isPosition(opened.arrays[own].name) || !values || !opened.arrays[own].values)
      return false;
    if (opened.arrays[own].shape.length >= shape.length) return false;
    const [{ source: scores }, { source: ids }] = [
      await this.rowsOf(opened, index, context),
      await this.rowsOf(opened, own, context),
    ];
    const rows = Math.min(scores.rows, COMPARED_ROWS, blockOf(scores.classes));
    if (rows < LEAST_COMPARED) return false;
    const all = await ids.read(0, Math.ceil(rows / Math.max(1, ids.classes)), context.signal);
    // The first row that has another label tells, and mostly comes soon.
    for (let from = 0, count = FIRST_COMPARED; from < rows; from += count, count *= 4) {
      const to = Math.min(rows, from + count);
      const { data } = await scores.read(from, to - from, context.signal);
      if (!areTops(data, scores.classes, all.data.subarray(from, to))) return false;
    }
    return true;
  }

  /** What one array of a file is, read from its first rows; its values are held where they are. */
  async peek({ file: id, index }: OneArray, context: CallContext): Promise<Offer> {
    const opened = this.opened.get(id);
    if (!opened) throw gone();
    const stored = opened.arrays[index];
    if (!stored) throw new Fault(`array ${index} is out of range; the file has ${opened.arrays.length}`);
    const { name, shape } = stored;
    const values = valuesOf(stored);
    const { held, source } = await this.rowsOf(opened, index, context);
    const { rows, classes } = source;
    const sampled = Math.min(rows, Math.max(1, sampleSize(sizeOf(shape), classes) / Math.max(1, classes)));
    const sample = rows > 0 ? (await source.read(0, sampled, context.signal)).data : new Float32Array(0);
    const found = describeArray({
      container: 'file',
      name,
      dtype: values.kind,
      kind: values.kind,
      shape,
      sample,
      labels: classIdsFor(opened, index),
    });
    const names = opened.classNames.find(({ length }) => length === classes);
    if (names && !CLASSLESS.includes(found.reading.kind)) found.classNames = names;
    const unfit = unfitFor(opened, index);
    if (unfit) found.unfitLabels = unfit;
    const first = Math.min(sampled, MAX_PREVIEW_ROWS);
    const preview = previewOf({
      ...found,
      array: { dtype: 'float64', shape: [first, classes], data: sample.subarray(0, first * classes) },
    });
    return { found: { ...found, held }, preview: preview && { ...preview, rows } };
  }

  /** The texts of an array, where it holds such. */
  async texts(
    { file: id, name }: { file: number; name: string },
    { signal }: CallContext,
  ): Promise<readonly string[] | undefined> {
    const opened = this.opened.get(id);
    if (!opened) throw gone();
    const texts = await opened.texts.get(name)?.texts?.(signal);
    return texts && texts.length === sizeOf(opened.texts.get(name)!.shape) ? texts : undefined;
  }

  async read({ file: id, index }: OneArray, context: CallContext): Promise<NDArray> {
    const opened = this.opened.get(id);
    const stored = opened?.arrays[index];
    if (!stored) throw gone();
    valuesOf(stored);
    checkShape(stored.shape, stored.name);
    if (stored.shape.length === 0)
      throw new Error(l10n.t('{0} is a single number. Select a row of logits.', stored.name));
    const { source } = await this.rowsOf(opened, index, context);
    return { ...(await source.read(0, source.rows, context.signal)), shape: stored.shape };
  }

  /** A whole array as labels of another: those of rows that a mask of the file leaves out are ignored, and a sentence says so. */
  async readLabels(
    { file, index, of }: OneArray & { of: number },
    context: CallContext,
  ): Promise<NearbyLabels> {
    const read = (at: number) => this.read({ file, index: at }, context);
    const all = await read(index);
    const { arrays } = this.opened.get(file)!;
    if (!arrays[of]) throw gone();
    const { shape } = arrays[of];
    const { name } = arrays[index];
    const masked = await withoutMasked(all, { arrays: arrays.map(listed), place: index, read });
    const values = masked?.labels ?? all;
    const axis = classAxisFor(values.shape, shape);
    return {
      kind: labelsKind(values, shape),
      values,
      name,
      source: l10n.t('“{0}” in the same file', printable(name)),
      ...(axis !== undefined && axis < shape.length - 1 && { axis }),
      ...(masked && { leftOut: masked.notes }),
    };
  }

  async close({ file: id }: { file: number }, { progress }: CallContext): Promise<void> {
    const opened = this.opened.get(id);
    if (!opened) return;
    this.opened.delete(id);
    try {
      // What is being opened is waited for, also where who opened it has gone: nothing stays held.
      const { signal } = new AbortController();
      for (const work of opened.rows.values()) {
        const rows = await work.wait({ signal, progress }).catch(() => undefined);
        if (rows) this.sources.delete(rows.held);
      }
    } finally {
      await opened.file.close();
    }
  }

  /** An array's rows, opened once for as long as the file is; what fails or is cancelled is tried anew. */
  private rowsOf({ arrays, rows }: FileInUse, index: number, context: CallContext): Promise<HeldRows> {
    let work = rows.get(index);
    if (!work || work.over) {
      const { values, shape, sequences } = arrays[index];
      work = new SharedWork(async ({ signal }) => {
        const rows = await storedRows(values!, shape, signal);
        const source = { ...rows, ...(sequences && { position: positionsIn(sequences) }) };
        const held = this.nextId();
        this.sources.set(held, source);
        return { held, source };
      });
      rows.set(index, work);
    }
    return work.wait(context);
  }

  source(held: number): RowSource | undefined {
    return this.sources.get(held);
  }
}

/** Rows that are looked at, and so few that say nothing. */
const COMPARED_ROWS = 1000;
const LEAST_COMPARED = 3;
const FIRST_COMPARED = 4;

/** An array, and where it joins batches their places too. */
function withParts({ arrays }: FileInUse, at: number): number[] {
  const parts =
    arrays[at].batches === undefined ? [] : [...arrays.keys()].filter((one) => arrays[one].isPart);
  return [at, ...parts];
}

function areTops(data: ArrayLike<number>, classes: number, labels: ArrayLike<number>): boolean {
  for (let row = 0, at = 0; row < labels.length; row++, at += classes) {
    const top = labels[row] < classes ? data[at + labels[row]] : NaN;
    for (let c = 0; c < classes; c++) if (!(data[at + c] <= top)) return false;
  }
  return true;
}

const CLASSLESS: readonly ReadingKind[] = ['other', 'class-labels'];

/** The name of an array's labels, where they are whole numbers, one a row. */
function classIdsFor({ arrays, labels }: FileInUse, index: number): string | undefined {
  const own = labels[index];
  if (own === undefined || arrays[own].shape.length >= arrays[index].shape.length) return undefined;
  return /^u?int/.test(arrays[own].values?.kind ?? '') ? arrays[own].name : undefined;
}

/** What is named and shaped as the array's labels and cannot be read, where nothing else is. */
function unfitFor({ arrays, labels, tops }: FileInUse, index: number): UnfitLabels | undefined {
  if (labels[index] !== undefined) return undefined;
  const top = tops.get(index);
  if (top !== undefined) return { name: arrays[top].name, shape: arrays[top].shape, areTops: true };
  const own = arrays.find(
    ({ name, shape, problem }) =>
      problem && isSurelyLabelName(name) && isLabelShape(shape, arrays[index].shape),
  );
  if (!own) return undefined;
  const { name, shape, problem, texts } = own;
  return { name, shape, problem, ...(texts && { areTexts: true as const }) };
}

function valuesOf({ name, values, problem }: Batched): StoredValues {
  if (values) return values;
  throw new Error(`${name}: ${problem ?? l10n.t('its values can’t be read')}`);
}

/** An array as it stands in the list of a file. */
function listed(array: Batched): FileArray {
  const { name, dtype, shape, bytes, problem, values, areNames, batches, isPart } = array;
  return {
    name,
    // People know the kind; the file's own word only where it is none that is read.
    dtype: values?.kind ?? dtype,
    shape,
    bytes,
    problem,
    compressed: values?.compressed ?? false,
    ...(areNames && { areNames }),
    ...(batches !== undefined && { batches }),
    ...(isPart && { isPart }),
  };
}
