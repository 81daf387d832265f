import { refuse, PickleError } from './errors';
import { globalOf } from './globals';
import { MAX_MEMO, MAX_STACK, MAX_STEPS } from './limits';
import { setArrayState, setTypeState } from './numpyGlobals';
import type { Instruction } from './opcodes';
import { Dict, Global, List, NumpyArray, NumpyType, type Value } from './values';

const LATEST_PROTOCOL = 5;

/** The stack machine that pickles are programs for. It makes data of a few known kinds, and refuses all else. */
export class Machine {
  private readonly stack: Value[] = [];
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, Value>();
  private steps = 0;

  /** @param persistent what an id that the file's format gives a meaning stands for */
  constructor(private readonly persistent: (id: Value) => Value) {}

  /** Carries out one instruction; whether it was the last. */
  step({ name }: Instruction, argument: Value): boolean {
    this.spend(1);
    const { stack } = this;
    switch (name) {
      case 'INT':
      case 'LONG':
      case 'FLOAT':
      case 'STRING':
      case 'UNICODE':
      case 'BININT':
      case 'BININT1':
      case 'BININT2':
      case 'LONG1':
      case 'LONG4':
      case 'BINFLOAT':
      case 'BINSTRING':
      case 'SHORT_BINSTRING':
      case 'BINUNICODE':
      case 'SHORT_BINUNICODE':
      case 'BINUNICODE8':
      case 'BINBYTES':
      case 'SHORT_BINBYTES':
      case 'BINBYTES8':
      case 'BYTEARRAY8':
      case 'NONE':
        this.push(argument);
        break;
      case 'NEWTRUE':
        this.push(true);
        break;
      case 'NEWFALSE':
        this.push(false);
        break;
      case 'EMPTY_LIST':
        this.push(new List('list'));
        break;
      case 'EMPTY_TUPLE':
        this.push(new List('tuple'));
        break;
      case 'EMPTY_DICT':
        this.push(new Dict());
        break;
      case 'EMPTY_SET':
        this.push(new List('set'));
        break;
      case 'APPEND':
        this.append('list', [this.pop()]);
        break;
      case 'APPENDS':
        this.append('list', this.popToMark());
        break;
      case 'ADDITEMS':
        this.append('set', this.popToMark());
        break;
      case 'LIST':
        this.push(new List('list', this.popToMark()));
        break;
      case 'TUPLE':
        this.push(new List('tuple', this.popToMark()));
        break;
      case 'FROZENSET':
        this.push(new List('set', this.popToMark()));
        break;
      case 'TUPLE1':
      case 'TUPLE2':
      case 'TUPLE3':
        this.push(new List('tuple', this.popLast(Number(name.at(-1)))));
        break;
      case 'DICT': {
        const items = this.popToMark();
        this.push(new Dict());
        this.setItems(items);
        break;
      }
      case 'SETITEM':
        this.setItems(this.popLast(2));
        break;
      case 'SETITEMS':
        this.setItems(this.popToMark());
        break;
      case 'GLOBAL':
        this.push(globalAt(argument as string));
        break;
      case 'STACK_GLOBAL': {
        const [module, attribute] = this.popLast(2);
        if (typeof module !== 'string' || typeof attribute !== 'string')
          throw new PickleError('a name is looked up by something else than two strings');
        this.push(globalOf(module, attribute));
        break;
      }
      case 'INST': {
        const type = globalAt(argument as string);
        this.make(type, this.popToMark());
        break;
      }
      case 'OBJ': {
        const [type, ...args] = this.popToMark();
        this.make(type, args);
        break;
      }
      case 'REDUCE':
      case 'NEWOBJ': {
        const [type, args] = this.popLast(2);
        this.makeOf(type, args);
        break;
      }
      case 'NEWOBJ_EX': {
        const [type, args, named] = this.popLast(3);
        if (!(named instanceof Dict) || named.keys.length > 0) refuse('objects with named arguments');
        this.makeOf(type, args);
        break;
      }
      case 'BUILD':
        this.setState(this.pop());
        break;
      case 'EXT1':
      case 'EXT2':
      case 'EXT4':
        return refuse(`extension code ${argument as number}`);
      case 'PERSID':
        this.push(this.persistent(argument));
        break;
      case 'BINPERSID':
        this.push(this.persistent(this.pop()));
        break;
      case 'NEXT_BUFFER':
      case 'READONLY_BUFFER':
        throw new PickleError('its values were saved apart from it: a buffer stands outside of the file');
      case 'MARK':
        this.marks.push(stack.length);
        this.checkDepth();
        break;
      case 'POP':
        // A mark is an entry like any other here.
        if (this.marks.at(-1) === stack.length) this.marks.pop();
        else this.pop();
        break;
      case 'POP_MARK':
        this.popToMark();
        break;
      case 'DUP':
        this.push(this.top());
        break;
      case 'GET':
      case 'BINGET':
      case 'LONG_BINGET':
        this.push(this.recall(argument));
        break;
      case 'PUT':
      case 'BINPUT':
      case 'LONG_BINPUT':
        this.keep(argument, this.top());
        break;
      case 'MEMOIZE':
        this.keep(this.memo.size, this.top());
        break;
      case 'PROTO':
        if ((argument as number) > LATEST_PROTOCOL)
          throw new PickleError(`pickle protocol ${argument as number} is not known; 0 to 5 are`);
        break;
      case 'FRAME':
        break;
      case 'STOP':
        return true;
    }
    return false;
  }

