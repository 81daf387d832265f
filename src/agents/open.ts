import * as l10n from '@vscode/l10n';
import { arrange, type Arrangement } from '../arrays/arrange';
import { mayBeMask } from '../arrays/labelShape';
import { describe, sizeOf } from '../arrays/ndarray';
import { isOffered, isQuietlyOffered } from '../arrays/offer';
import { printable } from '../arrays/words/printable';
import type { FoundArray, ReadingKind } from '../arrays/types';
import { fieldsOf, foundInRecords, guessedLabels, likelyLabels, logitsField } from '../worker/foundInRecords';
import type { DumpReading, FileArray, FileRequest } from '../worker/protocol';
import { sourceOf, textOf, type Given } from './source';
import type { Reach } from './tool';
import { toldName } from './toldName';

/** Arrays of a file that are told apart by their values. */
const MAX_TOLD = 12;

/** What a source holds. */
interface Looked {
  /** Its arrays, each with its reading. */
  arrays(): Promise<readonly FoundArray[]>;
  /** The one that is asked for, with the labels beside it; of a file over the whole of it. */
  open(): Promise<OpenedRows>;
  close(): void;
}

/** Rows that are opened, with what is beside them. */
export interface OpenedRows {
  session: number;
  /** As it is opened: scores of yes or no have become pairs of classes. */
  found: FoundArray;
  /** How the worker takes the numbers. */
  reading: Arrangement['reading'];
  /** Each row is made of one score. */
  paired: boolean;
  /** The loss that the reading means. */
  loss?: 'softmax' | 'sigmoid';
  rows: number;
  classes: number;
  close(): void;
}

/** The rows of a source, opened with the labels beside them. */
export async function openRows(given: Given, names: readonly string[], reach: Reach): Promise<OpenedRows> {
  const looked = await lookAt(given, names, reach);
  try {
    const rows = await looked.open();
    return { ...rows, close: () => (rows.close(), looked.close()) };
  } catch (error) {
    looked.close();
    throw error;
  }
}

/** Looks at what was given, wherever it is. */
export async function lookAt(given: Given, names: readonly string[], reach: Reach): Promise<Looked> {
  const { client, signal } = reach;
  const source = sourceOf(given, names, reach);
  if (source === 'variable') return lookAtVariable(given, reach);
  if (source !== 'path') return lookAtTexts(await textOf(given, names, reach), given, reach);
  const path = given.path as string;
  if (path.endsWith('.ipynb')) {
    const cells = await reach.cells(path);
    const texts = cells.flatMap(({ source, outputs }) => outputs.map((output) => ({ ...output, source })));
    return lookAtTexts(texts, given, reach);
  }
  const file = await reach.file(path);
  if ((await client.call('fileKind', file)) === 'arrays') return lookAtArrays(file, given, reach);
  const records = await lookAtRecords(file, given, reach);
  if (records) return records;
  const { found } = await client.call('findInFile', file, { signal });
  return lookAtFound(found, given, reach);
}

async function lookAtTexts(
  texts: readonly { text: string; source?: string }[],
  given: Given,
  reach: Reach,
): Promise<Looked> {
  const { client, signal } = reach;
  const found: FoundArray[] = [];
  for (const text of texts) found.push(...(await client.call('find', text, { signal })));
  if (found.length === 0 && texts.length === 1) {
    const [{ text }] = texts;
    const records = await recordsIn(text, given, reach);
    if (records) return records;
  }
  return lookAtFound(found, given, reach);
}

