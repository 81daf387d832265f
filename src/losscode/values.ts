import type { Expression, Parameter, Statement } from '../python/syntax';
import type { Place, Source } from './source';

/** Of nothing is known what it is; each is one of its own, so that two uses of one can be seen to be the same. */
export interface Unknown {
  readonly type: 'unknown';
  /** What was asked of it or written to it, by name. */
  readonly attributes: Map<string, Value>;
  /** A parameter's default: what it is unless someone says otherwise. */
  readonly usual?: Value;
  /** Which part of what. */
  readonly part?: { readonly of: Value; readonly cut: string };
}

export interface Constant {
  readonly type: 'constant';
  readonly value: number | string | boolean | null;
}

/** What the numbers of a tensor are. */
export type Kind =
  /** Any: only something besides is known of it. */
  | 'some'
  /** What is learned: weights, a bias. */
  | 'parameter'
  /** What a linear layer, a convolution or a decision function gives: any real number. */
  | 'linear'
  /** What a layer gives that is neither: an embedding, a norm, a recurrent state. */
  | 'hidden'
  | 'relu'
  | 'softmax'
  | 'sigmoid'
  | 'log-softmax'
  | 'log-sigmoid'
  /** The logarithm of a softmax or sigmoid that was computed first. */
  | 'log-of-softmax'
  | 'log-of-sigmoid'
  | 'exp'
  | 'sum-of-exp'
  /** Probabilities added up: divided by how many there were, they are probabilities again. */
  | 'sum-of-softmax'
  /** A softmax times one-hot labels: its sums are the probabilities of the labels. */
  | 'picked'
  /** Zeros, or nothing yet: to be filled. */
  | 'blank'
  /** A loss, one number for each example or place. */
  | 'loss'
  /** Rows of it are one-hot. */
  | 'identity'
  | 'one-hot'
  | 'class-ids'
  | 'float-class-ids'
  | 'smoothed'
  | 'token-ids'
  | 'masked'
  | 'masked-sum'
  | 'masked-mean';

/** `all`: over all numbers at once; `missing`: none was said, and the library guesses. */
export type Axis = number | 'all' | 'missing';

export interface Tensor {
  readonly type: 'tensor';
  readonly is: Kind;
  /** Where it became that: a call, a layer, an argument `activation="softmax"`. */
  readonly at: Place;
  readonly axis?: Axis;
  readonly rank?: number;
  /** How many numbers a layer gives for each row. */
  readonly width?: number;
  /** What it was made of. */
  readonly of?: Value;
  /** How that is written, where it was made. */
  readonly ofAt?: Place;
  /** Where the layer is made that a call of it gives this by. */
  readonly madeAt?: Place;
  /** Added to, or multiplied: no longer as a layer gave it. */
  readonly scaled?: boolean;
  /** Made by exp and sum, not by a library's function. */
  readonly byHand?: boolean;
  /** What a trained model answered, not what it is trained by. */
  readonly predicted?: boolean;
  /** Added to it, or the least it was clamped to. */
  readonly epsilon?: number;
  /** In another shape than it was made in, or a part of it: what it was made of no longer stands for it. */
  readonly remade?: boolean;
  /** One minus it. */
  readonly complement?: boolean;
  /** Some of its classes, not all. */
  readonly part?: boolean;
  /** What it was divided by. */
  readonly divided?: Place;
  /** Something was taken off it: the largest, where a logarithm of sums of exponentials is computed by hand. */
  readonly shifted?: boolean;
  readonly absolute?: boolean;
  /** Numbers that the code says: `arange(-6, 6, 0.01)`. */
  readonly written?: boolean;
  /** Integers, where floats would do. */
  readonly integers?: boolean;
  /** By what ids are padded. */
  readonly padding?: Value;
  /** The ids that a causal language model was given for these scores. */
  readonly tokens?: Value;
  /** What it is in another shape, or a part of. */
  readonly root?: Value;
  /** Which part, as written. */
  readonly cut?: string;
  /** What the layer is called that it comes out of, where the code names it. */
  readonly layerName?: string;
  /** A mean of several: each alone may be none of them. */
  readonly mixed?: boolean;
  /** Takes it out of the code: what it is made by gives what it was made of. */
  readonly removal?: Edit;
}

export interface Edit {
  readonly place: Place;
  readonly text: string;
}

/** What a list holds: `open` where unknown ones stand before them. */
export interface Items {
  readonly type: 'items';
  readonly items: readonly Value[];
  readonly open: boolean;
}

export interface List {
  readonly type: 'list';
  readonly tuple: boolean;
  /** `items` holds its Items. */
  readonly slots: Map<string, Value>;
  /** Where each item is written, of a list that is written out. */
  readonly at?: readonly Place[];
}

export interface Dict {
  readonly type: 'dict';
  readonly entries: Map<string, Value>;
}

/** Names and what they are bound to, inside a module, a class or a call of a function. */
export interface Scope {
  readonly names: Map<string, Value>;
  /** The scope around it whose names are seen. */
  readonly outer: Scope | undefined;
  /** Names that an assignment binds further out. */
  declared?: Map<string, Scope>;
  /** Libraries whose names are all imported. */
  stars?: string[];
}

