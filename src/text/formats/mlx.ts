import { type Format, callOf } from './format';

/**
 * `array([-26.625, -27, ..., -25.125], dtype=bfloat16)`: numpy's prefix, but whole numbers of a float array are printed
 * without a point, every axis longer than 6 is elided, the numbers are not aligned, and the dtype is always printed.
 */
export const mlx: Format = {
  container: 'mlx',
  match(around) {
    const printed = callOf(around, /(?:\bmx\.)?\barray\($/);
    const dtype = printed?.options.get('dtype');
    if (printed === undefined || dtype === undefined || !/^(?:b?float|complex)/.test(dtype)) return undefined;
    const { literal, text } = around;
    const numbers = text.slice(literal.start, Math.min(literal.end, literal.start + 400));
    const wholeWithoutPoint = /[[\s,]-?\d+[,\]]/.test(numbers);
    if (
      !wholeWithoutPoint &&
      !(isRagged(numbers) && /^float(?:16|32)$/.test(dtype)) &&
      dtype !== 'bfloat16' &&
      !printed.call[0].startsWith('mx.')
    )
      return undefined;
    return { container: 'mlx', ...printed.range, dtype };
  },
};

/** Whether the points of a row's numbers are not aligned, as numpy's are, with spaces where digits are missing. */
function isRagged(numbers: string): boolean {
  const row = /\[([^[\]]*)\]/.exec(numbers)?.[1] ?? '';
  if (/\n|\.\.\.|e/.test(row)) return false;
  const items = row.split(',').map((item, i) => (i > 0 ? item.slice(1) : item));
  const behind = items.filter((item) => item.includes('.')).map((item) => item.length - item.indexOf('.'));
  return items.some((item) => item.length !== items[0].length) || behind.some((n) => n !== behind[0]);
}
