import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HybridReader, readHybrid } from '../../../src/records/parquet/hybrid';
import { ColumnCursor } from '../../../src/records/parquet/columnCursor';
import type { Leaf } from '../../../src/records/parquet/leaf';
import type { Page } from '../../../src/records/parquet/pages';
import { DecodedValues, NumberStream } from '../../../src/records/parquet/valueStream';
import { FieldValues } from '../../../src/records/fields/fieldValues';
import { areAll, listsOf } from '../../../src/records/parquet/uniformLevels';

/** Levels written as a writer may: runs of one value, and groups of eight with bits of their own, cut anywhere. */
function written(levels: readonly number[], bits: number, cuts: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  const header = (n: number) => {
    for (; n > 127; n >>>= 7) bytes.push((n & 127) | 128);
    bytes.push(n);
  };
  for (let at = 0, cut = 0; at < levels.length; cut++) {
    const wanted = cuts.length > 0 ? cuts[cut % cuts.length] : 1;
    const alike = levels.slice(at).findIndex((level) => level !== levels[at]);
    const run = alike < 0 ? levels.length - at : alike;
    if (run >= wanted) {
      header(run << 1);
      for (let byte = 0; byte < bits; byte += 8) bytes.push((levels[at] >> byte) & 255);
      at += run;
    } else {
      const groups = Math.min(1 + (wanted % 3), Math.ceil((levels.length - at) / 8));
      header((groups << 1) | 1);
      const packed = Array.from({ length: groups * bits }, () => 0);
      for (let i = 0; i < groups * 8; i++)
        for (let bit = 0; bit < bits; bit++) {
          const place = i * bits + bit;
          packed[place >> 3] |= (((levels[at + i] ?? 0) >> bit) & 1) << (place & 7);
        }
      bytes.push(...packed);
      at += groups * 8;
    }
  }
  return Uint8Array.from(bytes);
}

const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

describe('levels of a Parquet page', () => {
  it('are read as they were written, whole and by stretches', () => {
    const values = fc.integer({ min: 1, max: 28 }).chain((bits) =>
      fc.record({
        bits: fc.constant(bits),
        levels: fc.array(fc.integer({ min: 0, max: 2 ** bits - 1 }), { minLength: 1, maxLength: 200 }),
      }),
    );
    fc.assert(
      fc.property(values, cuts, fc.integer({ min: 1, max: 50 }), ({ bits, levels }, at, step) => {
        const bytes = written(levels, bits, at);
        const whole = new Int32Array(levels.length);
        readHybrid(bytes, 0, bytes.length, bits, whole);
        assert.deepEqual([...whole], levels);
        const reader = new HybridReader(bytes, 0, bytes.length, bits);
        const parts = new Int32Array(levels.length);
        for (let from = 0; from < levels.length; from += step) reader.read(parts.subarray(from, from + step));
        assert.deepEqual([...parts], levels);
      }),
    );
  });

  it('are told to be all of one value where they are, and nowhere else', () => {
    const one = fc.record({
      most: fc.integer({ min: 1, max: 9 }),
      length: fc.integer({ min: 1, max: 120 }),
      other: fc.option(fc.record({ at: fc.nat(), less: fc.integer({ min: 1, max: 9 }) })),
    });
    fc.assert(
      fc.property(one, cuts, ({ most, length, other }, at) => {
        const levels = Array.from({ length }, () => most);
        if (other) levels[other.at % length] = Math.max(0, most - other.less);
        const bytes = written(levels, 32 - Math.clz32(most), at);
        assert.equal(areAll(bytes, 0, bytes.length, most, length), !other);
      }),
    );
  });

  it('tell how long the lists of a page are, cut at either end, where all are of one length', () => {
    const one = fc.record({
      width: fc.integer({ min: 1, max: 40 }),
      lead: fc.nat({ max: 40 }),
      length: fc.integer({ min: 0, max: 300 }),
      other: fc.option(fc.nat()),
    });
    fc.assert(
      fc.property(one, cuts, ({ width, lead, length, other }, at) => {
        const levels = Array.from({ length }, (_, i) => Number(i < lead || (i - lead) % width !== 0));
        if (other !== null && length > 0) levels[other % length] ^= 1;
        const starts = levels.flatMap((level, i) => (level === 0 ? [i] : []));
        const distance = starts[1] - starts[0];
        const areAlike = starts.length > 1 && starts.every((start, i) => start === starts[0] + i * distance);
        const expected =
          areAlike && levels.length - starts[starts.length - 1] <= distance
            ? { width: distance, lead: starts[0] }
            : undefined;
        const bytes = written(levels, 1, at);
        assert.deepEqual(listsOf(bytes, 0, bytes.length, length), expected);
      }),
      { numRuns: 300 },
    );
  });
});

