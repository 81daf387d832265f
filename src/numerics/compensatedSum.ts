/** A compensated sum (Neumaier): its error does not grow with the number of terms. */
export class CompensatedSum {
  private high = 0;
  private low = 0;

  add(term: number): void {
    const next = this.high + term;
    const part = next - this.high;
    this.low += this.high - (next - part) + (term - part);
    this.high = next;
  }

  get value(): number {
    return Number.isFinite(this.high) ? this.high + this.low : this.high;
  }
}
