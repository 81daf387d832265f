import * as l10n from '@vscode/l10n';
import type { ViewSettings } from '../../worker/protocol';
import type { WorkerClient } from '../../worker/client';
import { LossOptions } from '../controls/lossOptions';
import { optionsInWords } from '../controls/optionsInWords';
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
  evaluated: boolean;
  onGive(settings: Partial<ViewSettings>): void;
}

/** Below the rows, one line each: the options of the loss, a temperature that is fitted, the classes. */
export function Sections(props: SectionsProps) {
  const { client, session, version, settings, axes, classNames, onGive } = props;
  const { labelled, counted, evaluated } = props;
  // A temperature is fitted to, and a row is wrong by, the one class that is right.
  const judged = labelled && counted > 1 && !evaluated && settings.loss !== 'sigmoid';
  const shared = { client, session, version, settings };
  return (
    <>
      <Section name={l10n.t('Loss options')} words={optionsInWords(settings)}>
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
