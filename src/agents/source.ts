import * as l10n from '@vscode/l10n';
import { describe } from '../arrays/ndarray';
import type { FoundArray, ReadingKind } from '../arrays/types';
import { foundInRecords, logitsField } from '../worker/foundInRecords';
import type { DumpFields, DumpProbe } from '../loss/types';
import type { Explained, OpenRequest } from '../worker/protocol';
import type { Reach, Schema } from './tool';

/** Where numbers come from: exactly one of these. */
export const SOURCE: Readonly<Record<string, Schema>> = {
  text: {
    type: 'string',
    description:
      'Text that holds the numbers: a printed tensor, nested lists, JSON, a table. NaN and inf may stand in it.',
  },
  path: {
    type: 'string',
    description:
      'A file: .json, .jsonl, .csv, .parquet, .arrow, .npy, .npz, .safetensors, .pt, .ipynb, .py or any text. Absolute, or relative to the workspace.',
  },
  values: {
    type: 'array',
    description:
      'The numbers as nested lists, one list of classes per row; "NaN", "Infinity" and "-Infinity" as text.',
  },
  cell: {
    type: 'integer',
    minimum: 1,
    description:
      'A cell of the notebook at `path`, else of the open notebook, counted from 1: its outputs and its code.',
  },
};

/** How to choose among several arrays, and what the code says. */
export const CHOICE: Readonly<Record<string, Schema>> = {
  source: {
    type: 'string',
    description: 'The code that printed `text`. It tells logits from other numbers.',
  },
  array: {
    type: ['string', 'integer'],
    description: 'Which array, where there are several: its name, or its place counted from 0.',
  },
  reading: {
    type: 'string',
    enum: ['logits', 'probabilities', 'log-probabilities', 'binary-logits', 'sigmoid-scores'],
    description: 'What the numbers are, where that is known. By default it is found out.',
  },
};

/** Only where a person's editor is. */
export const EDITOR: Readonly<Record<string, Schema>> = {
  selection: { type: 'boolean', description: 'true: what is selected in the active editor.' },
};

type Given = Readonly<Record<string, unknown>>;

/** The one source that was given. */
export function sourceOf(given: Given, names: readonly string[]): string {
  const named = names.filter((name) => given[name] !== undefined && given[name] !== false);
  // A cell may be named with its notebook.
  const sources = named.includes('cell') ? named.filter((name) => name !== 'path') : named;
  if (sources.length === 1) return sources[0];
  throw new Error(
    sources.length === 0
      ? l10n.t('Nothing was given to look at. Give one of {0}.', names.join(', '))
      : l10n.t('Give only one of {0}.', sources.join(', ')),
  );
}

/** The text of a source that is read as text. */
export async function textOf(
  given: Given,
  names: readonly string[],
  reach: Reach,
): Promise<{ text: string; source?: string }[]> {
  const source = given.source as string | undefined;
  switch (sourceOf(given, names)) {
    case 'text':
      return [{ text: given.text as string, source }];
    case 'values':
      return [{ text: written(given.values, 'values'), source }];
    case 'cell':
      return cellTexts(given, reach);
    case 'selection': {
      if (!reach.selection) throw new Error(l10n.t('There is no editor here. Give the text itself.'));
      const { text } = await reach.selection();
      return [{ text, source }];
    }
    default:
      return [];
  }
}

async function cellTexts(given: Given, reach: Reach): Promise<{ text: string; source?: string }[]> {
  const cells = await reach.cells(given.path as string | undefined);
  const number = given.cell as number;
  if (number > cells.length)
    throw new Error(l10n.t('cell: the notebook has {0} cells, got {1}', cells.length, number));
  const { source, outputs } = cells[number - 1];
  if (outputs.length === 0)
    throw new Error(l10n.t('Cell {0} has no output with text. Run it first.', number));
  return outputs.map(({ text, mime }) => ({ text, mime, source }));
}

/** Nested lists of numbers as text; strings for what JSON has not. */
function written(values: unknown, what: string): string {
  if (typeof values === 'number') return String(values);
  if (Array.isArray(values))
    return `[${values.map((value, i) => written(value, `${what}[${i}]`)).join(', ')}]`;
  if (values === 'NaN' || values === 'Infinity' || values === '-Infinity')
    return values.replace('Infinity', 'inf').replace('NaN', 'nan');
  throw new Error(
    l10n.t('{0}: expected a number, "NaN", "Infinity", or "-Infinity", got {1}', what, describe(values)),
  );
}

/** Everything that a source holds, as strip and inspector would show it. */
export async function explained(given: Given, names: readonly string[], reach: Reach): Promise<Explained[]> {
  const { client, signal } = reach;
  if (sourceOf(given, names) === 'path') {
    const path = given.path as string;
    if (!path.endsWith('.ipynb'))
      return client.call('explainFile', { file: await reach.file(path) }, { signal });
    const found: Explained[] = [];
    for (const { source, outputs } of await reach.cells(path))
      for (const output of outputs)
        found.push(...(await client.call('explain', { ...output, source }, { signal })));
    return found;
  }
  const found: Explained[] = [];
  for (const text of await textOf(given, names, reach))
    found.push(...(await client.call('explain', text, { signal })));
  return found;
}

