import type { Container } from '../../arrays/types';

/** Numbers printed without brackets under a line that says what they are. */
export interface PrintedBlock {
  range: [start: number, end: number];
  container: Container;
  shape: readonly number[];
  data: Float64Array;
  decimals?: number;
  dtype?: string;
  gradFn?: string;
  classNames?: readonly string[];
}

/** Lines of a text, and where they begin. */
interface Lines {
  texts: readonly string[];
  starts: readonly number[];
}

type Reader = (lines: Lines, first: number) => (Omit<PrintedBlock, 'range'> & { last: number }) | undefined;

const LONGEST = 4_000_000;

/** The matrices that R, torch for R and Julia print, whole ones only. */
export function printedBlocks(text: string): PrintedBlock[] {
  if (text.length > LONGEST || !/\[1,\]|torch_tensor|\{Float|\[1\] /.test(text)) return [];
  const texts = text.split('\n');
  let at = 0;
  const starts = texts.map((line) => (at += line.length + 1) - line.length - 1);
  const blocks: PrintedBlock[] = [];
  for (let i = 0; i < texts.length; i++)
    for (const read of [rMatrix, rVector, rTensor, juliaMatrix]) {
      const block = read({ texts, starts }, i);
      if (block === undefined) continue;
      const { last, ...printed } = block;
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
  while (at + 1 < texts.length && /^\s+\S/.test(texts[at]) && /^\s*\[1,\]\s/.test(texts[at + 1])) {
    const header = texts[at].trim().split(/\s+/);
    let row = 0;
    for (at++; at < texts.length; at++, row++) {
      const line = /^\s*\[(\d+),\](.*)$/.exec(texts[at]);
      if (line === null || Number(line[1]) !== row + 1) break;
      const cells = line[2].trim().split(/\s+/);
      if (cells.length !== header.length) return undefined;
      rows[row] = [...(rows[row] ?? []), ...cells];
    }
    named &&= header.every((name) => !/^\[,\d+\]$/.test(name));
    names.push(...header);
  }
  const read = numbersIn(rows);
  return read && { ...read, container: 'r', last: at - 1, ...(named ? { classNames: names } : {}) };
};

/** `[1]  0.12 -0.51`, which goes on below as `[3]  1.75`: each line says at which value it begins. */
const rVector: Reader = ({ texts }, first) => {
  const values: string[] = [];
  let at = first;
  for (; at < texts.length; at++) {
    const line = /^\s{0,10}\[(\d{1,7})\] (.*)$/.exec(texts[at]);
    if (line === null || Number(line[1]) !== values.length + 1) break;
    values.push(...line[2].trim().split(/\s+/));
  }
  const read = values.length > 1 ? numbersIn([values]) : undefined;
  return read && { ...read, shape: [values.length], container: 'r', last: at - 1 };
};

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

const NUMBER = /^-?(?:\d+(?:\.\d*)?(?:e[-+]?\d+)?|Inf|NaN)$/i;

function numbersIn(rows: readonly (readonly string[])[]) {
  if (rows.length === 0) return undefined;
  const cells = rows.flat();
  const width = rows[0].length;
  if (rows.some((row) => row.length !== width) || !cells.every((cell) => NUMBER.test(cell))) return undefined;
  if (!cells.some((cell) => cell.includes('.'))) return undefined;
  const data = Float64Array.from(cells, (cell) =>
    Number(cell.replace(/inf$/i, 'Infinity').replace(/nan$/i, 'NaN')),
  );
  const places = cells.map((cell) => (cell.includes('.') ? cell.length - cell.indexOf('.') - 1 : 0));
  const decimals = cells.some((cell) => /\de/i.test(cell)) ? undefined : Math.max(...places);
  return { shape: [rows.length, width], data, ...(decimals === undefined ? {} : { decimals }) };
}
