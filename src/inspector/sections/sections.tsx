import * as l10n from '@vscode/l10n';
import type { ViewSettings } from '../../worker/protocol';
import type { WorkerClient } from '../../worker/client';
import { LossOptions } from '../controls/lossOptions';
import { optionsInWords } from '../controls/optionsInWords';
import { fixed } from '../format';
import { Calibration } from './calibration';
import { Classes } from './classes';
import { Section } from './section';

interface SectionsProps {
  client: WorkerClient;
  session: number;
  /** Counts changes of the array and its labels. */
  version: number;
  settings: ViewSettings;
  classes: number;
  labelled: boolean;
  /** Rows with a label that counts; all rows while that is not known. */
  counted: number;
  /** Of the array as it was opened. */
  axes: number;
  classNames?: readonly string[];
  /** Calibration and classes stand in the evaluation above. */
  isEvaluated: boolean;
  /** As a training weighs, smooths and sums it, which an evaluation does not. */
  trainingLoss?: number;
  onGive(settings: Partial<ViewSettings>): void;
}

/** Below the rows, one line each: the options of the loss, a temperature that is fitted, the classes. */
export function Sections(props: SectionsProps) {
  const { client, session, version, settings, axes, classNames, onGive } = props;
  const { labelled, counted, isEvaluated, trainingLoss } = props;
  // A temperature is fitted to, and a row is wrong by, the one class that is right.
  const judged = labelled && counted > 1 && !isEvaluated && settings.loss !== 'sigmoid';
  const shared = { client, session, version, settings };
  return (
    <>
      <Section
        name={l10n.t('Loss options')}
        words={wordsOf(settings, isEvaluated ? trainingLoss : undefined)}
      >
        <LossOptions
          {...{ ...shared, onGive, classes: props.classes }}
          canShift={axes >= 3 || settings.shifted !== undefined}
        />
      </Section>
      {judged && (
        <Section name={l10n.t('Calibration')}>
          <Calibration {...shared} onGive={onGive} />
        </Section>
      )}
      {judged && (
        <Section name={l10n.t('Loss by class')}>
          <Classes {...shared} name={(id) => classNames?.[id] ?? String(id)} />
        </Section>
      )}
    </>
  );
}

/** The options that were chosen, and the loss that they make where it stands nowhere else. */
function wordsOf(settings: ViewSettings, loss: number | undefined): string {
  const { reduction, labelSmoothing, classWeights } = settings;
  const isSum = reduction === 'sum';
  const isAnother = loss !== undefined && (isSum || Boolean(labelSmoothing) || classWeights !== undefined);
  return [
    optionsInWords(settings),
    isAnother && (isSum ? l10n.t('total loss {0}', fixed(loss, 4)) : l10n.t('mean loss {0}', fixed(loss, 4))),
  ]
    .filter(Boolean)
    .join(' · ');
}
