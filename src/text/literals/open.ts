/** What stands between the keys of a bracket and their values; NONE where it is no record. */
export const enum Fields {
  NONE,
  COLON,
  EQUALS,
}

/** A bracket that is open, and what is known of its content so far. One object for each depth, used again and again. */
export class Open {
  id = 0;
  /** Character code of the opening bracket. */
  kind = 0;
  start = 0;
  /** The parent's key and index when this was opened. */
  parentKeyStart = -1;
  parentKeyEnd = -1;
  parentIndex = 0;
  /** In a list: how many items were closed before. */
  index = 0;
  /** In a record: where the last key stands; -1 where none does. */
  keyStart = -1;
  keyEnd = -1;
  /** In a record: the outermost one around it, this one perhaps, and the keys that lead here; -1 for none. */
  record = -1;
  path = 0;
  fields = Fields.NONE;
  /** In a record: it, or one around it, is an item of a list or an object, and what is below is part of it. */
  listed = false;
  /** A call in a record that prints the array within: `tensor([…])`. */
  wraps = false;
  /** In a record: it stands in a list under the key "top_logprobs". */
  topLogprobs = false;
  /** Still a list of numbers or of equal lists, as far as read. */
  numeric = false;
  items = 0;
  commas = 0;
  /** A number of ShapeIds; -1 for numbers. */
  itemShape = -1;
  itemSize = 0;
  elided = false;
  flags = 0;
  decimals = 0;
  valuesStart = 0;
  /** A number or list stands last, with no comma after it. */
  pending = false;
  /** Tuples keep their lists, for "(see [1, 2])" is no tuple after all. */
  kids: Closed[] | undefined;
  /** The text stopped being numbers because two lists differ in shape. */
  ragged = false;
  /** Written directly behind a name or a closing bracket, as a subscript or call is. */
  attached = false;
  literalsBefore = 0;
  scalarsBefore = 0;
  inner: Open | undefined;

  constructor(readonly parent: Open | undefined) {}

  /** Forgets the bracket it was before. */
  begin(id: number, kind: number, start: number, numeric: boolean) {
    const { parent } = this;
    this.id = id;
    this.kind = kind;
    this.start = start;
    this.parentKeyStart = parent === undefined ? -1 : parent.keyStart;
    this.parentKeyEnd = parent === undefined ? -1 : parent.keyEnd;
    this.parentIndex = parent === undefined ? 0 : parent.index;
    this.index = 0;
    this.keyStart = -1;
    this.fields = Fields.NONE;
    this.listed = this.wraps = this.topLogprobs = false;
    this.numeric = numeric;
    this.items = this.commas = this.itemSize = this.flags = this.decimals = 0;
    this.itemShape = -1;
    this.elided = this.pending = this.ragged = false;
    this.kids = undefined;
  }
}

/** A list of numbers that was closed, on its way to its parent or out of it. */
export interface Closed {
  start: number;
  end: number;
  shape: number;
  size: number;
  valuesStart: number;
  flags: number;
  decimals: number;
  parent: number;
  index: number;
}
