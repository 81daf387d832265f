import { type Format, shapeOf, suffixOf } from './format';

/** `Array([…], dtype=float32, weak_type=True)`, formerly `DeviceArray(…)`. */
export const jax: Format = {
  container: 'jax',
  match({ literal, before, after }) {
    const call =
      /\b(?:(?:jnp|jax\.numpy)\.(?:array|asarray)|(?:Sharded|Global)?(?:DeviceArray|Array|ArrayImpl))\((?:\s|[#*|])*$/.exec(
        before,
      );
    const suffix = call && suffixOf(after);
    if (!call || !suffix) return undefined;
    return {
      container: 'jax',
      start: literal.start - (before.length - call.index),
      end: literal.end + suffix.length,
      dtype: suffix.options.get('dtype'),
      shape: shapeOf(suffix.options.get('shape')),
    };
  },
};
