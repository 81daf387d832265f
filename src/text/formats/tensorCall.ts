import { type Surroundings, type Wrapping, rangeOf, shapeOf } from './format';
import { optionsOf } from './options';

/**
 * `Tensor(shape=[2, 1], dtype=…, …`: options before the numbers, nothing behind them but ")". `options` is what stands
 * between "Tensor(" and the numbers, on one line; undefined where it is another library's.
 */
export function tensorCall(
  container: Wrapping['container'],
  around: Surroundings,
  optionsIn: (inside: string) => string | undefined,
): Wrapping | undefined {
  const { before, after } = around;
  const start = before.lastIndexOf('Tensor(shape=[');
  if (start < 0 || /\w/.test(before[start - 1] ?? '')) return undefined;
  const printed = optionsIn(before.slice(start + 'Tensor('.length));
  const close = /^\s*\)/.exec(after);
  if (printed === undefined || printed.includes('\n') || close === null) return undefined;
  const options = optionsOf(printed);
  return {
    container,
    ...rangeOf(around, start, close[0].length),
    dtype: options.get('dtype'),
    shape: shapeOf(options.get('shape')),
  };
}
