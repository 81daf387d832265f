import { type Format, optionsOf, shapeOf } from './format';

/** `<tf.Tensor: shape=(2, 2), dtype=float32, numpy=\narray([[…]], dtype=float32)>`; HTML stripping may have taken the "<". */
export const tfRepr: Format = {
  container: 'tf-repr',
  match({ literal, before, after }) {
    const call =
      /<?tf\.(?:Tensor:|Variable '[^'\n]*') ?((?:(?!<tf\.)[^\n])*?),?\s*numpy=(?:\s|[#*|])*(?:array\((?:\s|[#*|])*)?$/.exec(
        before,
      );
    if (!call) return undefined;
    const suffix = /^(?:(?:\s|[#*|])*(?:,(?:\s|[#*|])*dtype=\w+)?(?:\s|[#*|])*\))?>?/.exec(after)!;
    const options = optionsOf(call[1]);
    const variable = /^<?tf\.Variable '((?!UnreadVariable|Variable[_:\d]*')[^':\n]*)/.exec(call[0])?.[1];
    return {
      container: 'tf-repr',
      start: literal.start - (before.length - call.index),
      end: literal.end + suffix[0].length,
      dtype: options.get('dtype'),
      shape: shapeOf(options.get('shape')),
      ...(variable ? { name: variable.slice(variable.lastIndexOf('/') + 1) } : {}),
    };
  },
};
