import type { Site } from '../machine';
import { placeIn, slot, take, type LibraryCall, type Meaning, type Slot } from '../meaning';
import { some } from '../tensors';
import { args as argsOf, listOf, NO_ARGS, unknown, type Value } from '../values';
import { each } from './combine';

/** Trainers of libraries: what the model gives goes into the loss from then on. */

interface Meeting {
  model: Slot;
  loss: Slot;
  /** Losses that a trainer prepares their input for. */
  except?: RegExp;
}

function meeting({ model, loss, except }: Meeting): Meaning {
  return (call) => {
    const { args, site, machine } = call;
    const net = objectOf(take(args, model), call);
    const of = objectOf(take(args, loss), call);
    if (net === undefined || of === undefined) return unknown();
    if (except !== undefined && of.type === 'layer' && except.test(of.path)) return unknown();
    const at = placeIn(args, loss) ?? site.at;
    const inside: Site = { frame: site.frame, at };
    const output = machine.call(net, argsOf([some(at)]), inside);
    machine.call(of, argsOf([output, unknown()]), inside);
    return unknown();
  };
}

/** Losses by their names. */
const BY_NAME: Readonly<Record<string, string>> = {
  cross_entropy: 'torch.nn.functional.cross_entropy',
  nll_loss: 'torch.nn.functional.nll_loss',
  bce: 'torch.nn.functional.binary_cross_entropy',
  bce_with_logits: 'torch.nn.functional.binary_cross_entropy_with_logits',
};

/** Of a class an object is made, as the trainer does. */
function objectOf(value: Value | undefined, { machine, site }: LibraryCall): Value | undefined {
  switch (value?.type) {
    case 'class':
      return machine.call(value, { ...NO_ARGS, open: true }, site);
    case 'library':
      return CLASS.test(value.path) ? machine.call(value, NO_ARGS, site) : value;
    case 'constant': {
      const path = typeof value.value === 'string' ? BY_NAME[value.value] : undefined;
      return path === undefined ? undefined : { type: 'library', path };
    }
    case 'instance':
    case 'layer':
    case 'function':
    case 'partial':
      return value;
    default:
      return undefined;
  }
}

const CLASS = /\.[A-Z]\w*$/;

/** `model, optimizer = amp.initialize(model, optimizer)` */
const handedBack: Meaning = ({ args }) =>
  args.open
    ? unknown()
    : args.positional.length === 1
      ? args.positional[0]
      : listOf(args.positional, { tuple: true });

/** `engine, optimizer, loader, schedule = deepspeed.initialize(model=model)` */
const engine: Meaning = ({ args }) =>
  listOf([take(args, slot(1, 'model')) ?? unknown(), unknown(), unknown(), unknown()], { tuple: true });

export const MEETINGS: Readonly<Record<string, Meaning>> = {
  ...each(
    'ignite.engine.create_supervised_trainer',
    meeting({ model: slot(0, 'model'), loss: slot(2, 'loss_fn') }),
  ),
  ...each('fastai.Learner', meeting({ model: slot(1, 'model'), loss: slot(2, 'loss_func') })),
  ...each(
    'skorch.NeuralNetClassifier skorch.NeuralNet',
    // The classifier of skorch takes the logarithm itself before NLLLoss.
    meeting({ model: slot(0, 'module'), loss: slot(1, 'criterion'), except: /NLLLoss$/ }),
  ),
  'apex.amp.initialize': handedBack,
  'deepspeed.initialize': engine,
  ...each(
    'poutyne.Model torchbearer.Trial',
    meeting({ model: slot(0, 'network', 'model'), loss: slot(2, 'loss_function', 'criterion') }),
  ),
};
