import type { Argument, Expression, Statement } from '../python/syntax';
import { walk } from '../python/walk';
import { assign } from './assign';
import { argumentsOf, evaluate } from './evaluate';
import type { Event } from './events';
import { execute } from './execute';
import { importedFile } from './imports';
import { attribute, bind, call, CALLED, instantiate, lineOf } from './invoke';
import type { Frame, Machine, Site } from './machine';
import { scopeIn } from './scope';
import type { Source } from './source';
import { Trail } from './trail';
import { join } from './join';
import {
  boundTo,
  NO_ARGS,
  NONE,
  unknown,
  type Args,
  type ClassValue,
  type FunctionValue,
  type Instance,
  type ModuleValue,
  type Scope,
  type Value,
} from './values';

/**
 * Statements and expressions gone through for one check, and how many of them there are before one for each character: of 648
 * files of libraries and their tests the most was 30,000, and 0.75 for each. What is made to hang ends. As many values are
 * looked at to tell ways through the code apart.
 */
const MOST_STEPS = 400_000;
const FIRST_STEPS = 50_000;
/**
 * Members of lists and dicts read one by one; what is read after them is unknown, and the rest of the code goes on. Of 2,358
 * files of libraries and their tests one reads 22,000, all others less than 1,300.
 */
const MOST_MEMBERS = 50_000;
/** Calls of layers, each item of a model one: of 526 files that have layers the most was 196. What they give after them is unknown. */
const MOST_LAYER_CALLS = 4_000;
/** Methods that classes are asked for that are made from theirs: of the same files the most was 148. */
const MOST_INHERITED = 4_000;
/** Calls inside calls, and models inside models. */
const DEEPEST = 24;
/** Expressions inside expressions and calls together: what the stack bears. */
const DEEPEST_EXPRESSION = 600;
/** Objects of one class that its methods are gone through with. */
const MOST_INSTANCES = 3;
/** What people call a function that is as simple as can be on purpose, to compare a better one with. */
const REFERENCE = /(?:^|_)(?:naive|unstable|reference)(?:_|$)/i;
/** Times that one function is gone through, each with other arguments. */
const MOST_RUNS = 12;
/**
 * Functions gone through for one check, and characters for which there is one more: of 1,709 files of libraries the most was 1,674,
 * in 79,000 characters. What they give after them is unknown.
 */
const FIRST_FUNCTIONS = 2_000;
const CHARACTERS_A_FUNCTION = 20;
/**
 * The same of rounds of loops, each with an item that is known: of 11,347 files the most were 4,125, in 185,000 characters, and 1,882 in
 * 6,000. Loops after them are gone through once for all their items.
 */
const FIRST_ROUNDS = 4_000;
const CHARACTERS_A_ROUND = 25;

/** A module with the functions that are defined in it. */
type Checked = ModuleValue & { readonly defined: FunctionValue[] };

/** Goes through the code as it would run, with what is known of each value in place of the value. */
export class Interpreter implements Machine {
  readonly trail: Trail;
  private steps = 0;
  private members = 0;
  private inherited = 0;
  private readonly mostSteps: number;
  private functionsLeft: number;
  private roundsLeft: number;
  private depth = 0;
  private layers = 0;
  private layerCalls = 0;
  private silent = 0;
  private readonly running: object[] = [];
  private readonly runs = new Map<object, number>();
  private readonly modules = new Map<string, Checked>();
  private readonly seen = new Map<object, Value>();
  /** Classes that others are made from. */
  private readonly parents = new Set<object>();
  /** Methods of each class that may be gone through again, and how many members it had when they were looked for. */
  private readonly left = new Map<object, { size: number; names: readonly string[] }>();
  /** The objects that the code makes of its classes. */
  private readonly instances = new Map<object, Instance[]>();

  constructor(
    private readonly sources: ReadonlyMap<string, readonly Source[]>,
    private readonly listener: (event: Event) => void,
    private readonly observer?: (expression: Expression, value: Value, source: Source) => void,
  ) {
    let length = 0;
    for (const pieces of sources.values()) for (const { text } of pieces) length += text.length;
    this.mostSteps = Math.min(MOST_STEPS, FIRST_STEPS + length);
    this.functionsLeft = FIRST_FUNCTIONS + length / CHARACTERS_A_FUNCTION;
    this.roundsLeft = FIRST_ROUNDS + length / CHARACTERS_A_ROUND;
    this.trail = new Trail(this.mostSteps);
  }

  /** A whole module, then each function and method that it does not call itself, of whose arguments nothing is known. */
  check(pieces: readonly Source[]) {
    const module = this.moduleOf(pieces);
    if (module !== undefined) this.runRest(module.defined);
  }

