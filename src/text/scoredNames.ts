import type { EntryNames } from '../arrays/types';
import { TextIds } from './literals/textIds';
import { InScalar, type Tree } from './literals/tree';
import { unquoted } from './literals/unquoted';
import type { Rows } from './scoredRows';

/** Names as read, numbered: "A" and 'A' are one. */
export class Names {
  readonly texts: string[] = [];
  /** By a name's number: the array it was met in last, the row of it, and its number there. */
  readonly metIn: number[] = [];
  readonly metAt: number[] = [];
  readonly local: number[] = [];
  private readonly written: TextIds;
  private readonly known = new Map<string, number>();
  /** By the number of a name as written. */
  private readonly read: number[] = [];

  constructor({ text, codes }: Tree) {
    this.written = new TextIds(text, codes);
  }

  of(start: number, end: number): number {
    const written = this.written.of(start, end);
    const met = this.read[written];
    if (met !== undefined) return met;
    const said = unquoted(this.written.texts[written]);
    let name = this.known.get(said);
    if (name === undefined) {
      name = this.texts.length;
      this.texts.push(said);
      this.known.set(said, name);
      this.metIn.push(-1);
      this.metAt.push(-1);
      this.local.push(-1);
    }
    return (this.read[written] = name);
  }
}

/** The names of all entries, row by row, numbered as they appear; undefined where a row has one twice. */
export function namesOf(
  { scalars }: Tree,
  rows: Rows,
  members: readonly number[],
  classes: number,
  known: Names,
): EntryNames | undefined {
  const texts: string[] = [];
  const entries = new Int32Array(members.length * classes);
  for (let i = 0; i < members.length; i++) {
    const from = rows.from[members[i]];
    // Of a map, the key with its quotes.
    const map = rows.map[members[i]] === 1;
    for (let entry = 0; entry < classes; entry++) {
      const at = rows.name[from + entry] * InScalar.WIDTH;
      const name = known.of(
        map ? scalars.data[at + InScalar.KEY_START] - 1 : scalars.data[at + InScalar.START],
        map ? scalars.data[at + InScalar.KEY_END] + 1 : scalars.data[at + InScalar.END],
      );
      if (known.metIn[name] !== members[0]) {
        known.metIn[name] = members[0];
        known.local[name] = texts.length;
        texts.push(known.texts[name]);
      } else if (known.metAt[name] === members[i]) return undefined;
      known.metAt[name] = members[i];
      entries[i * classes + entry] = known.local[name];
    }
  }
  return { texts, entries };
}
