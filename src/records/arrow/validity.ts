import type { Data } from 'apache-arrow';

/** Whether there is a value in a place, or null. apache-arrow looks anew each time what the type is, which takes 100 ns. */
export function validityOf(data: Data): (index: number) => boolean {
  const { nullBitmap, offset } = data;
  if (data.nullCount === 0 || nullBitmap.length === 0) return () => true;
  return (index) => ((nullBitmap[(offset + index) >> 3] >> ((offset + index) & 7)) & 1) === 1;
}
