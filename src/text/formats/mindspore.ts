import { type Format, optionsOf, shapeOf } from './format';

/** `Tensor(shape=[2, 1], dtype=Int32, value=\n[[1],\n [1]])`. */
export const mindspore: Format = {
  container: 'mindspore',
  match({ literal, before, after }) {
    const call = /\bTensor\((shape=\[[\d, ]*\],[^\n]*),\s*value=(?:\s|[#*|])*$/.exec(before);
    const close = /^\s*\)/.exec(after);
    if (!call || !close) return undefined;
    const options = optionsOf(call[1]);
    return {
      container: 'mindspore',
      start: literal.start - (before.length - call.index),
      end: literal.end + close[0].length,
      dtype: options.get('dtype'),
      shape: shapeOf(options.get('shape')),
    };
  },
};
