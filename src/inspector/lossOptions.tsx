import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import { useEffect, useId, useState } from 'preact/hooks';
import type { WorkerClient } from '../worker/client';
import type { ViewSettings } from '../worker/protocol';
import { messageOf } from './hooks';

interface LossOptionsProps {
  client: WorkerClient;
  session: number;
  /** Counts changes of the labels, which balanced weights follow. */
  version: number;
  classes: number;
  settings: ViewSettings;
  /** Rows may be steps of sequences. */
  canShift: boolean;
  onGive(settings: Partial<ViewSettings>): void;
}

/** Weights are written out in the field up to this many. */
const MAX_WRITTEN = 2000;

/** Options of the loss: reduction, smoothing, class weights, ignore index, multi-label, shifted labels. */
export function LossOptions(props: LossOptionsProps) {
  const { settings, canShift, onGive } = props;
  const id = useId();
  const [problem, setProblem] = useState<string>();
  return (
    <div class="ls-options">
      <Choice
        name="reduction"
        about="How the losses of the rows become one"
        value={settings.reduction ?? 'mean'}
        options={{ mean: 'mean', sum: 'sum' }}
        onChoose={(reduction) => onGive({ reduction })}
      />
      <Choice
        name="loss"
        about="Cross-entropy with the softmax, or with a sigmoid for each class by itself"
        value={settings.loss ?? 'softmax'}
        options={{ softmax: 'softmax', sigmoid: 'sigmoid, multi-label' }}
        onChoose={(loss) => onGive({ loss })}
      />
      <Field
        name="smoothing"
        about="Label smoothing, 0 to 1"
        said={id}
        shown={String(settings.labelSmoothing ?? 0)}
        read={(text) =>
          text !== '' && Number(text) >= 0 && Number(text) <= 1
            ? { labelSmoothing: Number(text) }
            : `label smoothing is a number from 0 to 1, got “${text}”`
        }
        onGive={onGive}
        onProblem={setProblem}
      />
      <Field
        name="ignore index"
        about="Rows with this label are left out of the loss"
        said={id}
        shown={String(settings.ignoreIndex ?? IGNORE_INDEX)}
        read={(text) =>
          /^-?\d{1,9}$/.test(text)
            ? { ignoreIndex: Number(text) }
            : `the ignore index is a whole number, got “${text}”`
        }
        onGive={onGive}
        onProblem={setProblem}
      />
      <ClassWeights key={props.classes} {...props} onProblem={setProblem} said={id} />
      {canShift && (
        <label class="ls-field" title="The logits at t belong to the label at t + 1, as in language models">
          <input
            type="checkbox"
            checked={settings.shifted ?? false}
            onChange={(event) => onGive({ shifted: event.currentTarget.checked })}
          />
          labels shifted by one (language model)
        </label>
      )}
      {settings.loss === 'sigmoid' && Boolean(settings.labelSmoothing) && (
        <span class="ls-dim">
          Label smoothing is the softmax loss’s; the sigmoid’s is computed without it.
        </span>
      )}
      <span id={id} class="ls-problem" role="alert">
        {problem}
      </span>
    </div>
  );
}

