import assert from 'node:assert/strict';
import type { Family } from './adversaries';
import { processorMs } from './processor';
import { readers, type Reader } from './readers';

const MOST_GROWTH = 2.6;
/** Milliseconds that no text here comes near to unless its time grows faster than it does. */
const ENDLESS = 5_000;

describe('Time grows no faster than the text, for texts made to be slow', () => {
  for (const [name, reader] of Object.entries(readers))
    it(name, async () => {
      const slow: string[] = [];
      for (const family of reader.few ?? reader.families)
        if (await growsFast(reader, family)) slow.push(family[0]);
      assert.deepEqual(slow, []);
    }).timeout(120_000);
});

/**
 * Whether a doubling of the text multiplies the time: first at each doubling, and where that is so, once more by three
 * doublings of longer texts together. A step that a cache or the compiler makes is gone there, a loop in a loop is not.
 */
async function growsFast(reader: Reader, [, make]: Family): Promise<boolean> {
  const { longest, quick } = reader;
  if ((await time(reader, make(longest), 3)) < quick) return false;
  for (const [parts, runs] of [
    [[1, 2, 4, 8], 2],
    [[1, 2, 4, 8], 5],
  ] as const) {
    const times = await timesOf(reader, make, parts, runs);
    if (!times.some((ms, i) => i > 0 && ms >= quick && ms > times[i - 1] * MOST_GROWTH)) return false;
  }
  const times = await timesOf(reader, make, [4, 8, 16, 32], 5);
  return times.length < 4 || times[3] > times[0] * MOST_GROWTH ** 3;
}

/** Of texts of so many eighths of the longest; fewer where one of them takes too long for the next to be tried. */
async function timesOf(reader: Reader, make: Family[1], parts: readonly number[], runs: number) {
  const times: number[] = [];
  for (const part of parts) {
    times.push(await time(reader, make((reader.longest * part) / 8), runs));
    if (times.at(-1)! > ENDLESS) break;
  }
  return times;
}

/** The processor's milliseconds that the quickest of some runs takes, which others on the machine do not change. */
async function time({ run, quick }: Reader, text: string, runs: number): Promise<number> {
  let least = Infinity;
  for (let left = runs; left > 0 && least >= quick && (left === runs || least < ENDLESS); left--) {
    const start = processorMs();
    await run(text);
    least = Math.min(least, processorMs() - start);
  }
  return least;
}
