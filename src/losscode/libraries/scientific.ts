import { slot, take, type Meaning } from '../meaning';
import { listOf, unknown, type Value } from '../values';
import { activation, gives, loss, under } from './combine';

/** NumPy, SciPy, scikit-learn and pandas. */
const framework = 'numpy' as const;

/** Each array split into two of its kind. */
const split: Meaning = ({ args }) => {
  if (args.open) return unknown();
  return listOf(args.positional.flatMap((value): Value[] => [kept(value), kept(value)]));
};

/** Known by its methods only. */
function nothing(): Value {
  return unknown();
}

function kept(value: Value): Value {
  return value.type === 'tensor' ? value : unknown();
}

export const SCIENTIFIC_LAYERS: Readonly<Record<string, Meaning>> = under('sklearn.preprocessing', {
  LabelEncoder: nothing,
  OneHotEncoder: nothing,
});

export const SCIENTIFIC_FUNCTIONS: Readonly<Record<string, Meaning>> = {
  ...under('scipy.special', {
    softmax: activation({ is: 'softmax', framework, axis: slot(1, 'axis'), fallback: 'all' }),
    log_softmax: activation({ is: 'log-softmax', framework, axis: slot(1, 'axis'), fallback: 'all' }),
    expit: activation({ is: 'sigmoid', framework }),
    log_expit: activation({ is: 'log-sigmoid', framework }),
  }),
  'sklearn.metrics.log_loss': loss({
    name: 'log_loss',
    framework: 'sklearn',
    takes: 'probabilities',
    scores: slot(1, 'y_pred', 'y_prob', 'y_proba'),
    targets: slot(0, 'y_true'),
  }),
  'sklearn.metrics.brier_score_loss': loss({
    name: 'brier_score_loss',
    framework: 'sklearn',
    takes: 'binary-probabilities',
    scores: slot(1, 'y_proba', 'y_prob'),
    targets: slot(0, 'y_true'),
  }),
  'sklearn.model_selection.train_test_split': split,
  'pandas.get_dummies': gives('one-hot'),
  'numpy.random.choice': (call) => {
    const of = take(call.args, slot(3, 'p'));
    if (of !== undefined)
      call.machine.emit({ type: 'sampled', of, at: call.site.at, nameOf: () => undefined });
    return unknown();
  },
};