/** Of a text in which no array is printed, the records it may consist of. */
async function recordsIn(text: string, given: Given, reach: Reach): Promise<Looked | undefined> {
  if (!/^\s{0,100}[[{]/.test(text)) return undefined;
  const file = { name: l10n.t('the text'), bytes: new TextEncoder().encode(text) };
  return lookAtRecords(file, given, reach).catch(() => undefined);
}

async function lookAtVariable(given: Given, reach: Reach): Promise<Looked> {
  const { found, release } = await reach.editor!.variable(given.variable as string);
  return {
    arrays: () => Promise.resolve([found]),
    open: () => openFound(found, given, reach),
    close: release,
  };
}

function lookAtFound(arrays: readonly FoundArray[], given: Given, reach: Reach): Looked {
  return {
    arrays: () => Promise.resolve(arrays),
    open: () => openFound(chosen(arrays, given.array), given, reach),
    close: () => undefined,
  };
}

/** The array that is meant: the one that is named, else the first that is offered, else the first that is no label. */
function chosen(arrays: readonly FoundArray[], which: unknown): FoundArray {
  if (arrays.length === 0)
    throw new Error(l10n.t('No array was found. Give nested lists, a printed tensor or JSON.'));
  const named = placeOf(arrays, which);
  if (named !== undefined) return arrays[named];
  return (
    arrays.find((found) => isOffered(found, 'likely') || isQuietlyOffered(found)) ??
    arrays.find(({ reading }) => reading.kind !== 'class-labels') ??
    arrays[0]
  );
}

/** The place of the array that is named; undefined where none is. */
function placeOf(arrays: readonly { name?: string }[], which: unknown): number | undefined {
  if (which === undefined) return undefined;
  const place =
    typeof which === 'number'
      ? which
      : arrays.findIndex(({ name }) => name === which || toldName(name) === which);
  if (place >= 0 && place < arrays.length) return place;
  if (typeof which === 'number')
    throw new Error(l10n.t('array: expected an index from 0 to {0}, got {1}', arrays.length - 1, which));
  const names = arrays.flatMap(({ name }) => name ?? []);
  throw new Error(
    names.length === 0
      ? l10n.t('array: none of the arrays has a name. Give an index from 0 to {0}.', arrays.length - 1)
      : l10n.t('array: {0} is not among {1}', describe(which), printable(names.join(', '))),
  );
}

async function openFound(found: FoundArray, given: Given, reach: Reach): Promise<OpenedRows> {
  const { client } = reach;
  const reading = (given.reading as ReadingKind | undefined) ?? readingOf(found);
  const arranged = arrange(found, reading);
  if (!arranged) throw noValues(found);
  const paired = !('held' in arranged.array) && arranged.array !== found.array;
  const opened = await client.call('open', {
    array: arranged.array,
    axis: paired ? -1 : (given.axis as number | undefined),
    decimals: found.decimals,
    reading: arranged.reading,
  });
  return {
    ...opened,
    found: asOpened(found, arranged),
    reading: arranged.reading,
    paired: arranged.paired === true,
    loss: arranged.loss,
    close: () => void client.call('close', opened).catch(() => undefined),
  };
}

function noValues({ elided, name, absent, held }: FoundArray): Error {
  if (held !== undefined)
    return new Error(l10n.t('A variable can’t be read as yes-or-no scores. Print it, and give the text.'));
  if (!elided) return new Error(absent ?? l10n.t('The values of the array are missing.'));
  return new Error(
    name === undefined
      ? l10n.t('The array is printed with “...”: some values are missing. Give the whole array.')
      : l10n.t(
          '“{0}” is printed with “...”: some values are missing. Give the whole array.',
          printable(name),
        ),
  );
}

/** With the shape and names of what is opened; labels of one score each lose an axis of one. */
function asOpened(found: FoundArray, { array: { shape }, classNames }: Arrangement): FoundArray {
  const rows = shape.slice(0, -1);
  const { labels } = found;
  const isColumn = labels && labels.values.shape.length > rows.length && labels.values.shape.at(-1) === 1;
  const fits = isColumn && sizeOf(labels.values.shape) === sizeOf(rows);
  return {
    ...found,
    shape,
    classNames,
    ...(fits && { labels: { ...labels, kind: 'class-ids', values: { ...labels.values, shape: rows } } }),
  };
}

/** Numbers that nothing speaks for are taken as logits, and the answer says so. */
function readingOf({ reading }: FoundArray): ReadingKind {
  return reading.kind === 'other' || reading.kind === 'class-labels' || reading.kind === 'one-hot'
    ? 'logits'
    : reading.kind;
}

async function lookAtArrays(file: FileRequest, given: Given, reach: Reach): Promise<Looked> {
  const { client, signal } = reach;
  const opened = await client.call('openFile', file, { signal });
  const { arrays, first } = opened;
  const peek = async (index: number) =>
    (await client.call('peekFile', { file: opened.file, index }, { signal })).found;
  const read = (index: number) => client.call('readFile', { file: opened.file, index }, { signal });
  return {
    arrays: () => Promise.all(told(arrays, first).map(peek)),
    async open() {
      const index = placeOf(arrays, given.array) ?? first;
      if (index === undefined) throw new Error(l10n.t('No array in the file can be shown.'));
      const found = await peek(index);
      const named = placeNamed(arrays, given.labels);
      const labels = named ?? arrays[index].labels;
      const own =
        labels === undefined
          ? undefined
          : await client.call('readFileLabels', { file: opened.file, index: labels, of: index }, { signal });
      if (own && (named !== undefined || !mayBeMask(own.kind, found.shape))) found.labels = own;
      // Scores of yes or no become pairs, which are made of values that are here.
      const isScores = PAIRED.has((given.reading as string | undefined) ?? readingOf(found));
      return openFound(isScores ? { ...found, array: await read(index) } : found, given, reach);
    },
    close: () => void client.call('closeFile', opened).catch(() => undefined),
  };
}

/** The place of the array that is named as labels: what is no name of one may be the labels themselves. */
function placeNamed(arrays: readonly FileArray[], name: unknown): number | undefined {
  const place = arrays.findIndex((array) => array.name === name && !array.problem);
  return place < 0 ? undefined : place;
}

/** The one that is shown first, then the others in the order of the file. */
function told(arrays: readonly FileArray[], first: number | undefined): number[] {
  const others = [...arrays.keys()].filter((at) => at !== first && !arrays[at].problem && !arrays[at].isPart);
  return [...(first === undefined ? [] : [first]), ...others].slice(0, MAX_TOLD);
}

const PAIRED: ReadonlySet<string> = new Set(['binary-logits', 'sigmoid-scores']);

/** Nothing where the file holds no records. */
async function lookAtRecords(file: FileRequest, given: Given, reach: Reach): Promise<Looked | undefined> {
  const { client, signal, progress } = reach;
  const probe = await client.call('probeDump', { file }, { signal });
  if (!probe || probe.logits.length === 0) return undefined;
  const logits = probe.logits[placeOf(probe.logits, given.array) ?? 0];
  const named = probe.labels.find(({ name }) => name === given.labels);
  const fields = fieldsOf(probe, logits, named ?? likelyLabels(probe));
  const reading =
    (given.reading as ReadingKind | undefined) ?? logitsField(probe, fields)?.reading ?? 'logits';
  if (!isOfRecords(reading))
    throw new Error(
      l10n.t('reading: records hold a number per class; expected one of {0}', OF_RECORDS.join(', ')),
    );
  const opened = await client.call(
    'openDump',
    { file, fields, reading },
    { signal, onProgress: ({ done, total }) => total && progress?.(done / total) },
  );
  const found = {
    ...foundInRecords({ name: file.name, fields, probe, opened }),
    ...guessedLabels(probe, fields, opened),
  };
  const { session, rows, classes } = opened;
  return {
    arrays: () => Promise.resolve([found]),
    open: () =>
      Promise.resolve({ session, rows, classes, found, reading, paired: false, close: () => undefined }),
    close: () => void client.call('drop', { held: session }).catch(() => undefined),
  };
}

const OF_RECORDS = ['logits', 'probabilities', 'log-probabilities', 'sigmoid-scores'] as const;

function isOfRecords(reading: ReadingKind): reading is DumpReading {
  return (OF_RECORDS as readonly string[]).includes(reading);
}
