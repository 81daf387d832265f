import * as l10n from '@vscode/l10n';
import { plural } from '../arrays/words/plural';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import { describe, ndarray, shapeText, sizeOf, type NDArray } from '../arrays/ndarray';
import type { LabelsRead } from './types';

interface LogitsShape {
  shape: readonly number[];
  axis?: number;
  classNames?: readonly string[];
  /** A label that leaves its row out; it may lie outside the classes. */
  ignoreIndex?: number;
}

/**
 * Reads labels typed by hand against the logits they belong to: class ids (`3, 1, 0` or `[3, 1, 0]` or a printed
 * tensor of integers), class names when the logits carry them, or a distribution per row (`[[0, 1, 0], …]`).
 * Says in one sentence what is wrong; never guesses.
 */
export function readLabels(
  text: string,
  { shape, axis = -1, classNames, ignoreIndex = IGNORE_INDEX }: LogitsShape,
): LabelsRead {
  if (shape.length === 0)
    return { problem: l10n.t('The logits are a single number. Labels require a row of classes.') };
  const classAxis = axis < 0 ? axis + shape.length : axis;
  const classes = shape[classAxis];
  const rowShape = shape.filter((_, i) => i !== classAxis);
  const rows = sizeOf(rowShape);
  if (!text.trim()) {
    const expected = plural(rows, l10n.t('Expected 1 label.'), l10n.t('Expected {0} labels.', rows));
    return { problem: `${expected} ${idRange(classes)}` };
  }

  const tokens = tokenize(text);
  if ('problem' in tokens) return tokens;
  const { values, brackets } = tokens;

  if (
    values.length === rows * classes &&
    (brackets >= 2 || (rows === 1 && classes > 1 && values.length > 1))
  ) {
    return denseLabels(values, shape, rows, classes, classAxis);
  }
  if (values.length !== rows) return { problem: wrongCount(rows, classes, values.length) };
  return idLabels(values, rowShape, classes, classNames, ignoreIndex);
}

function wrongCount(rows: number, classes: number, got: number): string {
  if (classes === 1)
    return plural(
      rows,
      l10n.t('Expected 1 label, got {0}', got),
      l10n.t('Expected {0} labels, got {1}', rows, got),
    );
  return plural(
    rows,
    l10n.t('Expected 1 label (or {0} numbers for a distribution), got {1}', classes, got),
    l10n.t(
      'Expected {0} labels (or {1} numbers for a distribution per row), got {2}',
      rows,
      rows * classes,
      got,
    ),
  );
}

function idLabels(
  values: readonly string[],
  rowShape: readonly number[],
  classes: number,
  classNames: readonly string[] | undefined,
  ignoreIndex: number,
): LabelsRead {
  const rows = values.length;
  const ids = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const id = classId(values[i], classNames);
    if (id === undefined) {
      const got = describe(values[i]);
      if (!classNames) return { problem: l10n.t('Label {0}: expected a class ID, got {1}', i, got) };
      const known = `${classNames.slice(0, 4).join(', ')}${classNames.length > 4 ? ', …' : ''}`;
      return { problem: l10n.t('Label {0}: expected a class ID, or one of {1}, got {2}', i, known, got) };
    }
    if (id !== IGNORE_INDEX && id !== ignoreIndex && (id < 0 || id >= classes)) {
      return { problem: `${l10n.t('Label {0} is {1}.', i, id)} ${idRange(classes)}` };
    }
    ids[i] = id;
  }
  const left = new Set(ids.filter((id) => id === IGNORE_INDEX || id === ignoreIndex));
  const ignored = ids.filter((id) => left.has(id)).length;
  return {
    labels: ndarray(ids, rowShape),
    kind: 'class-ids',
    summary:
      ignored > 0
        ? plural(
            rows,
            l10n.t('1 class ID, ignored ({0})', [...left].join(', ')),
            l10n.t('{0} class IDs, {1} ignored ({2})', rows, ignored, [...left].join(', ')),
          )
        : plural(rows, l10n.t('1 class ID'), l10n.t('{0} class IDs', rows)),
  };
}

function denseLabels(
  values: readonly string[],
  shape: readonly number[],
  rows: number,
  classes: number,
  classAxis: number,
): LabelsRead {
  const data = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (!(value >= 0)) return { problem: notAProbability(values[i], Math.floor(i / classes), i % classes) };
    data[i] = value;
  }
  if (classAxis !== shape.length - 1)
    return {
      problem: l10n.t('Distributions are read along the last axis only. Enter class IDs instead.'),
    };
  return { labels: ndarray(data, shape), kind: 'dense', summary: denseSummary(data, rows, classes) };
}

