import { marginAfter, withoutMargin } from '../margin';
import { type Format, rangeOf, shapeOf } from './format';
import { optionsOf } from './options';

const NUMPY = 'numpy=';
const ARRAY = 'array(';
const TENSOR = 'tf.Tensor:';
const VARIABLE = "tf.Variable '";
/** Names TensorFlow gives where the code gives none. */
const UNNAMED = /^(?:UnreadVariable|Variable[_:\d]*$)/;

/** `<tf.Tensor: shape=(2, 2), dtype=float32, numpy=\narray([[…]], dtype=float32)>`; HTML stripping may have taken the "<". */
export const tfRepr: Format = {
  container: 'tf-repr',
  match(around) {
    const inside = around.before.endsWith(ARRAY)
      ? withoutMargin(around.before.slice(0, -ARRAY.length))
      : around.before;
    if (!inside.endsWith(NUMPY)) return undefined;
    const head = inside.slice(0, -NUMPY.length).trimEnd();
    const start = Math.max(head.lastIndexOf(TENSOR), head.lastIndexOf(VARIABLE));
    const printed = head.slice(start);
    if (start < 0 || printed.includes('\n')) return undefined;
    const quoteEnd = printed.startsWith(VARIABLE) ? printed.indexOf("'", VARIABLE.length) : 0;
    if (quoteEnd < 0) return undefined;
    const options = optionsOf(printed.slice(quoteEnd + 1));
    const name = variableName(printed.slice(VARIABLE.length, quoteEnd));
    return {
      container: 'tf-repr',
      ...rangeOf(around, head[start - 1] === '<' ? start - 1 : start, closing(around.after)),
      dtype: options.get('dtype'),
      shape: shapeOf(options.get('shape')),
      ...(name === undefined ? {} : { name }),
    };
  },
};

/** `model/dense/kernel:0` is the kernel. */
function variableName(written: string): string | undefined {
  const full = written.split(':', 1)[0];
  return full === '' || UNNAMED.test(full) ? undefined : full.slice(full.lastIndexOf('/') + 1);
}

/** How far what closes the print reaches behind the numbers: `, dtype=float32)>`, or less of it. */
function closing(after: string): number {
  let at = marginAfter(after, 0);
  const dtype = /^,[\s#*|]*dtype=\w+/.exec(after.slice(at))?.[0];
  if (dtype !== undefined) at = marginAfter(after, at + dtype.length);
  const end = after[at] === ')' ? at + 1 : 0;
  return after[end] === '>' ? end + 1 : end;
}
