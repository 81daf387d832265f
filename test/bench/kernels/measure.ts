/** One thing to be timed. Returns its milliseconds when another process does the work. */
export interface Contender {
  name: string;
  run: () => void | number | Promise<void | number>;
}

/**
 * Medians of processor time in milliseconds, by name: what else runs on the machine is not counted. All contenders run
 * once in every round, so that a busy machine slows them alike; one round goes uncounted.
 */
export async function measure(contenders: Contender[], rounds: number): Promise<Map<string, number>> {
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, run } of contenders) {
      const start = process.cpuUsage();
      const own = await run();
      const { user, system } = process.cpuUsage(start);
      const elapsed = own ?? (user + system) / 1000;
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
