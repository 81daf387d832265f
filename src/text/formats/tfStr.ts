import { type Format, shapeOf, suffixOf } from './format';

/** `tf.Tensor(\n[[…]], shape=(2, 2), dtype=float32)`. */
export const tfStr: Format = {
  container: 'tf-str',
  match({ literal, before, after }) {
    const call = /\btf\.Tensor\((?:\s|[#*|])*$/.exec(before);
    const suffix = call && suffixOf(after);
    if (!call || !suffix) return undefined;
    return {
      container: 'tf-str',
      start: literal.start - (before.length - call.index),
      end: literal.end + suffix.length,
      dtype: suffix.options.get('dtype'),
      shape: shapeOf(suffix.options.get('shape')),
    };
  },
};
