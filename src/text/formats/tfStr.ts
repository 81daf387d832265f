import { type Format, callOf, shapeOf } from './format';

/** `tf.Tensor(\n[[…]], shape=(2, 2), dtype=float32)`. */
export const tfStr: Format = {
  container: 'tf-str',
  match(around) {
    const printed = callOf(around, /\btf\.Tensor\($/);
    if (printed === undefined) return undefined;
    const { range, options } = printed;
    return {
      container: 'tf-str',
      ...range,
      dtype: options.get('dtype'),
      shape: shapeOf(options.get('shape')),
    };
  },
};
