import type { Format } from './format';
import { tensorCall } from './tensorCall';

/** `Tensor(shape=[8, 2], dtype=float32, place=Place(gpu:0), stop_gradient=False,\n       [[…]])`. */
export const paddle: Format = {
  container: 'paddle',
  match: (around) =>
    tensorCall('paddle', around, (inside) =>
      inside.endsWith(',') && /\bplace=/.test(inside) ? inside : undefined,
    ),
};
