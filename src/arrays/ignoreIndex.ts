/** The class id that leaves its row out of a loss unless another is chosen: PyTorch's default. */
export const IGNORE_INDEX = -100;
