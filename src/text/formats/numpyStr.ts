import { COMMA, ROW_COMMA } from '../scanner/scanner';
import type { Format } from './format';

/** `[[-0.34  0.23]\n [ 1.45 -0.52]]`: numbers and rows with spaces between them, no commas. */
export const numpyStr: Format = {
  container: 'numpy-str',
  match({ literal }) {
    if (literal.tuple || literal.flags & (COMMA | ROW_COMMA) || literal.size < 2) return undefined;
    return { container: 'numpy-str', start: literal.start, end: literal.end };
  },
};
