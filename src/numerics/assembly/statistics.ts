/** Bytes of one row's statistics: maximum, its index, second largest, tail, log1p(tail), Σ −d exp(d), six float64. */
export const STATISTICS: usize = 48;
