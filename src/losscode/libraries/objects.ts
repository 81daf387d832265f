import { slot, take, type LibraryCall, type Meaning } from '../meaning';
import { noteLineRemoval } from '../removal';
import { tensor } from '../tensors';
import { constant, itemsOf, listOf, someItems, unknown, type Args, type Value } from '../values';
import { joinAll } from '../join';
import { KERAS_METHODS } from './keras';

/** Methods of objects that are no tensors: models, layers, lists, dicts. The object is the first argument. */

const itself: Meaning = ({ args }) => args.positional[0];

function withoutFirst(args: Args, count = 1): Args {
  return { ...args, positional: args.positional.slice(count), at: args.at.slice(count) };
}

const called: Meaning = ({ machine, args, site }) =>
  machine.call(args.positional[0], withoutFirst(args), site);

/** torch: a function for each submodule; flax: the parameters first, then what the model is called with. */
const applied: Meaning = ({ machine, args, site }) => {
  const [self, first] = args.positional;
  if (first?.type === 'function' || self === undefined) return self ?? unknown();
  const [model, before] = self.type === 'partial' ? [self.callee, 3] : [self, 2];
  return machine.call(
    model,
    withoutKeywords(withoutFirst(args, before), ['rngs', 'mutable', 'method', 'train']),
    site,
  );
};

function withoutKeywords(args: Args, names: readonly string[]): Args {
  const keyword = new Map(args.keyword);
  for (const name of names) keyword.delete(name);
  return { ...args, keyword };
}

/** The list that an object holds its parts in, or that it is. */
function slotsOf(self: Value): Map<string, Value> | undefined {
  if (self.type === 'list') return self.slots;
  return self.type === 'layer' || self.type === 'instance' ? self.attributes : undefined;
}

function appended({ machine, args }: LibraryCall, values: readonly Value[], open = false): Value {
  const [self] = args.positional;
  const slots = slotsOf(self);
  if (slots === undefined) return unknown();
  const held = slots.get('items');
  const before = held?.type === 'items' ? held : itemsOf(held ?? listOf([]));
  // Of those that stand before them nothing is known.
  const earlier = before.open && before.items.length === 0 ? [unknown()] : before.items;
  const items = open ? [...values] : [...earlier, ...values];
  const after = someItems(items, open || before.open);
  machine.trail.write(slots, 'items', self.type === 'list' ? after : listOf(items, { open: after.open }));
  return self.type === 'list' ? constant(null) : self;
}

const append: Meaning = (call) => {
  const [, value] = call.args.positional;
  noteLineRemoval(value, call.site.at);
  const base = baseOf(call);
  return appended(base, [value ?? unknown()]);
};

/** A class made from a Sequential holds its items in what it is made from. */
function baseOf(call: LibraryCall): LibraryCall {
  const [self, ...rest] = call.args.positional;
  const base = self?.type === 'instance' ? self.attributes.get('#base') : undefined;
  return base === undefined ? call : { ...call, args: { ...call.args, positional: [base, ...rest] } };
}

const extend: Meaning = (call) => {
  const { items, open } = itemsOf(call.args.positional[1] ?? unknown());
  return appended(call, items, open);
};

const addModule: Meaning = (call) => {
  const { machine } = call;
  const [self, name, module] = baseOf(call).args.positional;
  const made = module ?? take(call.args, slot(undefined, 'module')) ?? unknown();
  noteLineRemoval(made, call.site.at);
  const base = baseOf(call);
  if (name?.type === 'constant' && (self.type === 'layer' || self.type === 'instance'))
    machine.trail.write(self.attributes, String(name.value), made);
  if (self.type === 'layer' && self.attributes.has('items')) appended(base, [made]);
  return constant(null);
};

const got: Meaning = ({ machine, args }) => {
  const [self, key, fallback] = args.positional;
  if (self?.type !== 'dict') return unknown();
  if (key?.type === 'constant') return self.entries.get(String(key.value)) ?? fallback ?? unknown();
  return joinAll(self.entries.values(), machine);
};

const valuesOf: Meaning = ({ args }) => {
  const [self] = args.positional;
  return self?.type === 'dict' ? listOf([...self.entries.values()]) : unknown();
};

const entriesOf: Meaning = ({ machine, args }) => {
  const [self] = args.positional;
  if (self?.type !== 'dict') return unknown();
  return listOf(
    [...self.entries].map(([key, value]) =>
      machine.look()
        ? listOf([key.startsWith('?') ? unknown() : constant(key), value], { tuple: true })
        : unknown(),
    ),
  );
};

const updated: Meaning = ({ machine, args }) => {
  const [self, other] = args.positional;
  if (self?.type === 'dict' && other?.type === 'dict')
    for (const [key, value] of other.entries) {
      const isSeen = machine.look();
      machine.trail.write(self.entries, isSeen ? key : '?', isSeen ? value : unknown());
      if (!isSeen) break;
    }
  return constant(null);
};

/** Labels by scikit-learn's encoders. */
const encoded: Meaning = ({ args, site }) => {
  const [self] = args.positional;
  if (self?.type !== 'layer') return unknown();
  if (self.path === 'sklearn.preprocessing.LabelEncoder') return tensor('class-ids', site.at);
  return self.path === 'sklearn.preprocessing.OneHotEncoder' ? tensor('one-hot', site.at) : unknown();
};

/** `model, optimizer = accelerator.prepare(model, optimizer)`: what is handed over comes back. */
const prepared: Meaning = ({ args }) => {
  const [, ...given] = args.positional;
  if (args.open || !given.some(({ type }) => type === 'instance' || type === 'layer')) return unknown();
  return given.length === 1 ? given[0] : listOf(given, { tuple: true });
};

const SELF =
  'to cuda cpu eval train double float half bfloat16 requires_grad_ share_memory to_empty clone copy unwrap_module';

export const OBJECT_METHODS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...SELF.split(' ').map((name): [string, Meaning] => [name, itself]),
  ...['forward', '__call__', 'call'].map((name): [string, Meaning] => [name, called]),
  ['apply', applied],
  ['append', append],
  ['add', append],
  ['extend', extend],
  ['insert', (call) => appended(call, [], true)],
  ['pop', (call) => appended(call, [], true)],
  ['add_module', addModule],
  ['register_module', addModule],
  ['get', got],
  ['values', valuesOf],
  ['items', entriesOf],
  ['update', updated],
  ...KERAS_METHODS,
  ['fit_transform', encoded],
  ['transform', encoded],
  ['?.prepare', prepared],
  ['?.setup', prepared],
  ['?.decision_function', ({ site }) => tensor('linear', site.at)],
  ['?.predict_proba', ({ site }) => tensor('softmax', site.at, { predicted: true, axis: 1 })],
]);
