/** One thing to be timed; returns milliseconds, or undefined when it times itself by returning nothing. */
export interface Contender {
  name: string;
  run: () => void | number | Promise<void | number>;
}

/**
 * Medians in milliseconds, by name. All contenders run once in every round, so that a busy machine slows them alike;
 * one round goes uncounted.
 */
export async function measure(contenders: Contender[], rounds: number): Promise<Map<string, number>> {
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, run } of contenders) {
      const start = performance.now();
      const own = await run();
      const elapsed = own ?? performance.now() - start;
      if (round > 0) times.get(name)!.push(elapsed);
    }
  }
  return new Map([...times].map(([name, list]) => [name, median(list)]));
}

function median(list: number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
