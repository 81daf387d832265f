import type { Shape } from '../shape';
import { ai21 } from './ai21';
import { chat } from './chat';
import { cohere, likelihoods } from './cohere';
import { alone, beside, single } from './entries';
import { gemini } from './gemini';
import { legacy } from './legacy';
import { llamaCpp } from './llamaCpp';
import { responses } from './responses';
import { sglang } from './sglang';
import { tgi } from './tgi';
import { triton } from './triton';
import { vllm, vllmRow } from './vllm';

/** The first that knows a value has it. */
export const SHAPES: readonly Shape[] = [
  chat,
  responses,
  cohere,
  likelihoods,
  llamaCpp,
  beside,
  ai21,
  tgi,
  legacy,
  gemini,
  sglang,
  triton,
  vllm,
  vllmRow,
  alone,
  single,
];
