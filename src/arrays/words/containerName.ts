import type { Container } from '../types';

/** What printed an array, as people call it; of lists and of what was not printed there is nothing to say. */
export function containerName(container: Container): string | undefined {
  switch (container) {
    case 'torch':
      return 'PyTorch';
    case 'numpy-repr':
    case 'numpy-str':
      return 'NumPy';
    case 'tf-repr':
    case 'tf-str':
      return 'TensorFlow';
    case 'jax':
      return 'JAX';
    case 'mlx':
      return 'MLX';
    case 'paddle':
      return 'PaddlePaddle';
    case 'mindspore':
      return 'MindSpore';
    case 'json':
      return 'JSON';
    case 'dataframe':
      return 'DataFrame';
    case 'polars':
      return 'Polars';
    case 'csv':
      return 'CSV';
    case 'r':
      return 'R';
    case 'julia':
      return 'Julia';
    case 'live':
    case 'file':
    case 'list':
      return undefined;
  }
}
