import * as vscode from 'vscode';
import type { CodeBeside } from '../arrays/wire/inCode';
import type { FoundArray } from '../arrays/types';
import type { WorkerClient } from '../worker/client';
import { namesAt } from '../notebook/classNames';
import { outputForms } from '../notebook/outputs';
import { shapeText, type NDArray } from '../arrays/ndarray';
import { printable } from '../arrays/words/printable';
import { readingName } from '../arrays/words/readingName';
import { fileName } from '../ui/fileName';
import { shortName } from '../ui/inert';
import { pick } from '../ui/picks';

/** Where a command takes its array from. */
export interface Source {
  found: FoundArray[];
  /** For a person: "selection in scores.py". */
  origin: string;
  /** The same for each array, where they come from several places. */
  places?: ReadonlyMap<FoundArray, string>;
  /** The code that printed them, or the file they stand in. */
  code?: CodeBeside;
  /** The cell of a notebook whose outputs they are. */
  cell?: vscode.NotebookCell;
}

/** An array of which only a part is printed: its values are not in the text. */
export class PrintedInPart extends Error {
  constructor(readonly found: FoundArray) {
    const { name, shape } = found;
    const array = name === undefined ? shapeText(shape) : `“${shortName(name)}” (${shapeText(shape)})`;
    super(
      vscode.l10n.t(
        '{0} is printed with “...”, so its values are not all in the text. Print it in full, or select another array.',
        array,
      ),
    );
  }
}

/** A place in a document, as a hover's links name it. */
export interface Place {
  uri: string;
  offset: number;
}

export function isPlace(value: unknown): value is Place {
  const place = value as Partial<Place> | null;
  return (
    typeof place === 'object' &&
    place !== null &&
    typeof place.uri === 'string' &&
    Number.isInteger(place.offset)
  );
}

/** Longer documents are not read whole. */
const MAX_READ = 64 << 20;

/** Text longer than this is read around the cursor only. */
const WINDOW = 1 << 21;

/**
 * The arrays a command without arguments means: the selection, else the array around the cursor, else the active
 * notebook cell's outputs. Throws one sentence when there is none.
 */
export async function arraysInFocus(client: WorkerClient): Promise<Source> {
  const editor = vscode.window.activeTextEditor;
  const notebook = vscode.window.activeNotebookEditor;
  if (editor) {
    const name = shortName(fileName(editor.document.uri));
    const pointedAt = await arraysPointedAt(client, editor);
    if (pointedAt) return pointedAt;
    // A file opened to look at what is in it has its cursor at the top: all its arrays are the choice then.
    const inFile = notebook ? [] : await arraysIn(client, editor.document);
    if (inFile.length > 0) return { found: inFile, origin: name, code: codeOf(editor.document) };
    if (!notebook) {
      throw new Error(
        vscode.l10n.t(
          'No array found in {0}. Select numbers such as [2.0, 1.0, 0.1], or a notebook cell with an array in its output.',
          name,
        ),
      );
    }
  }
  if (!notebook)
    throw new Error(
      vscode.l10n.t('Select an array in an editor, or a notebook cell with an array in its output.'),
    );
  const index = notebook.selections[0]?.start ?? 0;
  const cell = notebook.notebook.cellAt(index);
  return sourceOfCell(client, cell);
}

export async function sourceOfCell(client: WorkerClient, cell: vscode.NotebookCell): Promise<Source> {
  const found = await arraysOfCell(client, cell);
  const code = { uri: cell.notebook.uri.toString(), codes: [cell.document.getText()] };
  return { found, origin: vscode.l10n.t('output of cell {0}', cell.index + 1), cell, code };
}

/** A document as the code beside its arrays. */
export function codeOf({ uri }: vscode.TextDocument): CodeBeside {
  return { uri: uri.toString(), codes: [] };
}

/** The arrays of the selection, else the array around the cursor; undefined where there is neither. */
export async function arraysPointedAt(
  client: WorkerClient,
  { document, selection, selections }: vscode.TextEditor,
): Promise<Source | undefined> {
  const name = shortName(fileName(document.uri));
  const code = codeOf(document);
  const selected = selections.filter(({ isEmpty }) => !isEmpty);
  if (selected.length > 0) {
    const texts = selected.map((one) => document.getText(one));
    const pair = texts.length > 1 ? await pairSelections(client, texts) : undefined;
    if (pair)
      return { found: [pair], origin: vscode.l10n.t('{0} selections in {1}', texts.length, name), code };
    const text = texts.join('\n');
    return {
      found: await parseSelection(client, text),
      origin: vscode.l10n.t('selection in {0}', name),
      code,
    };
  }
  const found = await arrayAt(client, document, document.offsetAt(selection.active));
  return found && { found: [found], origin: vscode.l10n.t('array at cursor in {0}', name), code };
}

/** The arrays in a cell's outputs, in order; there has to be one. */
async function arraysOfCell(client: WorkerClient, cell: vscode.NotebookCell): Promise<FoundArray[]> {
  const found = await offersOfCell(client, cell);
  if (found.length === 0)
    throw new Error(vscode.l10n.t('No array found in the output of cell {0}.', cell.index + 1));
  return found;
}

/** The arrays in a cell's outputs, in order. */
export async function offersOfCell(client: WorkerClient, cell: vscode.NotebookCell): Promise<FoundArray[]> {
  const source = cell.document.getText();
  const found: FoundArray[] = [];
  const names = await namesAt(client, cell);
  for (const forms of outputForms(cell)) {
    for (const { text, mime } of forms) {
      const offers = await client.call('offer', { text, mime, source, ...names, detect: 'all' });
      found.push(...offers.map((offer) => offer.found));
      if (offers.length > 0) break;
    }
  }
  return found;
}