/** One of a few values, each shown by a text. */
function Choice<Value extends string>({
  name,
  about,
  value,
  options,
  onChoose,
}: {
  name: string;
  about: string;
  value: string;
  options: Record<Value, string>;
  onChoose(value: Value): void;
}) {
  return (
    <label class="ls-field">
      {name}
      <select
        class="ls-select"
        title={about}
        value={value}
        onChange={(event) => onChoose(event.currentTarget.value as Value)}
      >
        {(Object.entries(options) as [Value, string][]).map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A number that is taken when it has been typed: on the way to −1 stands a 1. */
function Field({
  name,
  about,
  said,
  shown,
  read,
  onGive,
  onProblem,
}: {
  name: string;
  about: string;
  said: string;
  shown: string;
  /** The settings it stands for, or what is wrong with it. */
  read(text: string): Partial<ViewSettings> | string;
  onGive(settings: Partial<ViewSettings>): void;
  onProblem(problem: string | undefined): void;
}) {
  const [typed, setTyped] = useState<string>();
  return (
    <label class="ls-field">
      {name}
      <input
        class="ls-input ls-num ls-exact"
        type="text"
        inputMode="decimal"
        title={about}
        aria-describedby={said}
        aria-invalid={typed !== undefined && typeof read(typed.trim()) === 'string'}
        value={typed ?? shown}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => {
          const result = read(event.currentTarget.value.trim().slice(0, 20));
          if (typeof result === 'string') return onProblem(result);
          onProblem(undefined);
          setTyped(undefined);
          onGive(result);
        }}
      />
    </label>
  );
}

type Weighting = 'none' | 'balanced' | 'typed';

function ClassWeights({
  client,
  session,
  version,
  classes,
  settings,
  said,
  onGive,
  onProblem,
}: LossOptionsProps & {
  /** The element that tells of problems. */
  said: string;
  onProblem(problem: string | undefined): void;
}) {
  const { classWeights, ignoreIndex, shifted } = settings;
  const [chosen, choose] = useState<Weighting>('none');
  const [typed, setTyped] = useState<string>();
  // Weights that were given from outside are typed ones.
  const weighting = chosen === 'none' && classWeights ? 'typed' : chosen;

  useEffect(() => {
    if (chosen !== 'balanced') return;
    let gone = false;
    client.call('balancedWeights', { session, settings }).then(
      (classWeights) => !gone && onGive({ classWeights }),
      (error: unknown) => {
        if (gone) return;
        choose('none');
        onGive({ classWeights: undefined });
        onProblem(messageOf(error));
      },
    );
    return () => {
      gone = true;
    };
  }, [chosen, client, session, version, ignoreIndex, shifted]);

  const change = (next: Weighting) => {
    onProblem(undefined);
    setTyped(undefined);
    choose(next);
    if (next === 'none') onGive({ classWeights: undefined });
  };
  const type = (text: string) => {
    setTyped(text);
    const values = text.split(/[\s,;[\]()]+/).filter(Boolean);
    const numbers = values.map(Number);
    const wrong = numbers.findIndex((w) => !(w >= 0 && w < Infinity));
    if (wrong >= 0)
      onProblem(`weight ${wrong} is “${values[wrong].slice(0, 20)}”; expected a number of at least 0`);
    else if (numbers.length !== classes)
      onProblem(`expected ${classes} weights, one per class, got ${numbers.length}`);
    else {
      onProblem(undefined);
      onGive({ classWeights: numbers });
    }
  };
  const written = classWeights && classes <= MAX_WRITTEN ? classWeights.join(', ') : '';
  return (
    <span class="ls-field ls-weights">
      <Choice
        name="class weights"
        about="Balanced: the rarer a class among the labels, the more it weighs"
        value={weighting}
        options={{ none: 'none', balanced: 'balanced', typed: 'typed …' }}
        onChoose={change}
      />
      {weighting === 'typed' && (
        <input
          class="ls-input ls-num"
          aria-label={`${classes} class weights`}
          aria-describedby={said}
          placeholder={`${classes} numbers`}
          value={typed ?? written}
          onInput={(event) => type(event.currentTarget.value)}
        />
      )}
    </span>
  );
}

/** The options that are not as they come, for where they are folded away. */
export function optionsInWords({
  reduction,
  labelSmoothing,
  classWeights,
  ignoreIndex = IGNORE_INDEX,
  loss,
  shifted,
}: ViewSettings): string {
  return [
    ...(reduction === 'sum' ? ['sum'] : []),
    ...(labelSmoothing ? [`smoothing ${labelSmoothing}`] : []),
    ...(classWeights ? ['class weights'] : []),
    ...(ignoreIndex === IGNORE_INDEX ? [] : [`ignore index ${ignoreIndex}`]),
    ...(loss === 'sigmoid' ? ['sigmoid'] : []),
    ...(shifted ? ['shifted labels'] : []),
  ].join(', ');
}
