/** What a text, a number or an object takes by itself, about. */
const BYTES = 16;

/** About how much memory a value of JSON takes, counted no further than to a limit. */
export function heldBytes(value: unknown, limit: number): number {
  let bytes = 0;
  // Not by calling itself: what strangers nest may be deeper than the stack.
  const left: unknown[] = [value];
  while (left.length > 0 && bytes < limit) {
    const one = left.pop();
    bytes += BYTES;
    if (typeof one === 'string') bytes += one.length;
    else if (Array.isArray(one) && one.every((item) => typeof item === 'number')) bytes += 8 * one.length;
    else if (typeof one === 'object' && one !== null)
      for (const [key, item] of Object.entries(one)) {
        bytes += key.length;
        left.push(item);
      }
  }
  return bytes;
}