  private moduleOf(pieces: readonly Source[]): Checked | undefined {
    const [first] = pieces;
    if (first === undefined) return undefined;
    const known = this.modules.get(first.uri);
    if (known !== undefined) return known;
    const made: Checked = { type: 'module', scope: scopeIn(), defined: [] };
    this.modules.set(first.uri, made);
    const { scope, defined } = made;
    for (const source of pieces) {
      const frame: Frame = { scope, source, returned: [], depth: this.trail.depth, loops: [], defined };
      this.execute(source.module.statements, frame);
    }
    return made;
  }

  step(): boolean {
    return ++this.steps < this.mostSteps && this.trail.looked < this.mostSteps;
  }

  look(): boolean {
    return ++this.members < MOST_MEMBERS;
  }

  mayRepeat(rounds: number): boolean {
    return (this.roundsLeft -= rounds) >= 0;
  }

  evaluate(expression: Expression, frame: Frame): Value {
    if (!this.step() || this.depth >= DEEPEST_EXPRESSION) return unknown();
    this.depth++;
    const value = evaluate(this, expression, frame);
    this.depth--;
    this.observer?.(expression, value, frame.source);
    return value;
  }

  arguments(list: readonly Argument[], frame: Frame): Args {
    return argumentsOf(this, list, frame);
  }

  execute(statements: readonly Statement[], frame: Frame): boolean {
    return execute(this, statements, frame);
  }

  assign(target: Expression, value: Value, frame: Frame) {
    assign(this, target, value, frame);
  }

  attribute(object: Value, name: string, site: Site): Value {
    return attribute(this, object, name, site);
  }

  call(callee: Value, args: Args, site: Site): Value {
    if (callee.type !== 'layer') return call(this, callee, args, site);
    // Models made of the models before them are twice as many calls each.
    if (!this.step() || this.layers >= DEEPEST || ++this.layerCalls > MOST_LAYER_CALLS) return unknown();
    this.layers++;
    const value = call(this, callee, args, site);
    this.layers--;
    return value;
  }

  run(callee: FunctionValue, args: Args, site: Site): Value {
    const { node } = callee;
    const times = this.runs.get(node) ?? 0;
    if (times >= MOST_RUNS || this.running.length >= DEEPEST || this.running.includes(node)) return unknown();
    if (--this.functionsLeft < 0) return unknown();
    if (this.silent === 0) this.runs.set(node, times + 1);
    this.running.push(node);
    const run = () => this.inFunction(callee, args, site);
    const value = REFERENCE.test(callee.name) ? this.silently(run) : run();
    this.running.pop();
    return value;
  }

  importModule(path: string, dots: number, from: Source): Value | undefined {
    if (this.sources.size <= 1) return undefined;
    const uri = importedFile(path, dots, from.uri, this.sources);
    const pieces = uri === undefined || uri === from.uri ? undefined : this.sources.get(uri);
    return pieces && this.moduleOf(pieces);
  }

  silently<T>(run: () => T): T {
    this.silent++;
    const result = run();
    this.silent--;
    return result;
  }

  made(instance: Instance) {
    if (this.silent > 0) return;
    const { node } = instance.of;
    const known = this.instances.get(node);
    if (known === undefined) this.instances.set(node, [instance]);
    else if (known.length < MOST_INSTANCES) known.push(instance);
  }

  defined({ bases }: ClassValue) {
    for (const base of bases) if (base.type === 'class') this.parents.add(base.node);
  }

  objectOf(one: ClassValue): Value {
    if (this.parents.has(one.node)) return unknown();
    return this.objectsOf(one).reduce((a, b) => join(a, b));
  }

  emit(event: Event) {
    if (this.silent === 0) this.listener(event);
  }

  private inFunction(callee: FunctionValue, args: Args, site: Site): Value {
    const frame = bind(this, callee, args, site);
    if (!Array.isArray(callee.body)) return this.evaluate(callee.body as Expression, frame);
    const { returned, depth, defined, scope } = frame;
    this.trail.begin();
    const left = this.execute(callee.body, frame);
    // Most functions have one way through them, and leave nothing behind that could look at their names.
    if (defined.length === 0 && returned.length === (left ? 1 : 0) && returned[0]?.written === undefined) {
      this.trail.keep(scope.names);
      return returned[0]?.value ?? NONE;
    }
    if (!left) returned.push({ value: NONE });
    for (const one of returned) one.written ??= this.trail.since(depth);
    this.runRest(defined);
    this.trail.undo();
    this.trail.joinWays(returned.map(({ written }) => written!));
    if (returned.length === 0) return unknown();
    return returned.map(({ value }) => value).reduce((a, b) => join(a, b));
  }

