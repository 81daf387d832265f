import { canonical, functionOf, isOfKnown, layerOf } from './index';

/** What people call a library where the code that imports it is not seen. */
const CUSTOMARY: Readonly<Record<string, string>> = {
  torch: 'torch',
  nn: 'torch.nn',
  F: 'torch.nn.functional',
  tf: 'tensorflow',
  tensorflow: 'tensorflow',
  keras: 'keras',
  K: 'keras.backend',
  layers: 'keras.layers',
  np: 'numpy',
  numpy: 'numpy',
  jax: 'jax',
  jnp: 'jax.numpy',
  optax: 'optax',
};

/** The library's name that a name stands for which the code nowhere binds. */
export function fallbackFor(name: string, stars: readonly string[]): string | undefined {
  for (let i = stars.length - 1; i >= 0; i--) {
    const star = stars[i];
    if (!isOfKnown(star)) continue;
    const path = canonical(`${star}.${name}`);
    if (functionOf(path) !== undefined || layerOf(path) !== undefined) return path;
  }
  return Object.hasOwn(CUSTOMARY, name) ? CUSTOMARY[name] : undefined;
}
