import * as l10n from '@vscode/l10n';
import { PickleError } from './errors';
import { MAX_MEMO, MAX_STACK, MAX_STEPS } from './limits';
import { setArrayState, setTypeState } from './numpyGlobals';
import { Dict, Global, List, NumpyArray, NumpyType, type Value } from './values';

/** The stack machine that pickles are programs for. It makes data of a few known kinds, and refuses all else. */
export class Machine {
  private readonly stack: Value[] = [];
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, Value>();
  private steps = 0;
  private done = false;

  /** @param persistent what an id that the file's format gives a meaning stands for */
  constructor(readonly persistent: (id: Value) => Value) {}

  /** After the last instruction: what the pickle holds is the last value. */
  get stopped(): boolean {
    return this.done;
  }

  stop(): void {
    this.done = true;
  }

  /** Counts work, each instruction for one step. */
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > MAX_STEPS)
      throw new PickleError(l10n.t('the pickle exceeds the limit of {0} steps', MAX_STEPS));
  }

  push(value: Value): void {
    this.stack.push(value);
    this.checkDepth();
  }

  mark(): void {
    this.marks.push(this.stack.length);
    this.checkDepth();
  }

  /** A mark is an entry like any other here. */
  popEntry(): void {
    if (this.marks.at(-1) === this.stack.length) this.marks.pop();
    else this.pop();
  }

  private checkDepth(): void {
    if (this.stack.length + this.marks.length > MAX_STACK)
      throw new PickleError(l10n.t('the pickle exceeds the limit of {0} values on its stack', MAX_STACK));
  }

  pop(): Value {
    return this.popLast(1)[0];
  }

  top(): Value {
    const { stack } = this;
    if (stack.length <= (this.marks.at(-1) ?? 0)) missing();
    return stack[stack.length - 1];
  }

  popLast(count: number): Value[] {
    const { stack } = this;
    if (stack.length - count < (this.marks.at(-1) ?? 0)) missing();
    return stack.splice(stack.length - count);
  }

  popToMark(): Value[] {
    return this.stack.splice(this.marks.pop() ?? missing());
  }

  append(kind: List['kind'], items: readonly Value[]): void {
    const list = this.top();
    if (!(list instanceof List) || list.kind !== kind)
      throw new PickleError(l10n.t('items are added to a value that is not a {0}', kind));
    for (const item of items) list.items.push(item);
  }

  pushDict(items: readonly Value[]): void {
    this.push(new Dict());
    this.setItems(items);
  }

  setItems(items: readonly Value[]): void {
    const dict = this.top();
    if (!(dict instanceof Dict) || items.length % 2 !== 0)
      throw new PickleError(l10n.t('keys are set in a value that is not a dict'));
    for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1]);
  }

  make(type: Value | undefined, args: readonly Value[]): void {
    if (!(type instanceof Global)) throw new PickleError(l10n.t('a value that is not a function is called'));
    if (!type.make) throw new PickleError(l10n.t('{0} is called, which doesn’t create arrays', type.name));
    this.push(type.make(args, (steps) => this.spend(steps)));
  }

  setState(state: Value): void {
    const value = this.top();
    if (value instanceof NumpyArray) setArrayState(value, state);
    else if (value instanceof NumpyType) setTypeState(value, state);
    // Attributes of an OrderedDict, such as the versions beside a state_dict, hold no arrays.
    else if (!(value instanceof Dict))
      throw new PickleError(l10n.t('the state of a value that is not an array is set'));
  }

  /** At the next place that is free. */
  memoize(): void {
    this.keep(this.memo.size, this.top());
  }

  keep(place: Value, value: Value): void {
    if (typeof place !== 'number' || place < 0)
      throw new PickleError(l10n.t('the memo is written at an invalid index'));
    this.memo.set(place, value);
    if (this.memo.size > MAX_MEMO)
      throw new PickleError(l10n.t('the pickle exceeds the limit of {0} values in its memo', MAX_MEMO));
  }

  recall(place: Value): Value {
    const value = this.memo.get(place as number);
    return value === undefined ? missing() : value;
  }
}

function missing(): never {
  throw new PickleError(l10n.t('the pickle is damaged: an instruction needs a value that is not there'));
}
