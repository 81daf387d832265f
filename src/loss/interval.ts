/**
 * What a printed loss leaves open: logits printed to d decimals carry ±h, h = 0.5 · 10^−d, so the loss
 * log(1 + s), s = Σ_{j≠label} exp(x_j − x_label), lies where each difference moves by at most 2h/T:
 * [log1p(s·e^{−2h/T}), log1p(s·e^{2h/T})]. Exact for hard labels; holds for soft labels too, as each
 * label's own loss does.
 *
 * @param loss in nats, ≥ 0
 * @param decimals digits after the point in print
 */
export function lossInterval(loss: number, decimals: number, temperature = 1): [low: number, high: number] {
  if (!Number.isFinite(loss) || loss < 0) return [loss, loss];
  const widening = 10 ** -decimals / temperature;
  // Beyond 700 expm1 overflows, and there loss = log s to the last digit.
  if (loss > 700) return [loss - widening, loss + widening];
  const s = Math.expm1(loss);
  return [Math.log1p(s * Math.exp(-widening)), Math.log1p(s * Math.exp(widening))];
}
