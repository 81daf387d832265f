import { OPEN_OBJECT } from './text/jsonBytes';
import type { FieldPath } from './types';

/** Objects that are looked at, and bytes of one. */
const MOST_OBJECTS = 64;
const MOST_BYTES = 1 << 20;
/** Brackets in brackets deeper than this hold no records. */
const MAX_DEPTH = 8;

/**
 * What follows a list of records in its document, bracket by bracket: of each list and each object the first object in it, which is a
 * record if the rest are.
 */
export class OtherRecords {
  /** By the depth at which they stand: keys, and whether these stand in an object. */
  private keys: string[] = [];
  private areObjects: boolean[] = [];
  /** Nothing stands before in what was opened last. */
  private isFirst = false;
  /** First objects that are open, outermost first. */
  private open: { start: number; depth: number }[] = [];
  private left = MOST_OBJECTS;

  /** Behind the list at this path. */
  begin(records: FieldPath): void {
    this.keys = ['', ...records];
    this.areObjects = this.keys.map(() => true);
    this.isFirst = false;
    this.open = [];
  }

  /** Whether a text at this depth may be a key that is wanted. */
  mayBeKey(depth: number): boolean {
    return this.left > 0 && depth <= MAX_DEPTH && this.areObjects[depth];
  }

  named(depth: number, key: string): void {
    if (this.mayBeKey(depth)) this.keys[depth] = key;
  }

  next(): void {
    this.isFirst = false;
  }

  /** @param depth of the bracket that opens at `start`: 1 is the document's own */
  opened(bracket: number, start: number, depth: number): void {
    if (depth > MAX_DEPTH) return;
    const isObject = bracket === OPEN_OBJECT;
    if (isObject && this.isFirst && this.left > 0) this.open.push({ start, depth });
    this.areObjects[depth] = isObject;
    this.keys[depth] = '';
    this.isFirst = true;
  }

  /** Where the object starts that ends here, if it is one to look at, and the keys that lead to what holds it. */
  closed(depth: number): { start: number; path: FieldPath } | undefined {
    this.isFirst = false;
    const ended = this.open.at(-1);
    if (ended?.depth !== depth) return undefined;
    this.open.pop();
    this.left--;
    return { start: ended.start, path: this.keys.slice(1, depth - 1).filter((key) => key !== '') };
  }

  /** The first of the bytes up to `at` that are still wanted. */
  wantedFrom(at: number): number {
    while (this.open.length > 0 && at - this.open[0].start > MOST_BYTES) this.open.shift();
    return this.open[0]?.start ?? at;
  }

  /** So many bytes before are gone. */
  moved(by: number): void {
    for (const one of this.open) one.start -= by;
  }
}
