import { ndarray, sizeOf, type NDArray } from './ndarray';

/** The class that stands for everything a partial distribution leaves out. */
export const REST = 'the rest';

/**
 * Rows of the largest probabilities, or log-probabilities, with what is missing to 1 as one more class: so each row is
 * a whole distribution, and what is printed keeps its value where a softmax over it alone would raise it.
 */
export function withRest({ data, shape }: NDArray, kind: 'probabilities' | 'log-probabilities'): NDArray {
  const classes = shape[shape.length - 1];
  const rows = sizeOf(shape) / classes;
  const whole = new Float64Array(rows * (classes + 1));
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = 0; i < classes; i++) {
      const value = data[row * classes + i];
      whole[row * (classes + 1) + i] = value;
      sum += kind === 'probabilities' ? value : Math.exp(value);
    }
    // Rounding may print a little more than 1.
    const rest = Math.max(0, 1 - sum);
    whole[row * (classes + 1) + classes] = kind === 'probabilities' ? rest : Math.log(rest);
  }
  return ndarray(whole, [...shape.slice(0, -1), classes + 1]);
}