/** Logits in one selection, labels in another: the first that read as labels of them. */
async function pairSelections(
  client: WorkerClient,
  texts: readonly string[],
): Promise<FoundArray | undefined> {
  const parsed = await Promise.all(texts.map((text) => client.call('parse', { text })));
  for (const [at, { found }] of parsed.entries()) {
    const logits = found.length === 1 ? found[0] : undefined;
    if (!logits?.array || logits.shape.length === 0 || logits.reading.kind === 'class-labels') continue;
    for (const [other, text] of texts.entries()) {
      if (other === at) continue;
      const read = await client.call('readLabels', {
        text,
        shape: logits.shape,
        classNames: logits.classNames,
      });
      if ('problem' in read) continue;
      const kind = read.kind === 'class-ids' ? 'class-ids' : 'soft';
      return {
        ...logits,
        labels: { kind, values: read.labels, source: vscode.l10n.t('from the other selection') },
      };
    }
  }
  return undefined;
}

/** Strict: what was selected was meant, so what is wrong with it is said. */
async function parseSelection(client: WorkerClient, text: string): Promise<FoundArray[]> {
  const { found, problem } = await client.call('parse', { text });
  if (problem) throw new Error(vscode.l10n.t('Selection: {0}', problem));
  if (found.length === 0) {
    throw new Error(
      vscode.l10n.t(
        'No array found in the selection: expected numbers such as [2.0, 1.0, 0.1], got “{0}”.',
        printable(text.trim(), QUOTED),
      ),
    );
  }
  return found;
}

/** Every array of a document that has a class axis. */
async function arraysIn(client: WorkerClient, document: vscode.TextDocument): Promise<FoundArray[]> {
  const text = document.getText();
  if (text.length > MAX_READ) {
    throw new Error(
      vscode.l10n.t(
        '{0} is too large to search ({1} characters). Select an array in it.',
        shortName(fileName(document.uri)),
        text.length.toLocaleString('en'),
      ),
    );
  }
  const found = await client.call('find', {
    text,
    mime: document.languageId,
    ...(await namesAt(client, document)),
  });
  return found.filter(({ shape }) => shape.length > 0);
}

/** The array around an offset of a document. */
export async function arrayAt(
  client: WorkerClient,
  document: vscode.TextDocument,
  offset: number,
): Promise<FoundArray | undefined> {
  return (await offerAt(client, document, offset))?.found;
}

/** The same with what a hover draws; ranges are the document's. */
export async function offerAt(
  client: WorkerClient,
  document: vscode.TextDocument,
  offset: number,
  signal?: AbortSignal,
) {
  const whole = document.getText();
  const from = whole.length <= WINDOW ? 0 : lineStart(whole, Math.max(0, offset - WINDOW / 2));
  const text = from === 0 && whole.length <= WINDOW ? whole : whole.slice(from, offset + WINDOW / 2);
  const offer = await client.call(
    'findAt',
    { text, offset: offset - from, mime: document.languageId, ...(await namesAt(client, document)) },
    { signal },
  );
  if (!offer) return undefined;
  const [start, end] = offer.found.range;
  offer.found.range = [start + from, end + from];
  return offer;
}

/**
 * One array; a person chooses among previews when there are several. Undefined when the choice was dismissed.
 *
 * @throws PrintedInPart where the scores are there in part
 */
export async function chooseArray(
  { found, origin, places }: Source,
  title: string,
): Promise<FoundArray | undefined> {
  const whole = found.filter(({ array }) => array && array.shape.length > 0);
  // Labels are found with the logits they belong to; on their own they are no choice while there is another.
  const logits = whole.filter(isNoLabel);
  const inPart = logits.length > 0 ? undefined : found.find((one) => one.elided && isNoLabel(one));
  if (inPart) throw new PrintedInPart(inPart);
  if (whole.length === 0) {
    const { shape, name } = found[0];
    const array = name === undefined ? shapeText(shape) : `${shortName(name)} (${shapeText(shape)})`;
    throw new Error(vscode.l10n.t('{0} is a single number. Select a row of logits.', array));
  }
  const choices = logits.length > 0 ? logits : whole;
  if (choices.length === 1) return choices[0];
  const picked = await pick(
    choices.map((array) => ({
      label: `${array.name ?? readingName(array.reading.kind)} ${shapeText(array.shape)}`,
      description: [places?.get(array), array.dtype, array.container, labelsText(array)]
        .filter(Boolean)
        .join(' · '),
      detail: [previewOf(array.array!), array.reading.evidence[0]].filter(Boolean).join(' · '),
      value: array,
    })),
    { title, placeHolder: vscode.l10n.t('Select the array that holds the logits ({0})', origin) },
  );
  return picked?.value;
}

function isNoLabel({ reading }: FoundArray): boolean {
  return reading.kind !== 'class-labels' && reading.kind !== 'one-hot';
}

function labelsText({ labels }: FoundArray): string | undefined {
  if (!labels) return undefined;
  return labels.name === undefined ? vscode.l10n.t('labels') : vscode.l10n.t('labels: {0}', labels.name);
}

/** Characters of what was selected in place of an array. */
const QUOTED = 40;

const PREVIEWED = 5;

/** The first numbers of an array, as they are printed. */
function previewOf({ data, shape }: NDArray): string {
  const classes = shape[shape.length - 1];
  const first = Array.from(data.subarray(0, Math.min(PREVIEWED, classes)), (x) =>
    String(Number(x.toPrecision(4))),
  );
  return `[${first.join(', ')}${classes > PREVIEWED ? ', …' : ''}]${data.length > classes ? ' …' : ''}`;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset) + 1;
}