/** Records cut into pages anywhere, as some writers do; a page's values are gone once the next is read. */
function pagesOf(records: readonly (readonly number[])[], cuts: readonly number[]) {
  const values = records.flat();
  const levels = records.flatMap((record) => record.map((_, i) => Number(i > 0)));
  const pages: { from: number; to: number }[] = [];
  for (let from = 0, cut = 0; from < values.length; cut++) {
    const to = Math.min(values.length, from + cuts[cut % cuts.length]);
    pages.push({ from, to });
    from = to;
  }
  const memory = new Float64Array(values.length + 1);
  let next = 0;
  return {
    get isDone() {
      return next >= pages.length;
    },
    next(): Promise<Page | undefined> {
      if (next >= pages.length) return Promise.resolve(undefined);
      const { from, to } = pages[next++];
      memory.fill(NaN);
      memory.set(values.slice(from, to));
      let at = 0;
      const stream = new NumberStream(
        'DOUBLE',
        (into) => {
          (into as Float64Array).set(memory.subarray(at, at + into.length));
          at += into.length;
        },
        to - from,
      );
      const bytes = written(levels.slice(from, to), 1, [3]);
      const lists = listsOf(bytes, 0, bytes.length, to - from);
      const isShort = lists && next >= pages.length && (to - from - lists.lead) % lists.width > 0;
      return Promise.resolve({
        entries: to - from,
        values: to === from ? new DecodedValues([]) : stream,
        ...(lists && !isShort ? { lists } : { repetition: Uint8Array.from(levels.slice(from, to)) }),
      });
    },
  };
}

describe('a Parquet column of lists', () => {
  const leaf = { depth: 1, definition: 1, slots: [1] } as unknown as Leaf;
  const records = fc
    .record({
      width: fc.integer({ min: 1, max: 9 }),
      other: fc.option(fc.record({ at: fc.nat(), width: fc.integer({ min: 1, max: 9 }) })),
    })
    .chain(({ width, other }) =>
      fc.integer({ min: 1, max: 60 }).map((count) =>
        Array.from({ length: count }, (_, record) => {
          const length = other && other.at % count === record ? other.width : width;
          return Array.from({ length }, (_unused, i) => record + i / 16);
        }),
      ),
    );

  it('gives each record once and whole, wherever its pages are cut, one by one and in runs', async () => {
    await fc.assert(
      fc.asyncProperty(
        records,
        fc.array(
          fc.nat({ max: 50 }).map((n) => n),
          { minLength: 1 },
        ),
        fc.boolean(),
        async (all, some, inRuns) => {
          const cuts = some.some((cut) => cut > 0) ? some : [1];
          const cursor = new ColumnCursor(leaf, pagesOf(all, cuts));
          const found: number[][] = [];
          const width = all[0].length;
          const into = new FieldValues();
          while (await cursor.load()) {
            const runs = inRuns ? cursor.uniform(width, 5) : 0;
            if (runs > 0) {
              const numbers = cursor.numbers(width, runs) as Float64Array;
              for (let i = 0; i < runs; i++) found.push([...numbers.subarray(i * width, (i + 1) * width)]);
              cursor.pass(width, runs);
            } else {
              cursor.take(into);
              found.push([...into.data.subarray(0, into.count)]);
            }
          }
          assert.deepEqual(found, all);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is not held where one record goes on for more pages than memory is for', async () => {
    const entries = 1 << 24;
    let read = 0;
    const cursor = new ColumnCursor(leaf, {
      isDone: false,
      next() {
        const first = read++ === 0;
        return Promise.resolve({
          entries,
          lists: { lead: first ? 0 : entries, width: entries },
          values: Object.assign(new DecodedValues([]), { peek: () => new Float64Array(0) }),
        });
      },
    });
    await assert.rejects(cursor.load(), /^Error: a record has more than 33,554,432 values$/);
    assert.equal(read, 3);
  });
});
