import { IntRows } from './intRows';
import { PathIds } from './pathIds';
import { ShapeIds } from './shapeIds';
import { TextIds } from './textIds';

/** Besides the scanner's flags: a value other than a plain number was read. */
export const SPECIAL = 64;
export const BOOLEAN = 128;
/** In parentheses. */
export const TUPLE = 256;

/** Cells of a bracket's row. Places are offsets in the text, -1 where there is none. */
export const enum InFrame {
  START = 0,
  /** -1 when it is never closed. */
  END = 1,
  PARENT = 2,
  /** The parent's key and index when this was opened. */
  KEY_START = 3,
  KEY_END = 4,
  PARENT_INDEX = 5,
  /** In a list: how many items were closed. */
  INDEX = 6,
  /** The outermost record below a list, or below nothing, that this record belongs to, and the keys that lead here. */
  RECORD = 7,
  PATH = 8,
  /** The scalars inside, of all depths. */
  SCALARS_FROM = 9,
  SCALARS_TO = 10,
  /** 1 when it is written directly behind a name or a closing bracket, as a subscript or call is. */
  ATTACHED = 11,
  WIDTH = 12,
}

/** Cells of a literal's row: a rectangular list of numbers, as written. */
export const enum InLiteral {
  START = 0,
  END = 1,
  /** A number of ShapeIds. */
  SHAPE = 2,
  /** Numbers printed. */
  SIZE = 3,
  VALUES = 4,
  FLAGS = 5,
  DECIMALS = 6,
  PARENT = 7,
  KEY_START = 8,
  KEY_END = 9,
  INDEX = 10,
  /** The keys that lead to it from the parent's RECORD; -1 where it stands in none. */
  PATH = 11,
  WIDTH = 12,
}

/** Cells of a scalar's row: a number or string that stands alone under a key of a record. */
export const enum InScalar {
  RECORD = 0,
  /** A number of TextIds. */
  KEY = 1,
  KEY_START = 2,
  KEY_END = 3,
  START = 4,
  END = 5,
  /** 1 for a number, whose value stands in `scalarValues`; 0 for a string. */
  NUMBER = 6,
  WIDTH = 7,
}

/** A bracket around an array, as an object of its own. */
export interface Frame {
  start: number;
  parent: Frame | undefined;
  /** The parent's key and index when this was opened. */
  parentKey: readonly [start: number, end: number] | undefined;
  parentIndex: number;
  attached: boolean;
}

/** A rectangular list of numbers, as an object of its own. */
export interface Literal {
  start: number;
  end: number;
  /** -1 where an axis is elided. */
  shape: readonly number[];
  /** Numbers printed. */
  size: number;
  valuesStart: number;
  elided: boolean;
  flags: number;
  decimals: number;
  parent: Frame | undefined;
  key: readonly [start: number, end: number] | undefined;
  index: number;
  tuple: boolean;
}

/** What one pass over a text found: lists of numbers, the brackets and records around them, and what stands beside them. */
export class Tree {
  readonly frames = new IntRows(InFrame.WIDTH);
  readonly literals = new IntRows(InLiteral.WIDTH);
  readonly scalars = new IntRows(InScalar.WIDTH);
  scalarValues = new Float64Array(256);
  values: Float64Array;
  readonly keys: TextIds;
  readonly paths = new PathIds();
  readonly shapes = new ShapeIds();
  private readonly objects = new Map<number, Frame>();

  /** @param codes the text as bytes */
  constructor(
    readonly text: string,
    readonly codes: Uint8Array,
  ) {
    this.keys = new TextIds(text, codes);
    this.values = new Float64Array(Math.min(8192, Math.max(16, Math.ceil(text.length / 8))));
  }

  /** A bracket as an object, the same one each time. */
  frame(id: number): Frame | undefined {
    if (id < 0) return undefined;
    const known = this.objects.get(id);
    if (known !== undefined) return known;
    const { data } = this.frames;
    const at = id * InFrame.WIDTH;
    const frame: Frame = {
      start: data[at + InFrame.START],
      parent: this.frame(data[at + InFrame.PARENT]),
      parentKey: rangeOf(data[at + InFrame.KEY_START], data[at + InFrame.KEY_END]),
      parentIndex: data[at + InFrame.PARENT_INDEX],
      attached: data[at + InFrame.ATTACHED] === 1,
    };
    this.objects.set(id, frame);
    return frame;
  }

  literal(id: number): Literal {
    const { data } = this.literals;
    const at = id * InLiteral.WIDTH;
    const shape = this.shapes.shapes[data[at + InLiteral.SHAPE]];
    const flags = data[at + InLiteral.FLAGS];
    return {
      start: data[at + InLiteral.START],
      end: data[at + InLiteral.END],
      shape,
      size: data[at + InLiteral.SIZE],
      valuesStart: data[at + InLiteral.VALUES],
      elided: shape.includes(-1),
      flags: flags & ~TUPLE,
      decimals: data[at + InLiteral.DECIMALS],
      parent: this.frame(data[at + InLiteral.PARENT]),
      key: rangeOf(data[at + InLiteral.KEY_START], data[at + InLiteral.KEY_END]),
      index: data[at + InLiteral.INDEX],
      tuple: (flags & TUPLE) !== 0,
    };
  }
}

function rangeOf(start: number, end: number): readonly [number, number] | undefined {
  return start < 0 ? undefined : [start, end];
}
