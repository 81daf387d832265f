import assert from 'node:assert/strict';
import { isOffered } from '../../../src/arrays/offer';
import { previewOf } from '../../../src/engine/preview';
import { checkLossCode } from '../../../src/losscode/check';
import { readLabels } from '../../../src/loss/labels';
import { shownBy } from '../../../src/readings/source/shown';
import { DumpReader } from '../../../src/records/dumpReader';
import { probeCsv } from '../../../src/records/probe/csv';
import { probeJson } from '../../../src/records/probe/json';
import type { DumpFormat } from '../../../src/records/types';
import { findArrays } from '../../../src/text/find';
import { findArrayAt } from '../../../src/text/findAt';
import { mayHoldArray } from '../../../src/text/mayHoldArray';
import { parseArrays } from '../../../src/text/parse';
import { findTokens } from '../../../src/tokens/find';
import { codeFamilies, families, longFamilies, tokenFamilies, type Family } from './adversaries';

const bytes = (text: string) => new TextEncoder().encode(text);

/** What becomes of a file's first bytes, and of its records. `header`: one that the reader is content with. */
const dump =
  (format: DumpFormat, header = '') =>
  (text: string) => {
    const head = bytes(text);
    const columns = format === 'csv' || format === 'tsv';
    if (columns) probeCsv(head, format);
    else probeJson(head, `a.${format}`);
    const reader = new DumpReader(
      { format, records: [], logits: columns ? ['a', 'b'] : ['logits'], labels: ['label'] },
      () => undefined,
    );
    reader.push(bytes(header + text));
    reader.end();
  };

/** Each source another: code that was read is remembered. */
let read = 0;

interface Entry {
  run(text: string): unknown;
  families: readonly Family[];
  /** Characters of the longest text. */
  longest: number;
  /**
   * Milliseconds that the longest text may take whatever the shorter ones took: noise lies below, as does every hostile text
   * of this length that is read in linear time.
   */
  quick: number;
}

const ofText = (run: Entry['run'], families: readonly Family[]): Entry => ({
  run,
  families,
  longest: 8_000,
  quick: 12,
});
/** What mistakes meant is guessed in a time that is bounded, and long beside the rest. */
const ofCode = (run: Entry['run']): Entry => ({ run, families: codeFamilies, longest: 10_000, quick: 50 });

const entries: Record<string, Entry> = {
  'The cheap test': ofText(mayHoldArray, families),
  'Finding arrays and offering them': ofText(
    (text) =>
      findArrays(text, { mime: 'text/html' }).map((found) => isOffered(found, 'likely') && previewOf(found)),
    families,
  ),
  'Finding the array at a place': ofText((text) => findArrayAt(text, text.length >> 1), longFamilies),
  'Parsing a selection': ofText(parseArrays, longFamilies),
  'Reading labels': ofText(
    (text) => readLabels(text, { shape: [4, 3], classNames: ['a', 'b', 'c'] }),
    longFamilies,
  ),
  'Reading JSON': ofText(dump('json'), longFamilies),
  'Reading JSON Lines': ofText(dump('jsonl'), longFamilies),
  'Reading CSV': ofText(dump('csv', 'a,b,label\n1.5,2.5,0\n'), longFamilies),
  'Reading TSV': ofText(dump('tsv', 'a\tb\tlabel\n1.5\t2.5\t0\n'), longFamilies),
  'Finding tokens': ofText(findTokens, [...longFamilies, ...tokenFamilies]),
  'Following what code shows': ofCode((source) => shownBy(`${source}\n# ${read++}`)),
  'Checking code of the loss': ofCode((text) => checkLossCode({ files: [{ uri: 'a.py', text }] })),
};

const MOST_GROWTH = 2.6;

describe('Time grows no faster than the text, for texts made to be slow', () => {
  for (const [name, entry] of Object.entries(entries))
    it(name, () => {
      const slow = entry.families.filter((family) => growsFast(entry, family)).map(([family]) => family);
      assert.deepEqual(slow, []);
    }).timeout(120_000);
});

/** Whether a doubling of the text multiplies the time, again and again when it is measured anew. */
function growsFast(entry: Entry, [, make]: Family): boolean {
  const { longest, quick } = entry;
  if (time(entry, make(longest), 1) < quick) return false;
  for (const runs of [2, 5, 5]) {
    const times = [1, 2, 4, 8].map((part) => time(entry, make((longest * part) / 8), runs));
    const grew = times.some((ms, i) => i > 0 && ms >= quick && ms > times[i - 1] * MOST_GROWTH);
    if (!grew) return false;
  }
  return true;
}

/** The processor's milliseconds that the quickest of some runs takes, which others on the machine do not change. */
function time({ run, quick }: Entry, text: string, runs: number): number {
  let least = Infinity;
  for (let left = runs; left > 0 && least >= quick; left--) {
    const start = process.cpuUsage();
    run(text);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
