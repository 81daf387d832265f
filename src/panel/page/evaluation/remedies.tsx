import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import {
  binaryThresholdCode,
  calibrationCode,
  conformalCode,
  type CalibrationName,
} from '../../../code/evaluation/calibrationCode';
import { HeadCell } from '../../../code/evaluation/dataTable';
import type { CodeLibrary, GivenRows } from '../../../code/evaluation/given';
import { Question } from '../../../code/evaluation/question';
import { missingCalibrations } from '../../../code/evaluation/sentences';
import { count, figure, range } from '../../../code/evaluation/words';
import { useAnswer } from '../../../inspector/useAnswer';
import type {
  AppliedCalibration,
  CalibratedFigures,
  CalibrationMethods,
  EvaluationFigures,
  Figure,
  LabelEvaluation,
} from '../../../loss/types';
import { methodName, METHODS } from '../../../code/evaluation/methodNames';
import type { ReadingKind } from '../../../arrays/types';
import type { WorkerClient } from '../../../worker/client';
import type { ViewSettings } from '../../../worker/protocol';

interface RemediesProps {
  client: WorkerClient;
  session: number;
  version: number;
  settings: ViewSettings;
  /** What the rows are, as they are given. */
  reading: ReadingKind;
  figures: EvaluationFigures;
  /** Of two classes the second one. */
  positive?: LabelEvaluation;
  /** Rows that the figures are of. */
  counted: number;
  name(id: number): string;
  calibration?: AppliedCalibration;
  onCopy(text: string): void;
  onTemperature(temperature: number): void;
  /** Absent where a temperature alone can be applied to what is shown. */
  onCalibration?(calibration: AppliedCalibration | undefined): void;
}

/** What code that is copied begins with: the rows, and how their calibrated probabilities are made where that is applied. */
interface OfCode {
  given: GivenRows;
  calibrated?: string;
}

/** What can be done about it: ways of calibrating, judged on rows they were not fitted to, and sets that hold the label. */
export function Remedies(props: RemediesProps) {
  const { client, session, settings, version, reading, calibration } = props;
  const { result, asked } = useAnswer(client, 'calibrationMethods', { session, settings }, version);
  if (!asked)
    return (
      <p class="le-caption le-problem" role="status">
        {l10n.t('Fitting calibration methods…')}
      </p>
    );
  if (!result) return null;
  const given: GivenRows = { reading, temperature: settings.temperature };
  const calibrated = calibration && calibrationCode(result, calibration, 'scikit-learn', given);
  return (
    <div class="le-bottom le-remedies">
      <Calibrations methods={result} given={given} {...props} />
      <div>
        <Sets methods={result} {...{ given, calibrated }} {...props} />
        {props.positive?.bestThreshold !== undefined && <Threshold {...{ given, calibrated }} {...props} />}
      </div>
    </div>
  );
}

const LIBRARIES: readonly (readonly [CodeLibrary, string])[] = [
  ['pytorch', 'PyTorch'],
  ['scikit-learn', 'scikit-learn'],
];

function Calibrations({
  methods,
  figures,
  counted,
  given,
  calibration,
  onCopy,
  onTemperature,
  onCalibration,
}: RemediesProps & OfCode & { methods: CalibrationMethods }) {
  const apply = (method: CalibrationName) => {
    if (method === 'temperature') onTemperature(methods.temperature!.fitted.temperature);
    else onCalibration?.(calibration === method ? undefined : method);
  };
  return (
    <section aria-label={l10n.t('Calibration methods')}>
      <Question title={l10n.t('Calibration methods')}>
        {l10n.t('each row judged under what was fitted without it')}
      </Question>
      <div class="le-scroll" tabIndex={0} role="group" aria-label={l10n.t('Calibration methods')}>
        <table class="le-slices">
          <caption class={methods.rows < counted ? 'le-caption' : 'ls-hidden'}>
            {methods.rows < counted
              ? l10n.t(
                  'Fitted to and judged on a sample of {0} rows. The first line is of all {1}.',
                  count(methods.rows),
                  count(counted),
                )
              : l10n.t('Calibration methods')}
          </caption>
          <thead>
            <tr>
              <HeadCell>{l10n.t('probabilities')}</HeadCell>
              <HeadCell>{l10n.t('mean loss')}</HeadCell>
              <HeadCell>{l10n.t('ECE')}</HeadCell>
              <HeadCell>{l10n.t('by chance')}</HeadCell>
              <HeadCell>{l10n.t('Brier')}</HeadCell>
              <HeadCell>{l10n.t('code')}</HeadCell>
              <td />
            </tr>
          </thead>
          <tbody>
            <Judged
              name={given.temperature === 1 && !calibration ? l10n.t('as given') : l10n.t('as shown')}
              of={figures}
            />
            {METHODS.map((method) => {
              const found = methods[method];
              const name = methodName(method);
              return (
                found && (
                  <Judged
                    key={method}
                    name={name}
                    of={found.crossFitted}
                    apply={
                      (method === 'temperature' || onCalibration) && (
                        <button
                          type="button"
                          class="le-button"
                          aria-pressed={calibration === method}
                          aria-label={l10n.t('Apply {0}', name)}
                          onClick={() => apply(method)}
                        >
                          {l10n.t('Apply')}
                        </button>
                      )
                    }
                  >
                    {LIBRARIES.filter(([library]) => method !== 'isotonic' || library !== 'pytorch').map(
                      ([library, said]) => (
                        <button
                          key={library}
                          type="button"
                          class="ls-link le-code"
                          aria-label={l10n.t('Copy {0} code of {1}', said, name)}
                          onClick={() => onCopy(calibrationCode(methods, method, library, given))}
                        >
                          {said}
                        </button>
                      ),
                    )}
                  </Judged>
                )
              );
            })}
          </tbody>
        </table>
      </div>
      {missingCalibrations(methods).map((said) => (
        <p key={said} class="le-caption">
          {said}
        </p>
      ))}
    </section>
  );
}

