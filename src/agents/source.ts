import * as l10n from '@vscode/l10n';
import { describe, toNDArray } from '../arrays/ndarray';
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
    description: 'Which array, where there are several: its name, or its index counted from 0.',
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
  variable: {
    type: 'string',
    description:
      'A variable of the running kernel of the open notebook, or a path such as outputs.logits or batch["y"]. The person is asked for access to the kernel once.',
  },
};

export type Given = Readonly<Record<string, unknown>>;

/** What can be given where someone asks: of the fields of an editor nothing where there is none. */
export function fieldsFor<T>(fields: Readonly<Record<string, T>>, hasEditor: boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => hasEditor || !(name in EDITOR)));
}

/** The one source that was given. */
export function sourceOf(given: Given, all: readonly string[], { editor }: Reach): string {
  const names = all.filter((name) => editor ?? !(name in EDITOR));
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
  switch (sourceOf(given, names, reach)) {
    case 'text':
      return [{ text: given.text as string, source }];
    case 'values':
      return [{ text: written(given.values), source }];
    case 'cell':
      return cellTexts(given, reach);
    case 'selection':
      return [{ text: await reach.editor!.selection(), source }];
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

/** Nested lists of numbers as text. Throws a sentence that names the list or value that does not fit. */
function written(values: unknown): string {
  toNDArray(numbers(values, 'values'), 'values');
  return JSON.stringify(values).replaceAll('"NaN"', 'nan').replaceAll('Infinity"', 'inf').replaceAll('"', '');
}

/** Strings are what JSON has no numbers for. */
function numbers(value: unknown, what: string): unknown {
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map((entry, i) => numbers(entry, `${what}[${i}]`));
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  throw new Error(
    l10n.t('{0}: expected a number, "NaN", "Infinity", or "-Infinity", got {1}', what, describe(value)),
  );
}
