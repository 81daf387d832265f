import * as l10n from '@vscode/l10n';
import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { HeadCell } from '../../../code/evaluation/dataTable';
import { powerText } from '../../../arrays/words/numberText';
import { Question } from '../../../code/evaluation/question';
import { Whisker } from '../../../code/evaluation/whisker';
import { count, figure, fittedText, signed, signedRange } from '../../../code/evaluation/words';
import type { AppliedCalibration, Figure, FigureName, RunBeside } from '../../../loss/types';
import { methodName } from '../../../code/evaluation/methodNames';
import { RowLink } from './rowLink';
import type { RunAnswer } from './useRuns';

interface RunsProps {
  origin: string;
  runs: readonly RunAnswer[];
  /** Whether all of them are there. */
  isDone: boolean;
  /** Of the run that is shown, and of no other. */
  temperature: number;
  calibration: AppliedCalibration | undefined;
  /** Fields that may tell which rows belong together. */
  ids: readonly string[];
  id: string | undefined;
  name(id: number): string;
  onId(id: string | undefined): void;
  onReveal?(row: number): void;
}

/** Other runs beside this one: differences row by row, with what is beyond chance. */
export function Runs(props: RunsProps) {
  const { origin, runs, isDone, ids, id, name, onId, onReveal } = props;
  const answered = runs.filter((run): run is RunAnswer & { beside: RunBeside } => run.beside !== undefined);
  return (
    <section class="le-runs" aria-label={l10n.t('Other runs')}>
      <Question title={l10n.t('Better or worse than other runs?')}>
        {l10n.t('differences over the rows that count in both, with paired 95% intervals')}
      </Question>
      {ids.length > 0 && (
        <label class="le-choosers">
          {l10n.t('match rows')}{' '}
          <select
            value={id ?? ''}
            onChange={({ currentTarget: { value } }) => onId(value === '' ? undefined : value)}
          >
            <option value="">{l10n.t('by position')}</option>
            {ids.map((one) => (
              <option key={one} value={one}>
                {l10n.t('by {0}', one)}
              </option>
            ))}
          </select>
        </label>
      )}
      <OfThisAlone {...props} />
      {!isDone && (
        <p class="le-caption" role="status">
          {l10n.t('Comparing…')}
        </p>
      )}
      {runs.map(
        ({ name: run, error }) =>
          error !== undefined && (
            <p key={run} class="ls-bad" role="alert">
              {run}: {error}
            </p>
          ),
      )}
      {answered.length > 0 && (
        <>
          <Differences origin={origin} runs={answered} />
          <SliceDifferences runs={answered} />
          {answered.map(({ name: run, beside }, at) => (
            <Flipped key={at} run={run} beside={beside} name={name} onReveal={onReveal} />
          ))}
        </>
      )}
    </section>
  );
}

/** What is done to the first run and not to the others: a difference may be of that, not of the runs. */
function OfThisAlone({ origin, temperature, calibration }: RunsProps) {
  if (temperature === 1 && !calibration) return null;
  return (
    <p class="le-caption">
      {temperature !== 1 &&
        l10n.t('{0} is at T = {1}, other runs are at T = 1.', origin, fittedText(temperature))}{' '}
      {calibration && l10n.t('{0} is calibrated ({1}), other runs are not.', origin, methodName(calibration))}
    </p>
  );
}

const compared = (): readonly (readonly [FigureName, string, better: 1 | -1])[] => [
  ['accuracy', l10n.t('accuracy'), 1],
  ['top5Accuracy', l10n.t('top 5'), 1],
  ['meanLoss', l10n.t('mean loss'), -1],
  ['brier', l10n.t('Brier score'), -1],
  ['ece', 'ECE', -1],
  ['eceDebiased', l10n.t('ECE, debiased'), -1],
  ['auroc', l10n.t('AUROC of confidence'), 1],
  ['aurc', l10n.t('area under risk and coverage'), -1],
  ['macroF1', l10n.t('macro F1'), 1],
];

type Answered = RunAnswer & { beside: RunBeside };

/** Each run beside the first over the rows in both, which are others for each. */
function Differences({ origin, runs }: { origin: string; runs: readonly Answered[] }) {
  const title = l10n.t('Figures of the runs, and their differences from {0}', origin);
  return (
    <div class="le-scroll" tabIndex={0} role="group" aria-label={title}>
      <table class="le-slices">
        <caption class="ls-hidden">{title}</caption>
        <thead>
          <tr>
            <HeadCell>{l10n.t('figure')}</HeadCell>
            {runs.map(({ name }, at) => (
              <Fragment key={at}>
                <th scope="col">{origin}</th>
                <Heads name={name} />
              </Fragment>
            ))}
          </tr>
        </thead>
        <tbody>
          {compared().map(
            ([key, words, better]) =>
              runs.some(({ beside }) => beside.here[key]) && (
                <tr key={key}>
                  <HeadCell scope="row">{words}</HeadCell>
                  {runs.map(({ beside }, at) => (
                    <Difference
                      key={at}
                      here={beside.here[key]}
                      value={beside.figures[key]}
                      difference={beside.differences[key]}
                      better={better}
                    />
                  ))}
                </tr>
              ),
          )}
          <OfBoth name={l10n.t('rows that count in both')} runs={runs} say={({ rows }) => count(rows)} />
          {runs.some(({ beside }) => beside.otherLabels !== undefined) && (
            <OfBoth
              name={l10n.t('rows left out because their labels differ')}
              runs={runs}
              say={({ otherLabels = 0 }) => count(otherLabels)}
            />
          )}
          <OfBoth
            name={l10n.t('became right, became wrong')}
            runs={runs}
            say={({ becameRight, becameWrong }) => `${count(becameRight)}, ${count(becameWrong)}`}
          />
          <OfBoth
            name={l10n.t('McNemar’s exact test, p')}
            runs={runs}
            say={({ mcNemar }) => pText(mcNemar.pValue)}
          />
        </tbody>
      </table>
    </div>
  );
}

