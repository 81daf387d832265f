import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useState } from 'preact/hooks';
import { sentenceOf } from '../../arrays/words/sentence';
import { temperatureText } from '../../arrays/words/temperatureText';
import { noTemperatureSentence } from '../../code/evaluation/sentences';
import type { Calibration as Fit } from '../../loss/types';
import type { WorkerClient } from '../../worker/client';
import type { ViewSettings } from '../../worker/protocol';
import { fixed, fraction } from '../format';
import { useLatest } from '../useLatest';

interface CalibrationProps {
  client: WorkerClient;
  session: number;
  /** Counts changes of the array and its labels. */
  version: number;
  settings: ViewSettings;
  onGive(settings: Partial<ViewSettings>): void;
}

interface Fitted {
  /** What the fit is of. */
  of: string;
  calibration?: Fit;
  said?: string;
}

/** Fits a temperature when asked, and says how the model's confidence compares. */
export function Calibration({ client, session, version, settings, onGive }: CalibrationProps) {
  const [fitted, setFitted] = useState<Fitted>();
  const fitting = useLatest();
  // A fit is one of all options but the temperature, which it finds.
  const of = JSON.stringify([session, version, { ...settings, temperature: 1 }]);
  // At once, not after the frame: the next fit may have begun by then.
  useLayoutEffect(() => () => fitting.end(), [of]);

  const fit = async () => {
    const signal = fitting.next();
    const tell = (now: Omit<Fitted, 'of'>) => {
      if (!signal.aborted) setFitted({ of, ...now });
    };
    tell({ said: l10n.t('Fitting…') });
    try {
      const calibration = await client.call(
        'calibrate',
        { session, settings },
        { signal, onProgress: ({ done, total }) => total && tell({ said: progress(done / total) }) },
      );
      tell({ calibration });
    } catch (error) {
      tell({ said: sentenceOf(error) });
    }
  };

  const { calibration, said } = fitted?.of === of ? fitted : {};
  const found = calibration?.fit.kind === 'found' ? calibration.fit : undefined;
  return (
    <>
      {!calibration && (
        <p>
          <button type="button" class="ls-button" onClick={() => void fit()}>
            {l10n.t('Fit temperature')}
          </button>{' '}
          <span class="ls-dim" role="status">
            {said ?? l10n.t('Finds the temperature that minimizes the mean loss.')}
          </span>
        </p>
      )}
      {calibration && <p role="status">{sentence(calibration)}</p>}
      {found && (
        <p>
          <button type="button" class="ls-button" onClick={() => onGive({ temperature: found.temperature })}>
            {l10n.t('Apply temperature')}
          </button>
        </p>
      )}
    </>
  );
}

function progress(share: number): string {
  return l10n.t('Fitting… {0}% of this pass', Math.round(100 * share));
}

const figure = (value: number | undefined) => (value === undefined ? '–' : fixed(value, 3));
const share = (value: number | undefined) => (value === undefined ? '–' : fraction(value, 3));

function sentence({ fit, before, after }: Fit): string {
  switch (fit.kind) {
    case 'found': {
      const best = l10n.t(
        'T = {0} minimizes the mean loss: {1} → {2}. Expected calibration error: {3} → {4}.',
        temperatureText(fit.temperature),
        figure(fit.before),
        figure(fit.after),
        share(before),
        share(after),
      );
      const confidence =
        fit.temperature > 1
          ? l10n.t('The model is overconfident at temperature 1.')
          : l10n.t('The model is underconfident at temperature 1.');
      return `${best} ${confidence}`;
    }
    case 'zero':
    case 'infinite':
      return noTemperatureSentence(fit.kind);
    case 'no-rows':
      return l10n.t('No row has both a label and a distribution, so there is nothing to fit.');
  }
}
