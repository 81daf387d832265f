/** One thing to be timed. Returns its milliseconds when another process does the work. */
export interface Contender {
  name: string;
  run: () => void | number | Promise<void | number>;
}

/** Uncounted before the first round: compilers work on other threads for a while, whose time would count as the code's. */
const WARM_UP_MS = 300;
/** Short tasks get more rounds than asked for, until they have taken this long. */
const COUNTED_MS = 500;

/**
 * Medians of processor time in milliseconds, by name: what else runs on the machine is not counted. All contenders run
 * once in every round, so that a busy machine slows them alike. Each is warmed up first.
 */
export async function measure(contenders: Contender[], rounds: number): Promise<Map<string, number>> {
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (const { run } of contenders) {
    for (const start = performance.now(); performance.now() - start < WARM_UP_MS;) await run();
  }
  await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
  let counted = 0;
  for (let round = 0; round < rounds || counted < COUNTED_MS; round++) {
    for (const { name, run } of contenders) {
      const start = process.cpuUsage();
      const own = await run();
      const { user, system } = process.cpuUsage(start);
      const elapsed = own ?? (user + system) / 1000;
      counted += elapsed;
      times.get(name)!.push(elapsed);
    }
  }
  return new Map([...times].map(([name, list]) => [name, median(list)]));
}

function median(list: number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
