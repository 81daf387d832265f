/** What rows can be sliced by besides the fields of their records; no field of a file begins so by accident. */
export const LABEL = '\u0000label';
export const PREDICTED = '\u0000predicted';
