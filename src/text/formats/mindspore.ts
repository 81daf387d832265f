import type { Format } from './format';
import { tensorCall } from './tensorCall';

const VALUE = 'value=';

/** `Tensor(shape=[2, 1], dtype=Int32, value=\n[[1],\n [1]])`. */
export const mindspore: Format = {
  container: 'mindspore',
  match: (around) =>
    tensorCall('mindspore', around, (inside) => {
      if (!inside.endsWith(VALUE)) return undefined;
      const options = inside.slice(0, -VALUE.length).trimEnd();
      return options.endsWith(',') ? options : undefined;
    }),
};
