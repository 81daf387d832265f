import { type Format, suffixOf } from './format';

/** `array([[…]], dtype=float32)`. */
export const numpyRepr: Format = {
  container: 'numpy-repr',
  match({ literal, before, after }) {
    const call = /(?:\b(?:np|numpy|onp|cp|cupy)\.)?\b(?:array|matrix|ndarray)\((?:\s|[#*|])*$/.exec(before);
    const suffix = call && suffixOf(after);
    if (!call || !suffix) return undefined;
    return {
      container: 'numpy-repr',
      start: literal.start - (before.length - call.index),
      end: literal.end + suffix.length,
      dtype: suffix.options.get('dtype'),
    };
  },
};
