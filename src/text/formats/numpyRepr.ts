import { type Format, callOf } from './format';

/** `array([[…]], dtype=float32)`. */
export const numpyRepr: Format = {
  container: 'numpy-repr',
  match(around) {
    const printed = callOf(around, /(?:\b(?:np|numpy|onp|cp|cupy)\.)?\b(?:array|matrix|ndarray)\($/);
    return printed && { container: 'numpy-repr', ...printed.range, dtype: printed.options.get('dtype') };
  },
};
