import type { Framework, FunctionEvent, Labels, Takes } from '../events';
import { placeIn, slot, take, type LibraryCall, type Meaning, type Slot } from '../meaning';
import type { Site } from '../machine';
import { foundOnce, type Place } from '../source';
import { isProbability, numberOf, reshaped, some, tensor } from '../tensors';
import { unknown, type Axis, type Edit, type Kind, type Layer, type Tensor, type Value } from '../values';

/** The first argument, whatever its name. */
export const FIRST = slot(0, 'input', 'x', 'inputs', 'logits', 'features', 'a', 'tensor');

export interface Activation {
  is: 'softmax' | 'log-softmax' | 'sigmoid' | 'log-sigmoid';
  framework: Framework;
  input?: Slot;
  axis?: Slot;
  /** Over which axis where none is said. */
  fallback?: Axis;
}

/** A function, or a layer's call, that takes the softmax or sigmoid of its input. */
export function activation({ is, framework, input = FIRST, axis, fallback }: Activation): Meaning {
  return (call) => {
    const of = take(call.args, input) ?? unknown();
    const said = axis && take(call.options, axis);
    const isOpen = said === undefined && call.options.open;
    const over = axis === undefined || isOpen ? undefined : axisOf(said, fallback);
    return activated(call, is, of, placeIn(call.args, input), over, framework);
  };
}

export function axisOf(value: Value | undefined, fallback: Axis | undefined): Axis | undefined {
  if (value === undefined) return fallback;
  if (value.type === 'constant' && value.value === null) return fallback;
  return numberOf(value);
}

type Writable<T> = { -readonly [F in keyof T]: T[F] };

function activated(
  { machine, site, layer }: LibraryCall,
  is: Activation['is'],
  of: Value,
  ofAt: Place | undefined,
  axis: Axis | undefined,
  framework: Framework,
): Tensor {
  const removal = site.node === undefined ? layer?.removal : replacedBy(site.at, ofAt);
  const rank = of.type === 'tensor' ? of.rank : undefined;
  // Inside a Sequential nothing stands where it is called.
  const at = site.node === undefined && layer !== undefined ? layer.at : site.at;
  // Fact by fact: code may call it in thousands of rounds, and spreading an object for each fact takes ten times as long.
  const result: Writable<Tensor> = { type: 'tensor', is, at, of };
  if (ofAt) result.ofAt = ofAt;
  if (axis !== undefined) result.axis = axis;
  if (rank !== undefined) result.rank = rank;
  if (removal) result.removal = removal;
  if (layer) result.madeAt = layer.at;
  if (of.type === 'tensor') {
    if (of.tokens) result.tokens = of.tokens;
    if (of.cut !== undefined) result.cut = of.cut;
  }
  if (is === 'sigmoid') machine.emit({ type: 'sigmoid', of, at, nameOf: namesAt(site) });
  if (is === 'softmax' || is === 'log-softmax') {
    const event: Writable<FunctionEvent> = {
      type: 'softmax',
      framework,
      of,
      result,
      at,
      nameOf: namesAt(site),
    };
    if (ofAt) event.ofAt = ofAt;
    if (axis !== undefined) event.axis = axis;
    if (layer) event.madeAt = layer.at;
    machine.emit(event);
  }
  return result;
}

/** Characters of an argument that is left of a call: of calls in calls in calls each would have its own. */
const LONGEST_LEFT = 2_000;

/** Takes a call out of the code and leaves its argument. */
function replacedBy(at: Place, ofAt: Place | undefined): Edit | undefined {
  if (ofAt === undefined || ofAt.source !== at.source || ofAt.start < at.start || ofAt.end > at.end)
    return undefined;
  if (ofAt.end - ofAt.start > LONGEST_LEFT) return undefined;
  const text = ofAt.source.text.slice(ofAt.start, ofAt.end);
  const said = commentsAround(at, ofAt);
  if (said !== '') return { place: at, text: `(${text}  ${said}\n)` };
  return { place: at, text: isPrimary(text) ? text : `(${text})` };
}

