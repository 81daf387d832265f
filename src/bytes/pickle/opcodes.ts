/**
 * The instructions of pickle, protocols 0 to 5, each with its byte, how what follows it is read and what it does:
 * Lib/pickletools.py of CPython describes them.
 */
import * as l10n from '@vscode/l10n';
import * as read from './arguments';
import { PickleError } from './errors';
import type { Machine } from './machine';
import * as made from './made';
import { Dict, List, type Value } from './values';

type Act = (machine: Machine, argument: Value) => void;
type Entry = readonly [code: string, read: read.ReadArgument, act: Act];

const LATEST_PROTOCOL = 5;

const { nothing } = read;
const push: Act = (machine, argument) => machine.push(argument);
const pushNew =
  (value: () => Value): Act =>
  (machine) =>
    machine.push(value());
const pushList =
  (kind: List['kind'], items: (machine: Machine) => Value[]): Act =>
  (machine) =>
    machine.push(new List(kind, items(machine)));
const sinceMark = (machine: Machine) => machine.popToMark();
const last = (count: number) => (machine: Machine) => machine.popLast(count);
const recall: Act = (machine, place) => machine.push(machine.recall(place));
const keep: Act = (machine, place) => machine.keep(place, machine.top());

const TABLE: Record<string, Entry> = {
  // Values that stand in the stream.
  INT: ['I', read.integerLine, push],
  LONG: ['L', read.integerLine, push],
  FLOAT: ['F', read.numberLine, push],
  STRING: ['S', read.stringLine, push],
  UNICODE: ['V', read.textLine, push],
  BININT: ['J', read.int32, push],
  BININT1: ['K', read.uint8, push],
  BININT2: ['M', read.uint16, push],
  LONG1: ['\x8a', read.integerOf(read.uint8), push],
  LONG4: ['\x8b', read.integerOf(read.int32), push],
  BINFLOAT: ['G', read.float64, push],
  BINSTRING: ['T', read.stringOf(read.int32), push],
  SHORT_BINSTRING: ['U', read.stringOf(read.uint8), push],
  BINUNICODE: ['X', read.textOf(read.uint32), push],
  SHORT_BINUNICODE: ['\x8c', read.textOf(read.uint8), push],
  BINUNICODE8: ['\x8d', read.textOf(read.uint64), push],
  BINBYTES: ['B', read.bytesOf(read.uint32), push],
  SHORT_BINBYTES: ['C', read.bytesOf(read.uint8), push],
  BINBYTES8: ['\x8e', read.bytesOf(read.uint64), push],
  BYTEARRAY8: ['\x96', read.bytesOf(read.uint64), push],
  // Values known beforehand.
  NONE: ['N', nothing, pushNew(() => null)],
  NEWTRUE: ['\x88', nothing, pushNew(() => true)],
  NEWFALSE: ['\x89', nothing, pushNew(() => false)],
  EMPTY_LIST: [']', nothing, pushNew(() => new List('list'))],
  EMPTY_TUPLE: [')', nothing, pushNew(() => new List('tuple'))],
  EMPTY_DICT: ['}', nothing, pushNew(() => new Dict())],
  EMPTY_SET: ['\x8f', nothing, pushNew(() => new List('set'))],
  // Containers from the stack.
  APPEND: ['a', nothing, (machine) => machine.append('list', machine.popLast(1))],
  APPENDS: ['e', nothing, (machine) => machine.append('list', machine.popToMark())],
  ADDITEMS: ['\x90', nothing, (machine) => machine.append('set', machine.popToMark())],
  LIST: ['l', nothing, pushList('list', sinceMark)],
  TUPLE: ['t', nothing, pushList('tuple', sinceMark)],
  FROZENSET: ['\x91', nothing, pushList('set', sinceMark)],
  TUPLE1: ['\x85', nothing, pushList('tuple', last(1))],
  TUPLE2: ['\x86', nothing, pushList('tuple', last(2))],
  TUPLE3: ['\x87', nothing, pushList('tuple', last(3))],
  DICT: ['d', nothing, (machine) => machine.pushDict(machine.popToMark())],
  SETITEM: ['s', nothing, (machine) => machine.setItems(machine.popLast(2))],
  SETITEMS: ['u', nothing, (machine) => machine.setItems(machine.popToMark())],
  // Names, and what is made by them.
  GLOBAL: ['c', read.twoLines, made.name],
  STACK_GLOBAL: ['\x93', nothing, made.nameOnStack],
  INST: ['i', read.twoLines, made.instance],
  OBJ: ['o', nothing, made.object],
  REDUCE: ['R', nothing, made.reduced],
  NEWOBJ: ['\x81', nothing, made.reduced],
  NEWOBJ_EX: ['\x92', nothing, made.objectWithNames],
  BUILD: ['b', nothing, (machine) => machine.setState(machine.pop())],
  PERSID: ['P', read.plainLine, (machine, id) => machine.push(machine.persistent(id))],
  BINPERSID: ['Q', nothing, (machine) => machine.push(machine.persistent(machine.pop()))],
  // Refused, whatever follows them.
  EXT1: ['\x82', read.uint8, made.extension],
  EXT2: ['\x83', read.uint16, made.extension],
  EXT4: ['\x84', read.int32, made.extension],
  NEXT_BUFFER: ['\x97', nothing, made.outsideBuffer],
  READONLY_BUFFER: ['\x98', nothing, made.outsideBuffer],
  // The stack and the memo.
  MARK: ['(', nothing, (machine) => machine.mark()],
  POP: ['0', nothing, (machine) => machine.popEntry()],
  POP_MARK: ['1', nothing, (machine) => machine.popToMark()],
  DUP: ['2', nothing, (machine) => machine.push(machine.top())],
  GET: ['g', read.integerLine, recall],
  BINGET: ['h', read.uint8, recall],
  LONG_BINGET: ['j', read.uint32, recall],
  PUT: ['p', read.integerLine, keep],
  BINPUT: ['q', read.uint8, keep],
  LONG_BINPUT: ['r', read.uint32, keep],
  MEMOIZE: ['\x94', nothing, (machine) => machine.memoize()],
  // The stream itself.
  PROTO: ['\x80', read.uint8, (_, protocol) => checkProtocol(protocol as number)],
  FRAME: ['\x95', read.uint64, () => undefined],
  STOP: ['.', nothing, (machine) => machine.stop()],
};

function checkProtocol(protocol: number): void {
  if (protocol > LATEST_PROTOCOL)
    throw new PickleError(
      l10n.t('pickle protocol {0} is not supported; expected 0 to {1}', protocol, LATEST_PROTOCOL),
    );
}

interface Instruction {
  read: read.ReadArgument;
  act: Act;
}

/** By the byte that stands for it. */
export const INSTRUCTIONS: readonly (Instruction | undefined)[] = (() => {
  const byCode = Array<Instruction | undefined>(256).fill(undefined);
  for (const [code, read, act] of Object.values(TABLE)) byCode[code.charCodeAt(0)] = { read, act };
  return byCode;
})();
