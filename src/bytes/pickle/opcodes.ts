/** The instructions of pickle, protocols 0 to 5: Lib/pickletools.py of CPython describes each. */

/** What follows an instruction's byte in the stream. */
export type ArgumentKind =
  | 'nothing'
  | 'uint8'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'uint64'
  | 'float64'
  | 'integer of uint8'
  | 'integer of int32'
  | 'text of uint8'
  | 'text of uint32'
  | 'text of uint64'
  | 'string of uint8'
  | 'string of int32'
  | 'bytes of uint8'
  | 'bytes of uint32'
  | 'bytes of uint64'
  | 'line'
  | 'two lines'
  | 'integer line'
  | 'number line'
  | 'string line'
  | 'text line';

const TABLE = {
  // Values that stand in the stream.
  INT: ['I', 'integer line'],
  LONG: ['L', 'integer line'],
  FLOAT: ['F', 'number line'],
  STRING: ['S', 'string line'],
  UNICODE: ['V', 'text line'],
  BININT: ['J', 'int32'],
  BININT1: ['K', 'uint8'],
  BININT2: ['M', 'uint16'],
  LONG1: ['\x8a', 'integer of uint8'],
  LONG4: ['\x8b', 'integer of int32'],
  BINFLOAT: ['G', 'float64'],
  BINSTRING: ['T', 'string of int32'],
  SHORT_BINSTRING: ['U', 'string of uint8'],
  BINUNICODE: ['X', 'text of uint32'],
  SHORT_BINUNICODE: ['\x8c', 'text of uint8'],
  BINUNICODE8: ['\x8d', 'text of uint64'],
  BINBYTES: ['B', 'bytes of uint32'],
  SHORT_BINBYTES: ['C', 'bytes of uint8'],
  BINBYTES8: ['\x8e', 'bytes of uint64'],
  BYTEARRAY8: ['\x96', 'bytes of uint64'],
  // Values known beforehand.
  NONE: ['N', 'nothing'],
  NEWTRUE: ['\x88', 'nothing'],
  NEWFALSE: ['\x89', 'nothing'],
  EMPTY_LIST: [']', 'nothing'],
  EMPTY_TUPLE: [')', 'nothing'],
  EMPTY_DICT: ['}', 'nothing'],
  EMPTY_SET: ['\x8f', 'nothing'],
  // Containers from the stack.
  APPEND: ['a', 'nothing'],
  APPENDS: ['e', 'nothing'],
  LIST: ['l', 'nothing'],
  TUPLE: ['t', 'nothing'],
  TUPLE1: ['\x85', 'nothing'],
  TUPLE2: ['\x86', 'nothing'],
  TUPLE3: ['\x87', 'nothing'],
  DICT: ['d', 'nothing'],
  SETITEM: ['s', 'nothing'],
  SETITEMS: ['u', 'nothing'],
  ADDITEMS: ['\x90', 'nothing'],
  FROZENSET: ['\x91', 'nothing'],
  // Names, and what is made by them.
  GLOBAL: ['c', 'two lines'],
  STACK_GLOBAL: ['\x93', 'nothing'],
  INST: ['i', 'two lines'],
  OBJ: ['o', 'nothing'],
  REDUCE: ['R', 'nothing'],
  NEWOBJ: ['\x81', 'nothing'],
  NEWOBJ_EX: ['\x92', 'nothing'],
  BUILD: ['b', 'nothing'],
  EXT1: ['\x82', 'uint8'],
  EXT2: ['\x83', 'uint16'],
  EXT4: ['\x84', 'int32'],
  PERSID: ['P', 'line'],
  BINPERSID: ['Q', 'nothing'],
  NEXT_BUFFER: ['\x97', 'nothing'],
  READONLY_BUFFER: ['\x98', 'nothing'],
  // The stack and the memo.
  MARK: ['(', 'nothing'],
  POP: ['0', 'nothing'],
  POP_MARK: ['1', 'nothing'],
  DUP: ['2', 'nothing'],
  GET: ['g', 'integer line'],
  BINGET: ['h', 'uint8'],
  LONG_BINGET: ['j', 'uint32'],
  PUT: ['p', 'integer line'],
  BINPUT: ['q', 'uint8'],
  LONG_BINPUT: ['r', 'uint32'],
  MEMOIZE: ['\x94', 'nothing'],
  // The stream itself.
  PROTO: ['\x80', 'uint8'],
  FRAME: ['\x95', 'uint64'],
  STOP: ['.', 'nothing'],
} as const satisfies Record<string, readonly [code: string, argument: ArgumentKind]>;

export interface Instruction {
  name: keyof typeof TABLE;
  argument: ArgumentKind;
}

/** By the byte that stands for it. */
export const INSTRUCTIONS: readonly (Instruction | undefined)[] = (() => {
  const byCode = Array<Instruction | undefined>(256).fill(undefined);
  for (const [name, [code, argument]] of Object.entries(TABLE))
    byCode[code.charCodeAt(0)] = { name: name as keyof typeof TABLE, argument };
  return byCode;
})();