interface JudgedProps {
  name: string;
  of: Partial<Pick<CalibratedFigures, 'meanLoss' | 'ece' | 'eceByChance' | 'brier'>>;
  apply?: ComponentChildren;
  children?: ComponentChildren;
}

function Judged({ name, of, apply, children }: JudgedProps) {
  const cell = (one: Figure | undefined) => <td>{figure(one?.value)}</td>;
  return (
    <tr>
      <HeadCell scope="row">{name}</HeadCell>
      {cell(of.meanLoss)}
      {cell(of.ece)}
      {cell(of.eceByChance)}
      {cell(of.brier)}
      <td>{children}</td>
      <td>{apply}</td>
    </tr>
  );
}

const FIRST = 0.9;

function Sets({
  client,
  session,
  settings,
  version,
  calibration,
  counted,
  name,
  onCopy,
  methods,
  given,
  calibrated,
}: RemediesProps & OfCode & { methods: CalibrationMethods }) {
  const [coverage, setCoverage] = useState(FIRST);
  const asked = { session, settings, coverage, ...(calibration && { calibration }) };
  const { result, asked: answered } = useAnswer(client, 'conformalSets', asked, version);
  return (
    <section aria-label={l10n.t('Prediction sets')}>
      <Question title={l10n.t('Prediction sets')}>
        {l10n.t('split-conformal: each set should hold the label for a share of the rows')}
      </Question>
      <label class="le-coverage">
        {l10n.t('Target coverage')}{' '}
        <input
          class="ls-slider"
          type="range"
          min="0.5"
          max="0.99"
          step="0.01"
          value={coverage}
          onInput={({ currentTarget }) => setCoverage(Number(currentTarget.value))}
        />{' '}
        <output class="le-num">{figure(coverage, 2)}</output>
      </label>
      {answered && !result && <p class="le-caption">{l10n.t('Too few rows to judge prediction sets.')}</p>}
      {result && (
        <>
          <table class="le-facts">
            <caption class="ls-hidden">{l10n.t('Prediction sets')}</caption>
            <tbody>
              <SetFigure name={l10n.t('coverage')} of={result.coverage} />
              <SetFigure name={l10n.t('mean set size')} of={result.meanSetSize} />
              <tr>
                <HeadCell scope="row">{l10n.t('threshold of 1 − p')}</HeadCell>
                <td>{figure(result.threshold, 4)}</td>
                <td>
                  <button
                    type="button"
                    class="ls-link"
                    onClick={() => onCopy(conformalCode(result.threshold, given, calibrated))}
                  >
                    {l10n.t('Copy code')}
                  </button>
                </td>
              </tr>
            </tbody>
          </table>
          <details class="le-behind">
            <summary>{l10n.t('Coverage by class')}</summary>
            <table class="le-facts">
              <tbody>
                {result.perClass.map(({ id, coverage: of }) => (
                  <SetFigure key={id} name={name(id)} of={of} />
                ))}
              </tbody>
            </table>
          </details>
          <p class="le-caption">
            {l10n.t('Judged in five folds, each at a threshold from the others.')}{' '}
            {methods.rows < counted && l10n.t('Computed on a sample of {0} rows.', count(methods.rows))}
          </p>
        </>
      )}
    </section>
  );
}

/** From which probability on the second of two classes is best predicted. */
function Threshold({ positive, given, calibrated, name, onCopy }: RemediesProps & OfCode) {
  const { precision, recall, f1, bestThreshold, bestF1 } = positive!;
  return (
    <section aria-label={l10n.t('Threshold')}>
      <Question title={l10n.t('Threshold')}>
        {l10n.t('the probability from which {0} is predicted', name(1))}
      </Question>
      <table class="le-facts">
        <caption class="ls-hidden">{l10n.t('Threshold')}</caption>
        <tbody>
          {precision && <SetFigure name={l10n.t('precision at .5')} of={precision} />}
          {recall && <SetFigure name={l10n.t('recall at .5')} of={recall} />}
          <SetFigure name={l10n.t('F1 at .5')} of={f1} />
          <tr>
            <HeadCell scope="row">{l10n.t('best threshold')}</HeadCell>
            <td>{figure(bestThreshold)}</td>
            <td>
              <button
                type="button"
                class="ls-link"
                onClick={() => onCopy(binaryThresholdCode(bestThreshold!, given, calibrated))}
              >
                {l10n.t('Copy code')}
              </button>
            </td>
          </tr>
          <tr>
            <HeadCell scope="row">{l10n.t('F1 at the best threshold')}</HeadCell>
            <td>{figure(bestF1)}</td>
            <td />
          </tr>
        </tbody>
      </table>
      <p class="le-caption">
        {l10n.t('This threshold is the best for these rows; on other rows it does slightly worse.')}
      </p>
    </section>
  );
}

function SetFigure({ name, of }: { name: string; of: Figure }) {
  return (
    <tr>
      <HeadCell scope="row">{name}</HeadCell>
      <td>{figure(of.value)}</td>
      <td class="ls-dim">{of.interval && range(of.interval)}</td>
    </tr>
  );
}
