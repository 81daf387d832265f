import assert from 'node:assert/strict';
import { isOffered } from '../../../src/arrays/offer';
import { previewOf } from '../../../src/engine/preview';
import { readLabels } from '../../../src/loss/labels';
import { DumpReader } from '../../../src/records/dumpReader';
import { probeCsv } from '../../../src/records/probe/csv';
import { probeJson } from '../../../src/records/probe/json';
import type { DumpFormat } from '../../../src/records/types';
import { findArrays } from '../../../src/text/find';
import { findArrayAt } from '../../../src/text/findAt';
import { mayHoldArray } from '../../../src/text/mayHoldArray';
import { parseArrays } from '../../../src/text/parse';
import { families, longFamilies, type Family } from './adversaries';

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

const entries: Record<string, readonly [entry: (text: string) => unknown, families: readonly Family[]]> = {
  'The cheap test': [mayHoldArray, families],
  'Finding arrays and offering them': [
    (text) =>
      findArrays(text, { mime: 'text/html' }).map((found) => isOffered(found, 'likely') && previewOf(found)),
    families,
  ],
  'Finding the array at a place': [(text) => findArrayAt(text, text.length >> 1), longFamilies],
  'Parsing a selection': [parseArrays, longFamilies],
  'Reading labels': [(text) => readLabels(text, { shape: [4, 3], classNames: ['a', 'b', 'c'] }), families],
  'Reading JSON': [dump('json'), longFamilies],
  'Reading JSON Lines': [dump('jsonl'), longFamilies],
  'Reading CSV': [dump('csv', 'a,b,label\n1.5,2.5,0\n'), longFamilies],
  'Reading TSV': [dump('tsv', 'a\tb\tlabel\n1.5\t2.5\t0\n'), longFamilies],
};

const LONGEST = 16_000;
/** Milliseconds that the longest text may take whatever the shorter ones took: noise lies below, as does every hostile text of this length that is read in linear time. */
const QUICK = 20;
const MOST_GROWTH = 2.6;

describe('Time grows no faster than the text, for texts made to be slow', () => {
  for (const [name, [entry, against]] of Object.entries(entries))
    it(name, () => {
      const slow = against.filter((family) => growsFast(entry, family)).map(([family]) => family);
      assert.deepEqual(slow, []);
    }).timeout(120_000);
});

/** Whether a doubling of the text multiplies the time, again and again when it is measured anew. */
function growsFast(entry: (text: string) => unknown, [, make]: Family): boolean {
  if (time(entry, make(LONGEST), 1) < QUICK) return false;
  for (let round = 0; round < 3; round++) {
    const times = [1, 2, 4, 8].map((part) => time(entry, make((LONGEST * part) / 8), 5));
    const grew = times.some((ms, i) => i > 0 && ms >= QUICK && ms > times[i - 1] * MOST_GROWTH);
    if (!grew) return false;
  }
  return true;
}

/** The processor's milliseconds that the quickest of some runs takes, which others on the machine do not change. */
function time(entry: (text: string) => unknown, text: string, runs: number): number {
  let least = Infinity;
  for (let run = 0; run < runs && least >= QUICK; run++) {
    const start = process.cpuUsage();
    entry(text);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
