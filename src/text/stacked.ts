import { recordStart } from './literals/calls';
import { IntRows } from './literals/intRows';
import { InFrame, InLiteral, TUPLE, type Tree } from './literals/tree';

/** The arrays under one key of every record of a list, or of JSON Lines, stacked. */
export interface Gathered {
  /** The first array, by its number. */
  first: number;
  /** Of all arrays together. */
  flags: number;
  decimals: number;
  /** One number of a bracket for each array. */
  records: Int32Array;
  start: number;
  end: number;
  shape: readonly number[];
  data: Float64Array;
}

/** Cells of the row of a group: arrays under the same keys of records side by side. */
const enum InGroup {
  FIRST = 0,
  COUNT = 1,
  /** The list of the records; below 0 for records on lines of their own: one number for each kind of line. */
  LIST = 2,
  LAST_RECORD = 3,
  /** 1 while all arrays have one shape and stand in a record each. */
  EQUAL = 4,
  FLAGS = 5,
  DECIMALS = 6,
  LAST_END = 7,
  WIDTH = 8,
}

/**
 * Gathers equal arrays of consecutive records, those that `wanted` lets pass and `most` at most, none that stand `apart`.
 * `taken` has a 1 for each literal that belongs to records, wanted or not.
 */
export function gatherRecords(
  tree: Tree,
  wanted: (range: { start: number; end: number }) => boolean,
  most: number,
  apart: Uint8Array,
): { gathered: Gathered[]; taken: Uint8Array } {
  const { text, literals, shapes, frames, values } = tree;
  const { data } = literals;
  const brackets = frames.data;
  const { groups, groupOf } = grouped(tree, apart);
  const taken = new Uint8Array(literals.count);
  const gathered: (Gathered | undefined)[] = [];
  const isTaken = new Uint8Array(groups.count);
  let kept = 0;
  for (let id = 0; id < groups.count; id++) {
    const at = id * InGroup.WIDTH;
    const first = groups.data[at + InGroup.FIRST];
    const count = groups.data[at + InGroup.COUNT];
    const size = data[first * InLiteral.WIDTH + InLiteral.SIZE];
    if (count < 2 || groups.data[at + InGroup.EQUAL] === 0 || size === 0) continue;
    isTaken[id] = 1;
    const lastRecord = groups.data[at + InGroup.LAST_RECORD];
    const record = recordOf(tree, first);
    const start = recordStart(text, brackets[record * InFrame.WIDTH + InFrame.START]);
    const end = Math.max(
      brackets[lastRecord * InFrame.WIDTH + InFrame.END],
      groups.data[at + InGroup.LAST_END],
    );
    if (kept >= most || !wanted({ start, end })) continue;
    kept++;
    gathered[id] = {
      first,
      flags: groups.data[at + InGroup.FLAGS],
      decimals: groups.data[at + InGroup.DECIMALS],
      records: new Int32Array(count),
      start,
      end,
      shape: [count, ...shapes.shapes[data[first * InLiteral.WIDTH + InLiteral.SHAPE]]],
      data: new Float64Array(count * size),
    };
  }
  const filled = new Int32Array(groups.count);
  for (let literal = 0; literal < literals.count; literal++) {
    const id = groupOf[literal] - 1;
    if (id < 0 || isTaken[id] === 0) continue;
    taken[literal] = 1;
    const group = gathered[id];
    if (group === undefined) continue;
    const at = literal * InLiteral.WIDTH;
    const size = data[at + InLiteral.SIZE];
    const from = data[at + InLiteral.VALUES];
    const row = filled[id]++;
    group.records[row] = recordOf(tree, literal);
    if (size < 16) for (let i = 0; i < size; i++) group.data[row * size + i] = values[from + i];
    else group.data.set(values.subarray(from, from + size), row * size);
  }
  return { gathered: gathered.filter((one) => one !== undefined), taken };
}

/** The outermost record below a list, or on a line of its own, that a literal with a path stands in. */
function recordOf({ literals, frames }: Tree, literal: number): number {
  const parent = literals.data[literal * InLiteral.WIDTH + InLiteral.PARENT];
  return frames.data[parent * InFrame.WIDTH + InFrame.RECORD];
}