function notAProbability(text: string, row: number, c: number): string {
  return Number.isNaN(Number(text))
    ? l10n.t('Row {0}, class {1}: expected a number, got {2}', row, c, describe(text))
    : l10n.t('Row {0}, class {1}: a probability can’t be negative, got {2}', row, c, text);
}

/** Rows of 0 and 1 that mark several classes, or none, are no distributions: the reader is told which loss fits them. */
function denseSummary(data: Float64Array, rows: number, classes: number): string {
  let hot = 0;
  let off = 0;
  for (let row = 0; row < rows; row++) {
    const values = data.subarray(row * classes, (row + 1) * classes);
    const sum = values.reduce((a, b) => a + b, 0);
    if (Math.abs(sum - 1) <= 1e-3) continue;
    if (values.every((value) => value === 0 || value === 1)) hot++;
    else off++;
  }
  if (off > 0)
    return plural(
      off,
      l10n.t('{0} × {1} numbers; 1 row doesn’t sum to 1', rows, classes),
      l10n.t('{0} × {1} numbers; {2} rows don’t sum to 1', rows, classes, off),
    );
  if (hot > 0)
    return plural(
      hot,
      l10n.t('{0} × {1} numbers; 1 row is multi-hot, so use the sigmoid loss', rows, classes),
      l10n.t('{0} × {1} numbers; {2} rows are multi-hot, so use the sigmoid loss', rows, classes, hot),
    );
  return plural(
    rows,
    l10n.t('1 distribution ({0} × {1})', rows, classes),
    l10n.t('{0} distributions ({0} × {1})', rows, classes),
  );
}

function classId(token: string, classNames: readonly string[] | undefined): number | undefined {
  const named = classNames?.indexOf(token) ?? -1;
  if (named >= 0) return named;
  const value = Number(token);
  return Number.isInteger(value) ? value : undefined;
}

function idRange(classes: number): string {
  return plural(
    classes,
    l10n.t('The only valid class ID is 0.'),
    l10n.t('Valid class IDs are 0 to {0}.', classes - 1),
  );
}

/** Numbers or names between commas, spaces and brackets; `tensor(...)`, `dtype=` and the like around them are dropped. */
function tokenize(text: string): { values: string[]; brackets: number } | { problem: string } {
  const body = withoutCall(text.trim());
  let depth = 0;
  let brackets = 0;
  const values: string[] = [];
  for (const match of body.matchAll(/[[\]()]|"([^"]*)"|'([^']*)'|[^\s,;[\]()"']+|["']/g)) {
    const token = match[0];
    if (token === '[' || token === '(') brackets = Math.max(brackets, ++depth);
    else if (token === ']' || token === ')') depth--;
    else if (token === '...' || token === '…')
      return { problem: l10n.t('The labels are abbreviated (“...”). Enter all of them.') };
    else values.push(match[1] ?? match[2] ?? token);
    if (depth < 0) return { problem: l10n.t('There is a closing bracket without an opening one.') };
  }
  if (depth > 0)
    return {
      problem: plural(
        depth,
        l10n.t('A closing bracket is missing.'),
        l10n.t('{0} closing brackets are missing.', depth),
      ),
    };
  return { values, brackets };
}

/** What stands in `torch.tensor(…, dtype=torch.int64)`; any other text as it is. */
function withoutCall(text: string): string {
  const call = /^(?:torch\.)?(?:tensor|np\.array|array|Array)\(/.exec(text)?.[0];
  if (call === undefined || !text.endsWith(')')) return text;
  let end = text.length - 1;
  for (let comma = end; comma > call.length;) {
    comma = text.lastIndexOf(',', comma - 1);
    if (comma < 0 || !/^\s*(?:dtype|device)=[^()]*$/.test(text.slice(comma + 1, end))) break;
    end = comma;
  }
  return text.slice(call.length, end);
}

/** Whether labels fit logits: class ids have their shape without the class axis, distributions have their shape. */
export function labelsKind(labels: NDArray, shape: readonly number[], axis = -1): 'class-ids' | 'dense' {
  const classAxis = axis < 0 ? axis + shape.length : axis;
  const rowShape = shape.filter((_, i) => i !== classAxis);
  const same = (a: readonly number[], b: readonly number[]) =>
    a.length === b.length && a.every((n, i) => n === b[i]);
  if (same(labels.shape, rowShape)) return 'class-ids';
  if (same(labels.shape, shape)) return 'dense';
  throw new Error(
    l10n.t(
      'labels: expected shape {0} (class IDs) or {1} (a distribution per row), got {2}',
      shapeText(rowShape),
      shapeText(shape),
      shapeText(labels.shape),
    ),
  );
}