interface OfBothProps {
  name: string;
  runs: readonly Answered[];
  say(beside: RunBeside): string;
}

/** What is said once of each pair of runs. */
function OfBoth({ name, runs, say }: OfBothProps) {
  return (
    <tr>
      <HeadCell scope="row">{name}</HeadCell>
      {runs.map(({ beside }, at) => (
        <td key={at} colSpan={4}>
          {say(beside)}
        </td>
      ))}
    </tr>
  );
}

function Heads({ name }: { name: string }) {
  return (
    <>
      <th scope="col">{name}</th>
      <HeadCell>{l10n.t('difference')}</HeadCell>
      <HeadCell>{l10n.t('95% interval')}</HeadCell>
    </>
  );
}

interface DifferenceProps {
  here: Figure | undefined;
  value: Figure | undefined;
  difference: Figure | undefined;
  /** 1 where more is better. */
  better: 1 | -1;
}

function Difference({ here, value, difference, better }: DifferenceProps) {
  const ends = difference?.interval;
  const isTold = ends !== undefined && (ends[0] > 0 || ends[1] < 0);
  const isWorse = isTold && better * difference!.value < 0;
  return (
    <>
      <td>{figure(here?.value)}</td>
      <td>{figure(value?.value)}</td>
      <td class={isWorse ? 'ls-bad' : isTold ? 'le-better' : 'ls-dim'}>
        {difference ? signed(difference.value) : '–'}
        {isTold && <span class="ls-hidden">{isWorse ? l10n.t('worse') : l10n.t('better')}</span>}
      </td>
      <td class="ls-dim">{ends && signedRange(ends)}</td>
    </>
  );
}

const pText = (p: number) => (p < 0.001 ? powerText(p, 2) : figure(p));

const WIDTH = 130;
const SLICES = 12;

/** How the accuracy differs in each slice, the largest losses first. */
function SliceDifferences({ runs }: { runs: readonly Answered[] }) {
  const [first] = runs;
  const field = first.beside.slices[0]?.field;
  if (field === undefined) return null;
  const most = Math.max(
    0.02,
    ...runs.flatMap(({ beside }) =>
      beside.slices.flatMap(({ accuracy }) => accuracy.interval!.map(Math.abs)),
    ),
  );
  const axis = [-Math.min(1, most), Math.min(1, most)] as const;
  const values = first.beside.slices
    .toSorted((a, b) => a.accuracy.value - b.accuracy.value)
    .slice(0, SLICES)
    .map(({ value }) => value);
  const title = l10n.t('Difference of accuracy by {0}', field);
  return (
    <div class="le-scroll" tabIndex={0} role="group" aria-label={title}>
      <table class="le-slices">
        <caption class="le-caption le-start">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{field}</th>
            {runs.map(({ name }, at) => (
              <Heads key={at} name={name} />
            ))}
          </tr>
        </thead>
        <tbody>
          {values.map((value) => (
            <tr key={value}>
              <th scope="row">
                <bdi class="le-name" title={value}>
                  {value}
                </bdi>
              </th>
              {runs.map(({ beside }, at) => {
                const slice = beside.slices.find((one) => one.value === value);
                const { interval } = slice?.accuracy ?? {};
                return (
                  <Fragment key={at}>
                    <td>
                      {slice && (
                        <Whisker
                          of={slice.accuracy}
                          axis={axis}
                          width={WIDTH}
                          mark={0}
                          isWorse={interval![1] < 0}
                        />
                      )}
                    </td>
                    <td>{slice && signed(slice.accuracy.value)}</td>
                    <td class="ls-dim">{interval && signedRange(interval)}</td>
                  </Fragment>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const FLIPPED = 10;

interface FlippedProps {
  run: string;
  beside: RunBeside;
  name(id: number): string;
  onReveal?(row: number): void;
}

/** Rows that the runs take for different classes, those that became wrong first. */
function Flipped({ run, beside, name, onReveal }: FlippedProps) {
  const [shown, setShown] = useState(FLIPPED);
  const order = ({ label, from, to }: RunBeside['flipped'][number]) =>
    from === label ? 0 : to === label ? 2 : 1;
  const rows = beside.flipped.toSorted((a, b) => order(a) - order(b));
  if (rows.length === 0) return null;
  return (
    <details class="le-behind">
      <summary>{l10n.t('Rows that {0} assigns to another class: {1}', run, count(rows.length))}</summary>
      <table>
        <thead>
          <tr>
            <HeadCell>{l10n.t('row')}</HeadCell>
            <HeadCell>{l10n.t('label')}</HeadCell>
            <HeadCell>{l10n.t('this run')}</HeadCell>
            <HeadCell>{l10n.t('other run')}</HeadCell>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map(({ row, label, from, to }) => (
            <tr key={row}>
              <td>
                <RowLink row={row} onReveal={onReveal} />
              </td>
              <td class="le-words">{name(label)}</td>
              <td class="le-words">{name(from)}</td>
              <td class="le-words">{name(to)}</td>
              <td class="le-words">
                {from === label ? (
                  <span class="ls-bad">{l10n.t('became wrong')}</span>
                ) : to === label ? (
                  l10n.t('became right')
                ) : (
                  ''
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown < rows.length && (
        <button type="button" class="ls-link" onClick={() => setShown(shown + 5 * FLIPPED)}>
          {l10n.t('Show more')}
        </button>
      )}
    </details>
  );
}
