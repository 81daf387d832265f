import type { Kernels } from './kernel';
import { referenceKernels } from './reference/kernels';
import { wasmKernels } from './wasmKernels';

/**
 * WebAssembly where it is allowed and the row fits its memory, plain TypeScript otherwise. The two agree to the bit,
 * but for `fast`, which TypeScript computes accurately.
 */
export function kernelsFor(n: number): Kernels {
  return wasmKernels(n) ?? referenceKernels;
}
