import type { Shape } from '../shape';
import { ai21 } from './ai21';
import { chat } from './chat';
import { cohere, likelihoods } from './cohere';
import { alone, beside, rows, single, stepped } from './entries';
import { gemini } from './gemini';
import { keyedByText } from './keyedByText';
import { legacy } from './legacy';
import { llamaCpp } from './llamaCpp';
import { responses } from './responses';
import { sglang } from './sglang';
import { tgi } from './tgi';
import { triton } from './triton';
import { vllm, vllmFlat, vllmRow } from './vllm';

/** The first that knows a value has it. */
export const SHAPES: readonly Shape[] = [
  chat,
  responses,
  cohere,
  likelihoods,
  llamaCpp,
  beside,
  stepped,
  ai21,
  tgi,
  vllmFlat,
  legacy,
  gemini,
  sglang,
  triton,
  vllm,
  vllmRow,
  keyedByText,
  rows,
  alone,
  single,
];