/** A name of a library, or of a module that is not among the files. */
export interface Library {
  readonly type: 'library';
  readonly path: string;
  /** The paths of what was asked of it, by name: code names the same functions over and over. */
  paths?: Map<string, string>;
}

export interface FunctionValue {
  readonly type: 'function';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[] | Expression;
  readonly scope: Scope;
  readonly source: Source;
  /** The statement or lambda that defines it. */
  readonly node: object;
  readonly binds?: 'self' | 'class' | 'property';
  readonly self?: Value;
  readonly owner?: ClassValue;
}

/** A function as the method of an object, written out: a copy of whatever an object has takes several times as long. */
export function boundTo(self: Value, method: FunctionValue): FunctionValue {
  const { type, name, parameters, body, scope, source, node, binds, owner } = method;
  return { type, name, parameters, body, scope, source, node, binds, self, owner };
}

export interface ClassValue {
  readonly type: 'class';
  readonly name: string;
  readonly bases: readonly Value[];
  readonly members: Map<string, Value>;
  readonly node: object;
  readonly source: Source;
  /** Itself and the classes that it is made from, once they were looked for. */
  line?: readonly ClassValue[];
}

export interface Instance {
  readonly type: 'instance';
  readonly of: ClassValue;
  readonly attributes: Map<string, Value>;
  readonly maybe?: boolean;
}

/** An object of a library's class, with what it was made with. */
export interface Layer {
  readonly type: 'layer';
  readonly path: string;
  readonly at: Place;
  readonly options: Args;
  /** Submodules, a Sequential's items, a compiled loss. */
  readonly attributes: Map<string, Value>;
  /** Takes it out of the list it stands in. */
  removal?: Edit;
  /** On some ways it is None instead. */
  readonly maybe?: boolean;
}

/** A module among the files. */
export interface ModuleValue {
  readonly type: 'module';
  readonly scope: Scope;
}

/** A method of a value that is no instance. */
interface Method {
  readonly type: 'method';
  readonly self: Value;
  readonly name: string;
}

export interface Partial {
  readonly type: 'partial';
  readonly callee: Value;
  readonly args: Args;
  /** What it returns is not what the function does: a gradient, say. */
  readonly silent?: boolean;
}

/** `super()`: an object seen from above one of its classes. */
interface Super {
  readonly type: 'super';
  readonly self: Instance;
  readonly above: ClassValue;
}

/** One of some objects, whichever way was gone. */
interface Either {
  readonly type: 'either';
  readonly options: readonly Value[];
}

export type Value =
  | Either
  | Unknown
  | Super
  | Constant
  | Tensor
  | Items
  | List
  | Dict
  | Library
  | FunctionValue
  | ClassValue
  | Instance
  | Layer
  | ModuleValue
  | Method
  | Partial;

/** What a call is given. */
export interface Args {
  readonly positional: readonly Value[];
  readonly keyword: ReadonlyMap<string, Value>;
  /** Where each is written. */
  readonly at: readonly (Place | undefined)[];
  readonly keywordAt: ReadonlyMap<string, Place>;
  /** There may be more than these: `*args`, `**options`. */
  readonly open: boolean;
  /** What is handed over by `**`, where it is not known. */
  readonly rest?: Value;
}

export const NO_ARGS: Args = {
  positional: [],
  keyword: new Map(),
  at: [],
  keywordAt: new Map(),
  open: false,
};

export const NONE: Constant = { type: 'constant', value: null };

export function unknown(facts: Pick<Unknown, 'usual' | 'part'> = {}): Unknown {
  return { type: 'unknown', attributes: new Map(), ...facts };
}

export function constant(value: Constant['value']): Constant {
  return { type: 'constant', value };
}

export function listOf(
  items: readonly Value[],
  { tuple = false, open = false, at }: { tuple?: boolean; open?: boolean; at?: readonly Place[] } = {},
): List {
  return { type: 'list', tuple, slots: new Map([['items', someItems(items, open)]]), ...(at && { at }) };
}

/** Nobody writes longer lists of what matters here, and lists that are doubled again and again would fill the memory. */
const MOST_ITEMS = 1000;

/** The last of many items; what may stand before them is open. */
export function someItems(items: readonly Value[], open: boolean): Items {
  return items.length <= MOST_ITEMS
    ? { type: 'items', items, open }
    : { type: 'items', items: items.slice(-MOST_ITEMS), open: true };
}

const NOTHING: Items = { type: 'items', items: [], open: true };

export function itemsOf(value: Value): Items {
  const items = value.type === 'list' ? value.slots.get('items') : undefined;
  return items?.type === 'items' ? items : NOTHING;
}

export function isNone(value: Value): boolean {
  return value.type === 'constant' && value.value === null;
}

export function args(positional: readonly Value[], at: readonly (Place | undefined)[] = []): Args {
  return { ...NO_ARGS, positional, at };
}
