/**
 * `npm run fuzz -- MINUTES [SEED] [ENTRY…]`: mutated texts, code and files against every way in, in turns, until the time
 * is up or something throws; what fails is shrunk and printed with its seed.
 */
import fc from 'fast-check';
import { entries } from './entries';

const [minutes = '1', seedGiven, ...wanted] = process.argv.slice(2);
const seed = seedGiven === undefined ? Date.now() % 2 ** 31 : Number(seedGiven);
const until = Date.now() + Number(minutes) * 60_000;
const RUNS = 500;

async function main(): Promise<void> {
  if (!(Number(minutes) > 0) || !Number.isSafeInteger(seed)) {
    console.error(
      'npm run fuzz -- MINUTES [SEED] [ENTRY…]: expected a number of minutes above 0 and an integer',
    );
    process.exit(1);
  }
  const all = entries().filter(
    ({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
  );
  const runs = new Map<string, number>();
  console.log(`Seed ${seed}`);
  let failed = 0;
  for (let round = 0; Date.now() < until && failed === 0; round++)
    for (const { name, property } of all) {
      const result = await fc.check(property, { seed: seed + round, numRuns: RUNS, endOnFailure: false });
      runs.set(name, (runs.get(name) ?? 0) + result.numRuns);
      if (!result.failed) continue;
      failed++;
      console.error(`${name}, seed ${seed + round}, path ${result.counterexamplePath}:`);
      console.error(
        JSON.stringify(result.counterexample, (_, value: unknown) =>
          value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
        ),
      );
      console.error(result.errorInstance);
    }
  for (const [name, count] of runs) console.log(`${count.toLocaleString('en').padStart(10)}  ${name}`);
  const total = [...runs.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${total.toLocaleString('en')} inputs, ${failed} ${failed === 1 ? 'entry' : 'entries'} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

void main();