/** What comments say inside a call, around its argument; in parentheses they can stay. */
function commentsAround({ source: { text }, start, end }: Place, of: Place): string {
  if (end - start - (of.end - of.start) > LONGEST_LEFT) return '';
  const around = `${text.slice(start, of.start)}\n${text.slice(of.end, end)}`;
  if (!around.includes('#') || /["']/.test(around)) return '';
  return around
    .split('\n')
    .filter((line) => line.includes('#'))
    .map((line) => line.slice(line.indexOf('#')).trimEnd())
    .join(' ');
}

/** Whether an expression keeps together whatever stands around it. */
export function isPrimary(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (c === '(' || c === '[' || c === '{') depth++;
    else if (c === ')' || c === ']' || c === '}') depth--;
    else if (depth === 0 && !isOfName(c)) return false;
  }
  return depth === 0;
}

/** A letter, a digit, `_` or `.`, of ASCII. */
function isOfName(c: string): boolean {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c === '_' || c === '.';
}

/** Names that are looked through in one file or notebook: of one with thousands of names and calls each call would go through all. */
const MOST_NAMES = 200_000;
const namesLeft = foundOnce(() => ({ count: MOST_NAMES }));

/** What a value is called where a call stands. */
export function namesAt({ frame }: Site): (value: Value) => string | undefined {
  const { names } = frame.scope;
  return (value) => {
    const left = namesLeft(frame.source);
    for (const [name, bound] of names) {
      if (bound === value) return name;
      if (--left.count < 0) return undefined;
    }
    return undefined;
  };
}

export interface LossShape {
  name: string;
  framework: Framework;
  takes: Takes;
  labels?: Labels;
  scores: Slot;
  targets: Slot;
  /** Says that it takes logits after all, or that it does not: with its default. */
  fromLogits?: { slot: Slot; fallback: boolean };
  /** What it takes when `fromLogits` is the other way. */
  otherwise?: Takes;
  ignoreIndex?: Slot;
  smoothing?: Slot;
  role?: 'sampler';
}

/** A loss: says what goes into it. */
export function loss(shape: LossShape): Meaning {
  return (call) => {
    const { machine, site, args, options } = call;
    const takes = takenBy(shape, call);
    if (takes !== undefined) {
      const scores = take(args, shape.scores);
      const scoresAt = placeIn(args, shape.scores);
      const targets = take(args, shape.targets);
      const targetsAt = placeIn(args, shape.targets);
      const ignoreIndex = shape.ignoreIndex && take(options, shape.ignoreIndex);
      const smoothing = shape.smoothing && take(options, shape.smoothing);
      machine.emit({
        type: 'loss',
        name: shape.name,
        framework: shape.framework,
        takes,
        ...(shape.labels && { labels: shape.labels }),
        ...(scores && { scores }),
        ...(scoresAt && { scoresAt }),
        ...(targets && { targets }),
        ...(targetsAt && { targetsAt }),
        ...(ignoreIndex && { ignoreIndex }),
        ...(smoothing && { smoothing }),
        at: site.at,
        ...(call.layer && { madeAt: call.layer.at }),
        options,
        ...(shape.role && { role: shape.role }),
        nameOf: namesAt(site),
      });
    }
    return tensor('loss', site.at);
  };
}

function takenBy({ takes, fromLogits, otherwise }: LossShape, { options }: LibraryCall): Takes | undefined {
  if (fromLogits === undefined || otherwise === undefined) return takes;
  const said = take(options, fromLogits.slot);
  if (said === undefined) return options.open ? undefined : fromLogits.fallback ? takes : otherwise;
  if (said.type !== 'constant' || typeof said.value !== 'boolean') return undefined;
  return said.value ? takes : otherwise;
}

/** A loss of numbers that stand for themselves. */
export const regression: Meaning = ({ machine, site, args }) => {
  const [of] = args.positional;
  if (of !== undefined) machine.emit({ type: 'regression', of, at: site.at, nameOf: namesAt(site) });
  return tensor('loss', site.at);
};

/** A value of a kind, whatever it is made of. */
export function gives(is: Kind, rank?: number): Meaning {
  return ({ site, args, layer, options, path }) => {
    const input = args.positional[0];
    // Recurrent layers drop an axis, embeddings add one.
    const known = rank ?? (is === 'linear' && input?.type === 'tensor' ? input.rank : undefined);
    const width = is === 'linear' && layer !== undefined ? numberOf(take(options, widthIn(path))) : undefined;
    return tensor(is, layer === undefined ? site.at : layer.at, {
      ...(known !== undefined && { rank: known }),
      ...(width !== undefined && { width }),
    });
  };
}

/** Where a layer is told how many numbers to give: PyTorch and its like say first how many it gets. */
function widthIn(path: string): Slot {
  const names = [
    'out_features',
    'units',
    'features',
    'out_channels',
    'filters',
    'output_dims',
    'output_size',
  ];
  return slot(/^(?:torch|mlx|flax\.nnx|equinox)\./.test(path) ? 1 : 0, ...names);
}

/** The input as it is. */
export const same: Meaning = ({ args }) => args.positional[0] ?? unknown();

/** The input in another shape. */
export function shaped(rank?: (call: LibraryCall) => number | undefined): Meaning {
  return (call) => {
    const [input] = call.args.positional;
    if (input === undefined) return unknown();
    const known = rank?.(call);
    if (input.type === 'unknown' && known !== undefined) return { ...some(call.site.at, known), root: input };
    return reshaped(input, known);
  };
}

/** What a norm or a pool makes of scores: any number still, no probabilities. */
export const normed: Meaning = ({ args, site, layer }) => {
  const [input] = args.positional;
  const rank = input?.type === 'tensor' ? input.rank : undefined;
  if (isProbability(input)) return some(site.at, rank);
  return tensor(
    input?.type === 'tensor' && input.is === 'linear' ? 'linear' : 'hidden',
    layer?.at ?? site.at,
    rank === undefined ? {} : { rank },
  );
};

export const rectified: Meaning = ({ args, site, layer }) => {
  const [input] = args.positional;
  const rank = input?.type === 'tensor' ? input.rank : undefined;
  return tensor(
    'relu',
    site.node === undefined ? (layer?.at ?? site.at) : site.at,
    rank === undefined ? {} : { rank },
  );
};

export const nothingKnown: Meaning = ({ args, site }) => {
  const [input] = args.positional;
  return input?.type === 'tensor' ? some(site.at, input.rank) : unknown();
};

/** The names of a table under a common prefix. */
export function under(prefix: string, table: Readonly<Record<string, Meaning>>): Record<string, Meaning> {
  return Object.fromEntries(Object.entries(table).map(([name, meaning]) => [`${prefix}.${name}`, meaning]));
}

export function each(names: string, meaning: Meaning): Record<string, Meaning> {
  return Object.fromEntries(names.split(' ').map((name) => [name, meaning]));
}

export function isLayer(value: Value): value is Layer {
  return value.type === 'layer';
}
