import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { WorkerClient } from '../../worker/client';
import type { ViewSettings } from '../../worker/protocol';
import { sentenceOf } from '../../arrays/words/sentence';
import { useLatest } from '../useLatest';
import { Choice } from './fields';

interface ClassWeightsProps {
  client: WorkerClient;
  session: number;
  /** Counts changes of the labels, which balanced weights follow. */
  version: number;
  classes: number;
  settings: ViewSettings;
  /** The element that tells of problems. */
  said: string;
  onGive(settings: Partial<ViewSettings>): void;
  onProblem(problem: string | undefined): void;
}

/** Weights are written out in the field up to this many. */
const MAX_WRITTEN = 2000;

type Weighting = 'none' | 'balanced' | 'typed';

/** One weight per class: none, balanced by the labels, or typed. */
export function ClassWeights(props: ClassWeightsProps) {
  const { client, session, version, classes, settings, said, onGive, onProblem } = props;
  const { classWeights, ignoreIndex, shifted } = settings;
  const [chosen, choose] = useState<Weighting>('none');
  const [typed, setTyped] = useState<string>();
  const balancing = useLatest();
  // Weights that were given from outside are typed ones.
  const weighting = chosen === 'none' && classWeights ? 'typed' : chosen;

  useEffect(() => {
    if (chosen !== 'balanced') return balancing.end();
    const signal = balancing.next();
    client.call('balancedWeights', { session, settings }, { signal }).then(
      (classWeights) => !signal.aborted && onGive({ classWeights }),
      (error: unknown) => {
        if (signal.aborted) return;
        choose('none');
        onGive({ classWeights: undefined });
        onProblem(sentenceOf(error));
      },
    );
  }, [chosen, client, session, version, ignoreIndex, shifted]);

  const change = (next: Weighting) => {
    onProblem(undefined);
    setTyped(undefined);
    choose(next);
    if (next === 'none') onGive({ classWeights: undefined });
  };
  const type = (text: string) => {
    setTyped(text);
    const read = readWeights(text, classes);
    if (typeof read === 'string') return onProblem(read);
    onProblem(undefined);
    onGive({ classWeights: read });
  };
  const written = classWeights && classes <= MAX_WRITTEN ? classWeights.join(', ') : '';
  return (
    <span class="ls-field ls-weights">
      <Choice
        name={l10n.t('Class weights')}
        about={l10n.t('Balanced weights are inversely proportional to how often each class is a label')}
        value={weighting}
        options={{ none: l10n.t('none'), balanced: l10n.t('balanced'), typed: l10n.t('custom…') }}
        onChoose={change}
      />
      {weighting === 'typed' && (
        <input
          class="ls-input ls-num"
          aria-label={l10n.t('{0} class weights', classes)}
          aria-describedby={said}
          placeholder={l10n.t('{0} numbers', classes)}
          value={typed ?? written}
          onInput={(event) => type(event.currentTarget.value)}
        />
      )}
    </span>
  );
}

/** The weights, or what is wrong with them. */
function readWeights(text: string, classes: number): number[] | string {
  const values = text.split(/[\s,;[\]()]+/).filter(Boolean);
  const numbers = values.map(Number);
  const wrong = numbers.findIndex((w) => !(w >= 0 && w < Infinity));
  if (wrong >= 0)
    return l10n.t('Weight {0} is “{1}”; expected a number of at least 0', wrong, values[wrong].slice(0, 20));
  if (numbers.length !== classes)
    return l10n.t('Expected {0} weights, one per class, got {1}', classes, numbers.length);
  return numbers;
}
