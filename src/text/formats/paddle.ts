import { type Format, optionsOf, shapeOf } from './format';

/** `Tensor(shape=[8, 2], dtype=float32, place=Place(gpu:0), stop_gradient=False,\n       [[…]])`. */
export const paddle: Format = {
  container: 'paddle',
  match({ literal, before, after }) {
    const call = /\bTensor\((shape=\[[\d, ]*\],[^\n]*\bplace=[^\n]*),(?:\s|[#*|])*$/.exec(before);
    const close = /^\s*\)/.exec(after);
    if (!call || !close) return undefined;
    const options = optionsOf(call[1]);
    return {
      container: 'paddle',
      start: literal.start - (before.length - call.index),
      end: literal.end + close[0].length,
      dtype: options.get('dtype'),
      shape: shapeOf(options.get('shape')),
    };
  },
};
