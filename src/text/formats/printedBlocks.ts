import { NUMBER, numbersIn, type PrintedBlock } from './block';
import { juliaRows } from './juliaRows';

/** Lines of a text, and where they begin. */
interface Lines {
  texts: readonly string[];
  starts: readonly number[];
}

/** A block, or only the last of its lines where it is none after all: no other reader looks at them again. */
type Reader = (lines: Lines, first: number) => { last: number; block?: Unplaced } | undefined;

type Unplaced = Omit<PrintedBlock, 'range'>;

const LONGEST = 4_000_000;

/**
 * The matrices that R, torch for R and Julia print: whole ones, and of R those whose last rows are left out; the first `most`
 * of each way to print them.
 */
export function printedBlocks(text: string, most: number): PrintedBlock[] {
  return text.length > LONGEST ? [] : [...blocksOfLines(text, most), ...juliaRows(text, most)];
}

function blocksOfLines(text: string, most: number): PrintedBlock[] {
  if (!/\[1,\]|\[,1\]|torch_tensor|\{Float|\[1\] /.test(text) && !NAMED_VALUES.test(text)) return [];
  const texts = text.split('\n');
  let at = 0;
  const starts = texts.map((line) => (at += line.length + 1) - line.length - 1);
  const blocks: PrintedBlock[] = [];
  const lines = { texts, starts };
  for (let i = 0; i < texts.length && blocks.length < most; i++)
    for (const read of READERS) {
      const found = read(lines, i);
      if (found === undefined) continue;
      const { last, block } = found;
      if (block !== undefined)
        blocks.push({ ...block, range: [starts[i], starts[last] + texts[last].length] });
      i = last;
      break;
    }
  return blocks;
}

/** `[1,]  0.12 -0.51` below `[,1]  [,2]` or the columns' names; wide ones go on below another such line. */
const rMatrix: Reader = ({ texts }, first) => {
  const rows: string[][] = [];
  const names: string[] = [];
  let at = first;
  let named = true;
  while (at + 1 < texts.length && /^\s+\S/.test(texts[at])) {
    const header = texts[at].trim().split(/\s+/);
    const numbered = header.every((name) => /^\[,\d+\]$/.test(name));
    if (rowOfR(texts[at + 1], 0, numbered) === undefined) break;
    const byName = numbered && !/^\s*\[1,\]/.test(texts[at + 1]);
    let row = 0;
    for (at++; at < texts.length; at++, row++) {
      const cells = rowOfR(texts[at], row, byName);
      if (cells === undefined) break;
      if (cells.length !== header.length) return { last: at - 1 };
      const known = (rows[row] ??= []);
      for (const cell of cells) known.push(cell);
    }
    named &&= !numbered;
    for (const name of header) names.push(name);
  }
  if (at === first) return undefined;
  const read = numbersIn(rows);
  const omitted = omittedBelow(texts[at], 'rows');
  if (read === undefined || omitted === undefined) return { last: at - 1 };
  const block: Unplaced = { ...read, shape: [read.shape[0] + omitted, read.shape[1]], container: 'r' };
  if (omitted > 0) block.elided = true;
  if (named) block.classNames = names;
  return { last: omitted > 0 ? at : at - 1, block };
};

/** The cells of `[2,]  0.75  2.25`, or of a row that has a name where the columns have numbers. */
function rowOfR(line: string, row: number, byName: boolean): string[] | undefined {
  const [head, ...cells] = line.trim().split(/\s+/);
  if (head === `[${row + 1},]`) return cells;
  const isNamed =
    byName && cells.length > 0 && !head.startsWith('[') && cells.every((cell) => NUMBER.test(cell));
  return isNamed ? cells : undefined;
}

/** `[1]  0.12 -0.51`, which goes on below as `[3]  1.75`: each line says at which value it begins. */
const rVector: Reader = ({ texts }, first) => {
  const values: string[] = [];
  let at = first;
  for (; at < texts.length; at++) {
    const line = /^\s{0,10}\[(\d{1,7})\] (.*)$/.exec(texts[at]);
    if (line === null || Number(line[1]) !== values.length + 1) break;
    for (const value of line[2].trim().split(/\s+/)) values.push(value);
  }
  const read = values.length > 1 ? (numbersIn([values]) ?? wholeIn(values)) : undefined;
  const omitted = omittedBelow(texts[at], 'entries');
  if (read === undefined || omitted === undefined) return undefined;
  const block: Unplaced = { ...read, shape: [values.length + omitted], container: 'r' };
  if (omitted > 0) block.elided = true;
  return { last: omitted > 0 ? at : at - 1, block };
};

/** Class ids, as labels beside scores are. */
function wholeIn(values: readonly string[]) {
  if (!values.every((value) => /^\d{1,7}$/.test(value))) return undefined;
  return { data: Float64Array.from(values, Number), isWhole: true as const };
}

/** A line of names, or of numbers from 1 on, and one that begins with a number. */
const NAMED_VALUES =
  /(?:^|\n)[ \t]{0,200}(?:[A-Za-z][\w.]{0,80}[ \t]{1,200}[A-Za-z]|1[ \t]{1,200}2)[^\n]{0,2000}\n[ \t]{0,200}-?\d/;

const STARTS_WITH_NUMBER = /^\s*[-\dIiNn]/;

/** Names, and below them their values, each flush right in fields of one width; long ones go on below in pairs of lines. */
const rNamed: Reader = ({ texts }, first) => {
  const names: string[] = [];
  const values: string[] = [];
  let width: number | undefined;
  let at = first;
  // Numbers stand below: most lines of a text are told by their first sign.
  if (!STARTS_WITH_NUMBER.test(texts[first + 1] ?? '')) return undefined;
  for (; at + 1 < texts.length; at += 2) {
    const [over, under] = [texts[at], texts[at + 1]].map(fieldsOf);
    if (over === undefined || under === undefined || over.length !== under.length) break;
    const own = widthOf(over);
    const isLast = over.length === 1 && values.length > 0;
    if (!isLast && (own === undefined || own !== widthOf(under) || (width ?? own) !== own)) break;
    const isCounted = over.every(({ text }, i) => text === String(names.length + i + 1));
    const isNamed = over.every(({ text }) => /^[A-Za-z]/.test(text));
    if (!(isCounted || isNamed) || !under.every(({ text }) => NUMBER.test(text))) break;
    width = own;
    names.push(...over.map(({ text }) => text));
    values.push(...under.map(({ text }) => text));
  }
  // More numbers below are the rows of a table.
  if (values.length < 2 || fieldsOf(texts[at] ?? '')?.every(({ text }) => NUMBER.test(text)))
    return undefined;
  const read = numbersIn([values]);
  if (read === undefined) return undefined;
  // Of counted values each is an example, as `predict` of a model of two classes has them.
  const classNames = names[0] === '1' ? undefined : names;
  return { last: at - 1, block: { ...read, shape: [values.length], container: 'r', classNames } };
};

interface Field {
  text: string;
  end: number;
}

const LONGEST_LINE = 2000;

function fieldsOf(line: string): Field[] | undefined {
  if (line.length > LONGEST_LINE || line.trim() === '') return undefined;
  const fields: Field[] = [];
  for (let at = 0; at < line.length;) {
    const start = at;
    while (at < line.length && !isBlank(line, at)) at++;
    if (at > start) fields.push({ text: line.slice(start, at), end: at });
    while (at < line.length && isBlank(line, at)) at++;
  }
  return fields;
}

/** A space, mostly; of others the pattern knows. */
function isBlank(line: string, at: number): boolean {
  const c = line.charCodeAt(at);
  return c === 32 || ((c < 32 || c > 126) && /\s/.test(line[at]));
}

/** From one field's end to the next's, where all are as wide. */
function widthOf(fields: readonly Field[]): number | undefined {
  if (fields.length < 2) return undefined;
  const width = fields[1].end - fields[0].end;
  return fields.every(({ end }, i) => i === 0 || end - fields[i - 1].end === width) ? width : undefined;
}

/** How many R says below a print that it left out; undefined where it says so in another way. */
function omittedBelow(line: string | undefined, what: 'rows' | 'entries'): number | undefined {
  if (line === undefined || !/^\s{0,10}\[ reached /.test(line)) return 0;
  const said = /omitted (\d{1,9}) (\w{1,10}) \]\s*$/.exec(line.slice(0, 200));
  return said?.[2] === what ? Number(said[1]) : undefined;
}

/** `torch_tensor`, rows, `[ CPUFloatType{2,3} ]`. */
const rTensor: Reader = ({ texts }, first) => {
  if (texts[first].trim() !== 'torch_tensor') return undefined;
  const { rows, last: lastRow } = rowsBelow(texts, first);
  const isCut = texts[lastRow + 1]?.startsWith('... [the output was truncated') === true;
  const last = isCut ? lastRow + 1 : lastRow;
  const end = /^\[ (?:CPU|CUDA|MPS)(\w+)Type\{([\d,]+)\} \](?:\[ grad_fn = <(\w+)> \])?/.exec(
    texts[last + 1]?.trim() ?? '',
  );
  if (end === null) return undefined;
  const shape = end[2].split(',').map(Number);
  const read = numbersIn(rows);
  if (read === undefined || (isCut && shape.length < 2)) return undefined;
  const size = shape.reduce((product, n) => product * n, 1);
  if (isCut ? shape[shape.length - 1] !== rows[0].length : size !== read.data.length) return undefined;
  const block: Unplaced = { ...read, shape, container: 'r', dtype: end[1].toLowerCase() };
  if (isCut) block.elided = true;
  if (end[3] !== undefined) block.gradFn = end[3];
  return { last: last + 1, block };
};

/** `2×3 Matrix{Float64}:`, then rows; `⋮` stands for those left out, `…` for columns. */
const juliaMatrix: Reader = ({ texts }, first) => {
  const head =
    /^(?:[^\d\n]{0,80}?[=:] ?)?\s*(\d+)(?:×(\d+)|-element) (\w[^{]{0,40})\{(Float\d+)[^:]{0,80}:$/.exec(
      texts[first],
    );
  if (head === null) return undefined;
  const { rows, last, gap } = juliaRowsBelow(texts, first);
  const read = numbersIn(rows);
  const whole = [Number(head[1]), head[2] === undefined ? 1 : Number(head[2])];
  if (read === undefined) return undefined;
  const [height, width] = read.shape;
  const isWhole = height === whole[0] && width === whole[1];
  if (!isWhole && (height > whole[0] || width > whole[1] || (gap ? height === whole[0] : height < whole[0])))
    return undefined;
  const shape = head[2] === undefined ? whole.slice(0, 1) : whole;
  const block: Unplaced = { ...read, shape, container: 'julia', dtype: head[4].toLowerCase() };
  if (!isWhole) block.elided = true;
  if (!isWhole && head[2] !== undefined) block.width = width;
  return { last, block };
};

/** Rows without the signs for what is left out. `gap`: some rows are. */
function juliaRowsBelow(texts: readonly string[], first: number) {
  const rows: string[][] = [];
  let last = first;
  let gap = false;
  for (let at = first + 1; at < texts.length; at++) {
    const cells = texts[at].trim().split(/\s+/);
    if (cells.every((cell) => cell === '⋮' || cell === '⋱')) gap = true;
    else {
      const numbers = cells.filter((cell) => cell !== '…' && cell !== '⋯');
      if (numbers.length === 0 || !numbers.every((cell) => NUMBER.test(cell))) break;
      rows.push(numbers);
    }
    last = at;
  }
  return { rows, last, gap };
}

function rowsBelow(texts: readonly string[], first: number): { rows: string[][]; last: number } {
  const rows: string[][] = [];
  let last = first;
  for (let at = first + 1; at < texts.length; at++, last++) {
    const cells = texts[at].trim().split(/\s+/);
    if (!cells.every((cell) => NUMBER.test(cell))) break;
    rows.push(cells);
  }
  return { rows, last };
}

const READERS: readonly Reader[] = [rMatrix, rVector, rNamed, rTensor, juliaMatrix];
