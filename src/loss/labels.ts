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
  if (shape.length === 0) return { problem: 'the logits are a single number; labels need a row of classes' };
  const classAxis = axis < 0 ? axis + shape.length : axis;
  const classes = shape[classAxis];
  const rowShape = shape.filter((_, i) => i !== classAxis);
  const rows = sizeOf(rowShape);
  if (!text.trim())
    return { problem: `expected ${rows} ${rows === 1 ? 'label' : 'labels'}, ${idRange(classes)}` };

  const tokens = tokenize(text);
  if ('problem' in tokens) return tokens;
  const { values, brackets } = tokens;

  if (
    values.length === rows * classes &&
    (brackets >= 2 || (rows === 1 && classes > 1 && values.length > 1))
  ) {
    return denseLabels(values, shape, rows, classes, classAxis);
  }
  if (values.length !== rows) {
    const dense = classes > 1 ? ` (or ${rows * classes} for a distribution per row)` : '';
    return { problem: `expected ${rows} ${rows === 1 ? 'label' : 'labels'}${dense}, got ${values.length}` };
  }
  return idLabels(values, rowShape, classes, classNames, ignoreIndex);
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
      const known = classNames
        ? `, or one of ${classNames.slice(0, 4).join(', ')}${classNames.length > 4 ? ', …' : ''}`
        : '';
      return { problem: `label ${i}: expected a class id${known}, got ${describe(values[i])}` };
    }
    if (id !== IGNORE_INDEX && id !== ignoreIndex && (id < 0 || id >= classes)) {
      return { problem: `label ${i} is ${id}; ${idRange(classes)}` };
    }
    ids[i] = id;
  }
  const left = new Set(ids.filter((id) => id === IGNORE_INDEX || id === ignoreIndex));
  const ignored = ids.filter((id) => left.has(id)).length;
  const counted = `${rows} class ${rows === 1 ? 'id' : 'ids'}`;
  return {
    labels: ndarray(ids, rowShape),
    kind: 'class-ids',
    summary: ignored ? `${counted}, ${ignored} ignored (${[...left].join(', ')})` : counted,
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
    const at = `row ${Math.floor(i / classes)}, class ${i % classes}`;
    if (Number.isNaN(value)) return { problem: `${at}: expected a number, got ${describe(values[i])}` };
    if (value < 0) return { problem: `${at}: a probability cannot be negative, got ${value}` };
    data[i] = value;
  }
  if (classAxis !== shape.length - 1)
    return { problem: 'a distribution per row is read for the last axis only; give class ids' };
  return { labels: ndarray(data, shape), kind: 'dense', summary: denseSummary(data, rows, classes) };
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
  const counted = (n: number) => `${n} of ${rows} ${rows === 1 ? 'row' : 'rows'}`;
  if (off > 0)
    return `${rows} × ${classes} numbers; ${counted(off)} ${off === 1 ? 'does' : 'do'} not sum to 1`;
  if (hot > 0)
    return `multi-hot: ${counted(hot)} ${hot === 1 ? 'marks' : 'mark'} several of ${classes} classes, or none; sigmoid cross-entropy fits them`;
  return `${rows === 1 ? '1 distribution' : `${rows} distributions`} over ${classes} classes`;
}

function classId(token: string, classNames: readonly string[] | undefined): number | undefined {
  const named = classNames?.indexOf(token) ?? -1;
  if (named >= 0) return named;
  const value = Number(token);
  return Number.isInteger(value) ? value : undefined;
}

function idRange(classes: number): string {
  return classes === 1 ? 'the only valid class id is 0' : `valid class ids are 0 to ${classes - 1}`;
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
      return { problem: 'the labels are printed with "..."; all of them are needed' };
    else values.push(match[1] ?? match[2] ?? token);
    if (depth < 0) return { problem: 'a bracket closes that was never opened' };
  }
  if (depth > 0) return { problem: `${depth === 1 ? 'a bracket is' : `${depth} brackets are`} not closed` };
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
    `labels: expected shape ${shapeText(rowShape)} (class ids) or ${shapeText(shape)} (a distribution per row), got ${shapeText(labels.shape)}`,
  );
}
