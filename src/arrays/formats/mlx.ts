import { type Format, suffixOf } from './format';

/**
 * `array([-26.625, -27, ..., -25.125], dtype=bfloat16)`: numpy's prefix, but whole numbers of a float array are printed
 * without a point, every axis longer than 6 is elided, and the dtype is always printed.
 */
export const mlx: Format = {
  container: 'mlx',
  match({ literal, text, before, after }) {
    const call = /(?:\bmx\.)?\barray\((?:\s|[#*|])*$/.exec(before);
    const suffix = call && suffixOf(after);
    const dtype = suffix?.options.get('dtype');
    if (!call || !suffix || dtype === undefined || !/^(?:b?float|complex)/.test(dtype)) return undefined;
    const numbers = text.slice(literal.start, Math.min(literal.end, literal.start + 400));
    const wholeWithoutPoint = /[[\s,]-?\d+[,\]]/.test(numbers);
    if (!wholeWithoutPoint && dtype !== 'bfloat16' && !before.slice(call.index).startsWith('mx.'))
      return undefined;
    return {
      container: 'mlx',
      start: literal.start - (before.length - call.index),
      end: literal.end + suffix.length,
      dtype,
    };
  },
};
