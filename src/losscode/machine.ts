import type { Argument, Expression, Statement } from '../python/syntax';
import type { Event } from './events';
import type { Place, Source } from './source';
import type { Trail, Written } from './trail';
import type { Args, ClassValue, FunctionValue, Instance, Scope, Value } from './values';

/** A call of a function, or a module, while it runs. */
export interface Frame {
  readonly scope: Scope;
  readonly source: Source;
  /** The class whose method it is, and the object it is called on. */
  readonly owner?: ClassValue;
  readonly self?: Value;
  /** What was returned on each way, with what was known there; where that is not said, as the trail has it now. */
  readonly returned: { value: Value; written?: Written }[];
  /** How deep the trail was when it began. */
  readonly depth: number;
  /** Loops around, the innermost last. */
  readonly loops: { readonly depth: number; readonly left: Written[] }[];
  /** Functions defined in it. */
  readonly defined: FunctionValue[];
}

/** Where a call stands. */
export interface Site {
  readonly frame: Frame;
  readonly at: Place;
  readonly node?: Expression;
}

/** What evaluates: the parts of the interpreter know each other by it. */
export interface Machine {
  readonly trail: Trail;
  evaluate(expression: Expression, frame: Frame): Value;
  arguments(args: readonly Argument[], frame: Frame): Args;
  /** Whether a block is never gone on from. */
  execute(statements: readonly Statement[], frame: Frame): boolean;
  call(callee: Value, args: Args, site: Site): Value;
  /** A function's body with its parameters bound. */
  run(callee: FunctionValue, args: Args, site: Site): Value;
  attribute(object: Value, name: string, site: Site): Value;
  assign(target: Expression, value: Value, frame: Frame): void;
  importModule(path: string, dots: number, from: Source): Value | undefined;
  emit(event: Event): void;
  /** Notes an object that the code makes of a class of its own. */
  made(instance: Instance): void;
  /** Notes a class that the code defines. */
  defined(one: ClassValue): void;
  /** An object of a class, of which a name is said to be; unknown where it may be one of a class made from it. */
  objectOf(one: ClassValue): Value;
  /** Goes through something and says nothing of it. */
  silently<T>(run: () => T): T;
  /** Whether there are steps left to go. */
  step(): boolean;
  /** The same of members of lists and dicts, which are far more than expressions. */
  look(): boolean;
  /** Whether a loop may be gone through once for each of so many items. */
  mayRepeat(rounds: number): boolean;
}

export function placeOf(frame: Frame, { start, end }: { start: number; end: number }): Place {
  return { source: frame.source, start, end };
}
