import { type Format, callOf, shapeOf } from './format';

const CALL =
  /\b(?:(?:jnp|jax\.numpy)\.(?:array|asarray)|(?:Sharded|Global)?(?:DeviceArray|Array|ArrayImpl))\($/;

/** `Array([…], dtype=float32, weak_type=True)`, formerly `DeviceArray(…)`. */
export const jax: Format = {
  container: 'jax',
  match(around) {
    const printed = callOf(around, CALL);
    if (printed === undefined) return undefined;
    const { range, options } = printed;
    return {
      container: 'jax',
      ...range,
      dtype: options.get('dtype'),
      shape: shapeOf(options.get('shape')),
    };
  },
};