/** The array that is meant: the one that is named, else the first that is offered, else the first that is no label. */
export function chosen<T extends { found: FoundArray; offered?: boolean }>(
  arrays: readonly T[],
  which: unknown,
): T {
  if (arrays.length === 0)
    throw new Error(l10n.t('No array was found. Give nested lists, a printed tensor or JSON.'));
  if (typeof which === 'number') {
    if (which >= 0 && which < arrays.length) return arrays[which];
    throw new Error(l10n.t('array: expected a place from 0 to {0}, got {1}', arrays.length - 1, which));
  }
  if (typeof which === 'string') {
    const named = arrays.find(({ found }) => found.name === which);
    if (named) return named;
    const names = arrays.map(({ found }) => found.name).filter((name) => name !== undefined);
    throw new Error(
      names.length === 0
        ? l10n.t('array: none of the arrays has a name. Give a place from 0 to {0}.', arrays.length - 1)
        : l10n.t('array: “{0}” is not among {1}', which, names.join(', ')),
    );
  }
  return (
    arrays.find(({ offered }) => offered) ??
    arrays.find(({ found }) => found.reading.kind !== 'class-labels') ??
    arrays[0]
  );
}

/** Rows that are opened, with what is beside them. */
export interface OpenedRows {
  session: number;
  found: FoundArray;
  reading: ReadingKind;
  rows: number;
  classes: number;
  close(): void;
}

/** The rows of a source, opened with the labels beside them; of a file of records or arrays over the whole of it. */
export async function openRows(given: Given, names: readonly string[], reach: Reach): Promise<OpenedRows> {
  if (sourceOf(given, names) === 'path' && !(given.path as string).endsWith('.ipynb')) {
    const ofFile = await openFileRows(given, reach);
    if (ofFile) return ofFile;
  }
  const { found } = chosen(await explained(given, names, reach), given.array);
  return openFound(found, given, reach);
}

async function openFound(found: FoundArray, given: Given, reach: Reach): Promise<OpenedRows> {
  const { client } = reach;
  const reading = (given.reading as ReadingKind | undefined) ?? readingOf(found);
  if (!found.array && found.held === undefined)
    throw new Error(
      found.elided
        ? l10n.t(
            '“{0}” is printed with “...”: its values are not all there. Give the whole array.',
            found.name ?? l10n.t('the array'),
          )
        : (found.absent ?? l10n.t('The values of the array are not there.')),
    );
  const request: OpenRequest = {
    array: found.array ?? { held: found.held!, shape: found.shape },
    axis: given.axis as number | undefined,
    decimals: found.decimals,
    reading,
  };
  const opened = await client.call('open', request);
  return { ...opened, found, reading, close: () => void client.call('close', opened).catch(() => undefined) };
}

/** Numbers that nothing speaks for are taken as logits, and the answer says so. */
function readingOf({ reading }: FoundArray): ReadingKind {
  return reading.kind === 'other' || reading.kind === 'class-labels' || reading.kind === 'one-hot'
    ? 'logits'
    : reading.kind;
}

async function openFileRows(given: Given, reach: Reach): Promise<OpenedRows | undefined> {
  const { client, signal, progress } = reach;
  const file = await reach.file(given.path as string);
  if ((await client.call('fileKind', file)) === 'arrays') {
    const opened = await client.call('openFile', file);
    const release = () => void client.call('closeFile', opened).catch(() => undefined);
    try {
      const place = placeOf(opened.arrays, given.array) ?? opened.first;
      if (place === undefined) throw new Error(l10n.t('No array of the file can be shown.'));
      const { found } = await client.call('peekFile', { file: opened.file, index: place });
      const { labels } = opened.arrays[place];
      const values =
        labels === undefined
          ? undefined
          : await client.call('readFile', { file: opened.file, index: labels });
      const rows = await openFound(found, given, reach);
      if (values) {
        const name = opened.arrays[labels!].name;
        found.labels = { kind: 'class-ids', values, name, source: l10n.t('“{0}” in the same file', name) };
      }
      return {
        ...rows,
        close() {
          rows.close();
          release();
        },
      };
    } catch (error) {
      release();
      throw error;
    }
  }
  const probe = await client.call('probeDump', { file }, { signal });
  if (!probe || probe.logits.length === 0) return undefined;
  const fields = fieldsOf(probe, given.array);
  const opened = await client.call(
    'openDump',
    { file, fields, reading: logitsField(probe, fields)?.reading ?? 'logits' },
    { signal, onProgress: ({ done, total }) => total && progress?.(done / total) },
  );
  const found = foundInRecords({ name: file.name, fields, probe, opened });
  const session = await client.call('open', {
    array: { held: opened.session, shape: found.shape },
    reading: found.reading.kind,
  });
  return {
    ...session,
    found,
    reading: found.reading.kind,
    close: () => void client.call('drop', { held: opened.session }).catch(() => undefined),
  };
}

function placeOf(arrays: readonly { name: string }[], which: unknown): number | undefined {
  if (which === undefined) return undefined;
  const place = typeof which === 'number' ? which : arrays.findIndex(({ name }) => name === which);
  if (place >= 0 && place < arrays.length) return place;
  throw new Error(
    l10n.t('array: “{0}” is not among {1}', describe(which), arrays.map(({ name }) => name).join(', ')),
  );
}

/** The likeliest fields, or the logits that are named. */
function fieldsOf(probe: DumpProbe, which: unknown): DumpFields {
  const { format, records, classNames, losses, labels } = probe;
  const logits = placeOf(probe.logits, which) ?? 0;
  return {
    format,
    records,
    classNames,
    loss: losses[0]?.path,
    logits: probe.logits[logits].path,
    labels: labels[0]?.path,
  };
}
