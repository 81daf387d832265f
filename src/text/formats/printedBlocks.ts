import { NUMBER, numbersIn, type PrintedBlock } from './block';
import { juliaRows } from './juliaRows';

/** Lines of a text, and where they begin. */
interface Lines {
  texts: readonly string[];
  starts: readonly number[];
}

/** A block, or only the last of its lines where it is none after all: no other reader looks at them again. */
type Reader = (
  lines: Lines,
  first: number,
) => (Omit<PrintedBlock, 'range'> & { last: number }) | { last: number } | undefined;

const LONGEST = 4_000_000;

/** The matrices that R, torch for R and Julia print: whole ones, and of R those whose last rows are left out. */
export function printedBlocks(text: string): PrintedBlock[] {
  return text.length > LONGEST ? [] : [...blocksOfLines(text), ...juliaRows(text)];
}

function blocksOfLines(text: string): PrintedBlock[] {
  if (!/\[1,\]|\[,1\]|torch_tensor|\{Float|\[1\] /.test(text)) return [];
  const texts = text.split('\n');
  let at = 0;
  const starts = texts.map((line) => (at += line.length + 1) - line.length - 1);
  const blocks: PrintedBlock[] = [];
  for (let i = 0; i < texts.length; i++)
    for (const read of [rMatrix, rVector, rTensor, juliaMatrix]) {
      const block = read({ texts, starts }, i);
      if (block === undefined) continue;
      const { last, ...printed } = block;
      if ('data' in printed)
        blocks.push({ ...printed, range: [starts[i], starts[last] + texts[last].length] });
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
  const shape = [read.shape[0] + omitted, read.shape[1]];
  return {
    ...read,
    shape,
    container: 'r',
    last: omitted > 0 ? at : at - 1,
    ...(omitted > 0 ? { elided: true } : {}),
    ...(named ? { classNames: names } : {}),
  };
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
  const read = values.length > 1 ? numbersIn([values]) : undefined;
  const omitted = omittedBelow(texts[at], 'entries');
  if (read === undefined || omitted === undefined) return undefined;
  const shape = [values.length + omitted];
  const whole = omitted === 0;
  return { ...read, shape, container: 'r', last: whole ? at - 1 : at, ...(whole ? {} : { elided: true }) };
};

/** How many R says below a print that it left out; undefined where it says so in another way. */
function omittedBelow(line: string | undefined, what: 'rows' | 'entries'): number | undefined {
  if (line === undefined || !/^\s{0,10}\[ reached /.test(line)) return 0;
  const said = /omitted (\d{1,9}) (\w{1,10}) \]\s*$/.exec(line.slice(0, 200));
  return said?.[2] === what ? Number(said[1]) : undefined;
}

/** `torch_tensor`, rows, `[ CPUFloatType{2,3} ]`. */
const rTensor: Reader = ({ texts }, first) => {
  if (texts[first].trim() !== 'torch_tensor') return undefined;
  const { rows, last } = rowsBelow(texts, first);
  const end = /^\[ (?:CPU|CUDA|MPS)(\w+)Type\{([\d,]+)\} \](?:\[ grad_fn = <(\w+)> \])?/.exec(
    texts[last + 1]?.trim() ?? '',
  );
  if (end === null) return undefined;
  const shape = end[2].split(',').map(Number);
  const read = numbersIn(rows);
  if (read === undefined || shape.reduce((size, n) => size * n, 1) !== read.data.length) return undefined;
  return {
    ...read,
    shape,
    container: 'r',
    dtype: end[1].toLowerCase(),
    ...(end[3] === undefined ? {} : { gradFn: end[3] }),
    last: last + 1,
  };
};

/** `2×3 Matrix{Float64}:`, then rows. */
const juliaMatrix: Reader = ({ texts }, first) => {
  const head = /^\s*(\d+)(?:×(\d+)|-element) (\w[^{]{0,40})\{(Float\d+)[^:]{0,80}:$/.exec(texts[first]);
  if (head === null) return undefined;
  const { rows, last } = rowsBelow(texts, first);
  const read = numbersIn(rows);
  const columns = head[2] === undefined ? 1 : Number(head[2]);
  if (read === undefined || rows.length !== Number(head[1]) || rows[0].length !== columns) return undefined;
  const shape = head[2] === undefined ? [rows.length] : [rows.length, columns];
  return { ...read, shape, container: 'julia', dtype: head[4].toLowerCase(), last };
};

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
