import { type Format, rangeOf } from './format';

const ELEMENT = /(?<![\w.])Float(?:16|32|64)$/;

/** `Float32[1.2, -0.3]`, as Julia shows a vector whose elements are no Float64. */
export const julia: Format = {
  container: 'julia',
  match(around) {
    const { before, margin, literal } = around;
    const element = margin === '' && literal.size > 0 ? ELEMENT.exec(before) : null;
    if (element === null) return undefined;
    return { container: 'julia', ...rangeOf(around, element.index, 0), dtype: element[0].toLowerCase() };
  },
};
