/**
 * `npm run bench -- hostile [WORD…]`: every way in over every family of texts made to be slow, 100 KB of each, in the
 * processor's time. Prints those above 100 ms, cold (as a worker meets it first) and at the best of five; WORDs choose ways in.
 */
import { processorMs } from '../unit/house/processor';
import { readers } from '../unit/house/readers';

const [LENGTH, MOST_MS, RUNS] = [100_000, 100, 5];

const words = process.argv.slice(2);

/** Of each 100 KB: texts of some families are longer than they were asked to be. */
async function spent(run: (text: string) => unknown, text: string): Promise<number> {
  const start = processorMs();
  await run(text);
  return ((processorMs() - start) * LENGTH) / Math.max(LENGTH, text.length);
}

async function main(): Promise<void> {
  let texts = 0;
  const slow: { cold: number; warm: number; name: string }[] = [];
  for (const [entry, { run, families }] of Object.entries(readers)) {
    if (words.length > 0 && !words.some((word) => entry.includes(word))) continue;
    let slowest = 0;
    for (const [family, make] of families) {
      const text = make(LENGTH);
      const cold = await spent(run, text);
      let warm = cold;
      for (let left = RUNS - 1; left > 0 && warm > MOST_MS; left--)
        warm = Math.min(warm, await spent(run, text));
      texts++;
      slowest = Math.max(slowest, warm);
      if (cold > MOST_MS) slow.push({ cold, warm, name: `${entry} | ${family}` });
    }
    console.log(`${slowest.toFixed(0).padStart(6)} ms at most  ${entry}, ${families.length} texts`);
  }
  const above = slow.filter(({ warm }) => warm > MOST_MS);
  console.log(`${texts} texts of 100 KB: ${above.length} above 100 ms, ${slow.length} when met first`);
  for (const { cold, warm, name } of slow.sort((a, b) => b.warm - a.warm))
    console.log(`${warm.toFixed(0).padStart(6)} ms, first ${cold.toFixed(0).padStart(6)}  ${name}`);
}

void main();