  /** Functions that nothing has called: of what they are given nothing is known. */
  private runRest(defined: readonly FunctionValue[]) {
    if (defined.length === 0) return;
    const classes = new Map<object, ClassValue>();
    for (const { owner } of defined) if (owner !== undefined) classes.set(owner.node, owner);
    for (const one of classes.values()) this.instanceOf(one);
    for (const one of defined) {
      if (this.runs.has(one.node) || !this.step()) continue;
      const { owner, binds } = one;
      if (owner === undefined || binds === undefined) this.runAlone(one);
      else for (const self of this.objectsOf(owner)) this.runAlone(boundTo(self, one));
    }
    const own = new Set(defined);
    for (const one of classes.values()) this.runInherited(one, own);
  }

  /** Methods of classes of the code see what the classes made from them do. */
  private runInherited(one: ClassValue, defined: ReadonlySet<Value>) {
    const line = lineOf(one);
    if (line.length === 1 || !isCallable(one)) return;
    for (const [i, above] of line.entries()) {
      if (i === 0) continue;
      for (const name of this.inherited < MOST_INHERITED ? this.methodsLeft(above) : []) {
        if (this.inherited >= MOST_INHERITED || !this.step()) return;
        this.inherited++;
        if (line.some(({ members }, nearer) => nearer < i && members.has(name))) continue;
        const member = above.members.get(name);
        if (member?.type !== 'function' || member.binds !== 'self' || name === '__init__') continue;
        // What is called by the code itself is known already, with what it is given.
        const times = this.runs.get(member.node) ?? 0;
        if (times === 0 || (times < MOST_RUNS && defined.has(member))) {
          for (const self of this.objectsOf(one)) this.runAlone(boundTo(self, member));
        }
      }
    }
  }

  /** Names of what a class has, without methods that were gone through as often as any is: each class made from it asks. */
  private methodsLeft({ node, members }: ClassValue): readonly string[] {
    const known = this.left.get(node);
    const names = known?.size === members.size ? known.names : [...members.keys()];
    const left = names.filter((name) => {
      const member = members.get(name);
      return member?.type === 'function' && (this.runs.get(member.node) ?? 0) < MOST_RUNS;
    });
    this.left.set(node, { size: members.size, names: left });
    return left;
  }

  private runAlone(one: FunctionValue) {
    if ((this.runs.get(one.node) ?? 0) >= MOST_RUNS) return;
    this.run(one, this.unknownArgs(), this.siteOf(one));
  }

  /** Those that the code makes of a class, else one as nobody in particular makes it. */
  private objectsOf(one: ClassValue): readonly Value[] {
    return this.instances.get(one.node) ?? [this.instanceOf(one)];
  }

  private unknownArgs(): Args {
    return { ...NO_ARGS, open: true };
  }

  private siteOf({ scope, source, node }: { scope: Scope; source: Source; node: object }): Site {
    const frame: Frame = { scope, source, returned: [], depth: this.trail.depth, loops: [], defined: [] };
    const { start, end } = node as { start: number; end: number };
    return { frame, at: { source, start, end } };
  }

  /** An object of a class as nobody in particular makes it: what all its methods leave in it. */
  private instanceOf(one: ClassValue): Value {
    const known = this.seen.get(one.node);
    if (known !== undefined) return known;
    this.seen.set(one.node, unknown());
    const site = this.siteOf({ scope: scopeIn(), source: one.source, node: one.node });
    const instance = instantiate(this, one, this.unknownArgs(), site);
    this.seen.set(one.node, instance);
    this.silent++;
    for (const [name, member] of one.members) {
      if (member.type !== 'function' || name === '__init__' || member.binds !== 'self') continue;
      if (!setsAttributes(member)) continue;
      this.trail.begin();
      const depth = this.trail.depth - 1;
      this.run(boundTo(instance, member), this.unknownArgs(), this.siteOf(member));
      const written = this.trail.since(depth).get(instance.attributes) ?? new Map<string, Value>();
      this.trail.undo();
      for (const [key, value] of written) {
        const before = instance.attributes.get(key);
        this.trail.write(instance.attributes, key, before === undefined ? value : join(before, value));
      }
    }
    this.silent--;
    return instance;
  }
}

/** Whether calling its objects runs what it defines itself. */
function isCallable({ members }: ClassValue): boolean {
  return CALLED.some((name) => members.has(name));
}

/** Whether a method writes to its object. */
function setsAttributes({ body, source }: FunctionValue): boolean {
  let sets = false;
  if (!Array.isArray(body)) return false;
  walk(
    { text: source.text, statements: body, unread: [] },
    {
      statement: (one) => {
        if (one.type === 'assign') sets ||= one.targets.some(isAttribute);
      },
    },
  );
  return sets;
}

function isAttribute(target: Expression): boolean {
  return target.type === 'attribute' || (target.type === 'tuple' && target.items.some(isAttribute));
}