/** Which group each literal belongs to, counted from 1; 0 for none. */
function grouped(tree: Tree, apart: Uint8Array): { groups: IntRows; groupOf: Int32Array } {
  const { literals, frames, paths, text } = tree;
  const groups = new IntRows(InGroup.WIDTH);
  const groupOf = new Int32Array(literals.count);
  const known = new Map<number, number>();
  /** By path: the group met last. */
  const latest = new Int32Array(paths.count).fill(-1);
  const lines = new LineKinds(text);
  let line = -1;
  let kind = 0;
  for (let literal = 0; literal < literals.count; literal++) {
    const at = literal * InLiteral.WIDTH;
    const path = literals.data[at + InLiteral.PATH];
    if (path < 0 || apart[literal] === 1) continue;
    const record = recordOf(tree, literal);
    let list = frames.data[record * InFrame.WIDTH + InFrame.PARENT];
    if (list < 0) {
      if (record !== line) {
        line = record;
        kind = lines.of(recordStart(text, frames.data[record * InFrame.WIDTH + InFrame.START]));
      }
      if (kind >= 0) continue;
      list = kind;
    }
    let id = latest[path];
    if (id < 0 || groups.data[id * InGroup.WIDTH + InGroup.LIST] !== list) {
      const key = (list + 1) * paths.count + path;
      const other = known.get(key);
      if (other === undefined) {
        id = groups.count;
        known.set(key, id);
        const added = groups.add();
        groups.data.fill(0, added, added + InGroup.WIDTH);
        groups.data[added + InGroup.FIRST] = literal;
        groups.data[added + InGroup.LIST] = list;
        groups.data[added + InGroup.LAST_RECORD] = -1;
        groups.data[added + InGroup.EQUAL] = 1;
      } else id = other;
      latest[path] = id;
    }
    groupOf[literal] = id + 1;
    join(tree, groups, id, literal, record);
  }
  return { groups, groupOf };
}

function join({ literals, shapes }: Tree, groups: IntRows, id: number, literal: number, record: number) {
  const { data } = groups;
  const group = id * InGroup.WIDTH;
  const at = literal * InLiteral.WIDTH;
  const first = data[group + InGroup.FIRST] * InLiteral.WIDTH;
  const shape = literals.data[at + InLiteral.SHAPE];
  if (
    shape !== literals.data[first + InLiteral.SHAPE] ||
    record === data[group + InGroup.LAST_RECORD] ||
    (at === first && shapes.shapes[shape].includes(-1))
  )
    data[group + InGroup.EQUAL] = 0;
  data[group + InGroup.COUNT]++;
  data[group + InGroup.LAST_RECORD] = record;
  data[group + InGroup.FLAGS] |= literals.data[at + InLiteral.FLAGS] & ~TUPLE;
  data[group + InGroup.DECIMALS] = Math.max(
    data[group + InGroup.DECIMALS],
    literals.data[at + InLiteral.DECIMALS],
  );
  data[group + InGroup.LAST_END] = literals.data[at + InLiteral.END];
}

/** Characters before a record on its line that are looked at, and kinds of lines that are told apart. */
const LONGEST_PREFIX = 200;
const MOST_KINDS = 100;

/** What stands before records on lines of their own: nothing, or what a logger writes there, the same but for its numbers. */
class LineKinds {
  private readonly kinds = new Map<string, number>();

  constructor(private readonly text: string) {}

  /** A number below 0 for each kind of line, -1 for those with nothing before the record; 0 for no line of its own. */
  of(start: number): number {
    const { text } = this;
    if (startsLine(text, start)) return -1;
    const from = Math.max(0, start - LONGEST_PREFIX);
    const before = text.slice(from, start);
    const newline = before.lastIndexOf('\n');
    const prefix = newline < 0 && from > 0 ? '' : before.slice(newline + 1);
    // What code assigns, or gives to a call, is no line of a log.
    if (!/[:|\]>)-]\s{0,20}$/.test(prefix)) return 0;
    const said = prefix.replace(/\d+/g, '#');
    const known = this.kinds.get(said);
    if (known !== undefined) return known;
    if (this.kinds.size >= MOST_KINDS) return 0;
    const kind = -2 - this.kinds.size;
    this.kinds.set(said, kind);
    return kind;
  }
}

/** Nothing but spaces and the signs of a quotation stand before it on its line. */
function startsLine(text: string, start: number): boolean {
  for (let at = start - 1; at >= 0 && at >= start - 40; at--) {
    const c = text.charCodeAt(at);
    if (c === 10) return true;
    if (c !== 32 && c !== 9 && c !== 35 && c !== 62 && c !== 42) return false;
  }
  return true;
}
