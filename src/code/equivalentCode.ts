import { jax, numpy } from './arrays';
import type { Program } from './program';
import { pytorch } from './pytorch';
import { tensorflow } from './tensorflow';

export const FRAMEWORKS = ['PyTorch', 'TensorFlow', 'JAX', 'NumPy'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

const WRITERS: Record<Framework, (program: Program) => string[]> = {
  PyTorch: pytorch,
  TensorFlow: tensorflow,
  JAX: jax,
  NumPy: numpy,
};

/** A program that computes softmax and loss in float64, with the framework's own fused functions where it has them. */
export function equivalentCode(framework: Framework, program: Program): string {
  return WRITERS[framework](program).join('\n');
}
