import type { Format } from './format';
import { jax } from './jax';
import { julia } from './julia';
import { list } from './list';
import { mindspore } from './mindspore';
import { mlx } from './mlx';
import { numpyRepr } from './numpyRepr';
import { numpyStr } from './numpyStr';
import { paddle } from './paddle';
import { tfRepr } from './tfRepr';
import { tfStr } from './tfStr';
import { torch } from './torch';

/** For numbers with nothing printed around them. */
export const unwrapped: readonly Format[] = [numpyStr, list];

/** Tried in this order; `list` takes what no library printed. */
export const formats: readonly Format[] = [
  tfRepr,
  tfStr,
  paddle,
  mindspore,
  torch,
  jax,
  mlx,
  julia,
  numpyRepr,
  ...unwrapped,
];
