import type { Event, LossEvent } from './events';
import { Interpreter } from './interpreter';
import { rangeOf, sourcesOf, written, type Place } from './source';
import { slot, take } from './meaning';
import { numberOf } from './tensors';
import { itemsOf, type Value } from './values';

/** What becomes of a value later. */
export type Use = 'cross-entropy' | 'softmax' | 'sigmoid' | 'regression';

/** A place as a person is told of it. */
export interface Told {
  text: string;
  /** Counted from 0; absent where all stands in one cell. */
  cell?: number;
}

/** What is known of a value that the code shows. */
export interface Known {
  is?: 'logits' | 'hidden' | 'probabilities' | 'sigmoid-scores' | 'log-probabilities' | 'class-labels';
  /** What makes it that: `nn.Linear(64, 10)`. */
  made?: Told;
  use?: Use;
  /** What it goes into. */
  used?: Told;
  /** With what the loss is made that it goes into. */
  options?: LossOptions;
}

/** What a loss is made with, where the code says it as numbers. */
export interface LossOptions {
  labelSmoothing?: number;
  ignoreIndex?: number;
  classWeights?: readonly number[];
  positiveWeights?: readonly number[];
  /** The first option that changes the loss and isn't known, as written. */
  unknown?: string;
}

const KINDS: Readonly<Record<string, Known['is']>> = {
  linear: 'logits',
  relu: 'hidden',
  hidden: 'hidden',
  softmax: 'probabilities',
  sigmoid: 'sigmoid-scores',
  'log-softmax': 'log-probabilities',
  'log-of-softmax': 'log-probabilities',
  'class-ids': 'class-labels',
};

/** What the code of a notebook, all its cells in order, says of the values in it. */
export class Evidence {
  /** By cell, and in it by the place of the expression. */
  private readonly values = new Map<number, Map<number, Value>>();
  private readonly uses = new Map<unknown, { use: Use; at: Place; options?: LossOptions }>();
  private readonly isNotebook: boolean;

  constructor(cells: readonly string[]) {
    this.isNotebook = cells.length > 1;
    const sources = sourcesOf([{ uri: '', cells }]);
    const interpreter = new Interpreter(
      sources,
      (event) => this.listen(event),
      ({ start, end }, value, { cell = 0 }) => {
        let values = this.values.get(cell);
        if (values === undefined) this.values.set(cell, (values = new Map<number, Value>()));
        values.set(placeIn(start, end), value);
      },
    );
    for (const pieces of sources.values()) interpreter.check(pieces);
  }

  /** Of the expression at some offsets of a cell. */
  of(cell: number, start: number, end: number): Known | undefined {
    const value = this.values.get(cell)?.get(placeIn(start, end));
    if (value === undefined) return undefined;
    const used = this.uses.get(keyOf(value));
    const is = value.type === 'tensor' && !value.part ? KINDS[value.is] : undefined;
    if (is === undefined && used === undefined) return undefined;
    return {
      ...(is && value.type === 'tensor' && { is, made: this.told(value.at) }),
      ...(used && { use: used.use, used: this.told(used.at) }),
      ...(used?.options && { options: used.options }),
    };
  }

  private listen(event: Event) {
    if (event.type === 'loss') {
      if (event.scores === undefined || event.role !== undefined) return;
      if (event.takes === 'logits') this.use(event.scores, 'cross-entropy', event.at, optionsOf(event));
      else if (event.takes === 'binary-logits') this.use(event.scores, 'sigmoid', event.at, optionsOf(event));
    } else if (event.type === 'softmax' || event.type === 'sigmoid' || event.type === 'regression')
      this.use(event.of, event.type, event.at);
  }

  private told(place: Place): Told {
    const { cell } = rangeOf(place);
    return { text: written(place), ...(this.isNotebook && cell !== undefined && { cell }) };
  }

  private use(value: Value, use: Use, at: Place, options?: LossOptions) {
    const key = keyOf(value);
    if (!this.uses.has(key)) this.uses.set(key, { use, at, ...(options && { options }) });
  }
}

/** One number for both offsets, which are far below a million: a text for each of thousands of expressions takes longer. */
function placeIn(start: number, end: number): number {
  return start * 2 ** 26 + end;
}

function optionsOf({ smoothing, ignoreIndex, options }: LossEvent): LossOptions | undefined {
  const labelSmoothing = numberOf(smoothing);
  const ignored = numberOf(ignoreIndex);
  const classWeights = numbersIn(take(options, slot(undefined, 'weight')));
  const positiveWeights = numbersIn(take(options, slot(undefined, 'pos_weight')));
  const unknown = unknownIn(options);
  const said: LossOptions = {
    ...(labelSmoothing !== undefined && labelSmoothing > 0 && labelSmoothing <= 1 && { labelSmoothing }),
    ...(ignored !== undefined && Number.isInteger(ignored) && { ignoreIndex: ignored }),
    ...(classWeights && { classWeights }),
    ...(positiveWeights && { positiveWeights }),
    ...(unknown !== undefined && { unknown }),
  };
  return Object.keys(said).length > 0 ? said : undefined;
}

function unknownIn({ keyword, keywordAt }: LossEvent['options']): string | undefined {
  for (const name of ['weight', 'pos_weight', 'class_weight', 'sample_weight']) {
    const value = keyword.get(name);
    const place = keywordAt.get(name);
    if (value === undefined || place === undefined || value.type === 'constant') continue;
    if (numbersIn(value) === undefined) return `${name}=${written(place)}`.slice(0, LONGEST_UNKNOWN);
  }
  return undefined;
}

const LONGEST_UNKNOWN = 60;
const MOST_WEIGHTS = 1000;

/** `[1, 2.5]`, `torch.tensor([1, 2.5])` */
function numbersIn(value: Value | undefined): number[] | undefined {
  const list = value?.type === 'tensor' ? value.of : value;
  if (list?.type !== 'list') return undefined;
  const { items, open } = itemsOf(list);
  const numbers = items.map(numberOf);
  if (open || numbers.length === 0 || numbers.length > MOST_WEIGHTS) return undefined;
  return numbers.every((one): one is number => one !== undefined && one >= 0) ? numbers : undefined;
}

/** Values are the same that were made in the same place of the same, whatever shape they are brought into. */
function keyOf(value: Value): unknown {
  if (value.type === 'unknown') return value.part?.of ?? value;
  if (value.type !== 'tensor') return value;
  return value.root ?? `${value.is} ${value.at.source.cell} ${value.at.start}`;
}