  /** What the pickle holds, after its last instruction. */
  result(): Value {
    return this.pop();
  }

  private spend(steps: number): void {
    this.steps += steps;
    if (this.steps > MAX_STEPS)
      throw new PickleError(`the pickle takes more than ${MAX_STEPS} steps, which is the limit`);
  }

  private push(value: Value): void {
    this.stack.push(value);
    this.checkDepth();
  }

  private checkDepth(): void {
    if (this.stack.length + this.marks.length > MAX_STACK)
      throw new PickleError(`the pickle piles up more than ${MAX_STACK} values, which is the limit`);
  }

  private pop(): Value {
    return this.popLast(1)[0];
  }

  private top(): Value {
    const { stack } = this;
    if (stack.length <= (this.marks.at(-1) ?? 0)) missing();
    return stack[stack.length - 1];
  }

  private popLast(count: number): Value[] {
    const { stack } = this;
    if (stack.length - count < (this.marks.at(-1) ?? 0)) missing();
    return stack.splice(stack.length - count);
  }

  private popToMark(): Value[] {
    return this.stack.splice(this.marks.pop() ?? missing());
  }

  private append(kind: List['kind'], items: readonly Value[]): void {
    const list = this.top();
    if (!(list instanceof List) || list.kind !== kind)
      throw new PickleError(`items are added to something else than a ${kind}`);
    for (const item of items) list.items.push(item);
  }

  private setItems(items: readonly Value[]): void {
    const dict = this.top();
    if (!(dict instanceof Dict) || items.length % 2 !== 0)
      throw new PickleError('keys and values are set in something else than a dict');
    for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1]);
  }

  private makeOf(type: Value, args: Value): void {
    if (!(args instanceof List) || args.kind !== 'tuple')
      throw new PickleError('arguments are something else than a tuple');
    this.make(type, args.items);
  }

  private make(type: Value | undefined, args: readonly Value[]): void {
    if (!(type instanceof Global)) throw new PickleError('something else than a name is called');
    if (!type.make) throw new PickleError(`${type.name} is called, which arrays are not made by`);
    this.push(type.make(args, (steps) => this.spend(steps)));
  }

  private setState(state: Value): void {
    const value = this.top();
    if (value instanceof NumpyArray) setArrayState(value, state);
    else if (value instanceof NumpyType) setTypeState(value, state);
    // Attributes of an OrderedDict, such as the versions beside a state_dict, hold no arrays.
    else if (!(value instanceof Dict))
      throw new PickleError('the state of something else than an array is set');
  }

  private keep(place: Value, value: Value): void {
    if (typeof place !== 'number' || place < 0)
      throw new PickleError('a value is kept at a place that is none');
    this.memo.set(place, value);
    if (this.memo.size > MAX_MEMO)
      throw new PickleError(`the pickle keeps more than ${MAX_MEMO} values, which is the limit`);
  }

  private recall(place: Value): Value {
    const value = this.memo.get(place as number);
    return value === undefined ? missing() : value;
  }
}

function globalAt(lines: string): Global {
  const [module, name] = lines.split('\n');
  return globalOf(module, name);
}

function missing(): never {
  throw new PickleError('an instruction takes a value that is not there: the pickle is damaged');
}
