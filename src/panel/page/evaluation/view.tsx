import * as l10n from '@vscode/l10n';
import type { ComponentChildren, ComponentProps } from 'preact';
import { useState } from 'preact/hooks';
import type { InspectorView } from '../../../inspector/props';
import { style } from '../../../inspector/styles';
import { useAnswer } from '../../../inspector/useAnswer';
import type {
  DumpReport,
  EvaluationFilter,
  EvaluationSummary,
  TemperatureSummary,
} from '../../../loss/types';
import type { WorkerClient } from '../../../worker/client';
import type { ReportFormat } from '../../../worker/protocol';
import { Confusion } from '../../../code/evaluation/confusion';
import css from '../../../code/evaluation/evaluation.css';
import { Figures } from '../../../code/evaluation/figures';
import { EvaluationFindings } from './findings';
import { Legend } from '../../../code/evaluation/legend';
import { Question } from '../../../code/evaluation/question';
import { Reliability } from '../../../code/evaluation/reliability';
import { Losses, Risk } from '../../../code/evaluation/risk';
import { Slices } from './slices';
import { count, figure } from '../../../code/evaluation/words';
import { Remedies } from './remedies';
import { useLeaving } from './useLeaving';
import { Worst } from './worst';

style(css);

const ROWS = 15;

export interface EvaluationViewProps {
  client: WorkerClient;
  view: InspectorView;
  origin: string;
  classNames?: readonly string[];
  report?: DumpReport;
  onTemperature(temperature: number): void;
  onReveal?(row: number): void;
  onCopy(text: string): void;
  /** Hands over the evaluation as a document. */
  onReport(format: ReportFormat, text: string): void;
}

/**
 * The place where people look first after a run: what stands out, how good with how sure, whether the confidence is
 * honest, whether it knows, where it fails, and which rows and labels. What is chosen in one part filters the rows.
 */
export function EvaluationView(props: EvaluationViewProps) {
  const { client, view, origin, classNames, report, onTemperature, onReveal, onReport, onCopy } = props;
  const { session, version, settings } = view;
  const [filter, setFilter] = useState<EvaluationFilter>({ only: 'wrong' });
  const [shown, setShown] = useState(ROWS);
  const asked = { session, settings };
  // The figures come at once, their intervals when they are drawn.
  const wanted = { ...asked, classNames };
  const first = useAnswer(client, 'evaluationSummary', { ...wanted, withoutIntervals: true }, version);
  const whole = useAnswer(client, 'evaluationSummary', wanted, version);
  const fitted = useAnswer(client, 'temperatureSummary', asked, version);
  const rows = useAnswer(client, 'evaluationPage', { ...asked, filter, from: 0, count: shown }, version);
  const name = (id: number) => (id < 0 ? '–' : (classNames?.[id] ?? String(id)));
  const choose = (next: EvaluationFilter) => {
    setFilter(next);
    setShown(ROWS);
  };
  const unfiltered: EvaluationFilter = { only: filter.only };
  const idOf = (value: string) => {
    const named = classNames?.indexOf(value) ?? -1;
    return named >= 0 ? named : Number(value);
  };
  const bySlice = (value: string | undefined) =>
    choose(value === undefined ? unfiltered : { ...unfiltered, label: idOf(value) });
  const leaving = useLeaving();
  const leave = (format: ReportFormat) =>
    leaving.run(
      (signal) => client.call('sessionReport', { ...asked, origin, classNames, format }, { signal }),
      (text) => onReport(format, text),
    );
  const isOfNow = JSON.stringify(whole.asked?.settings) === JSON.stringify(settings);
  const result = whole.result && (isOfNow || !first.result) ? whole.result : first.result;
  const error = whole.error ?? fitted.error ?? rows.error;
  return (
    <div class="ls-colors le-root">
      <Head
        summary={result}
        origin={origin}
        report={report}
        onReport={(format) => void leave(format)}
        said={leaving.said}
      />
      {error !== undefined && (
        <p class="le-problem ls-bad" role="alert">
          {error}
        </p>
      )}
      {!result && error === undefined && (
        <p class="le-caption le-foot" role="status">
          {l10n.t('Evaluating…')}
        </p>
      )}
      {result && (
        <>
          <EvaluationFindings
            summary={result}
            fitted={fitted.result}
            onTemperature={onTemperature}
            onSlice={bySlice}
            onFilter={choose}
          />
          <Figures summary={result} />
          <div class="le-middle">
            <Honesty
              summary={result}
              fitted={fitted.result}
              chosen={filter.bin}
              onChoose={(bin) => choose(bin === undefined ? unfiltered : { ...unfiltered, bin })}
              onTemperature={onTemperature}
            />
            <Knowing summary={result} />
            <Failing
              confusion={result.confusion}
              name={name}
              filter={filter}
              onChoose={(pair) => choose(pair ? { ...pair } : unfiltered)}
            />
          </div>
          {result.listed === undefined && (
            <Remedies {...{ client, session, version, settings, name, onCopy }} figures={result.figures} />
          )}
          <div class="le-bottom">
            <section aria-label={l10n.t('Rows')}>
              <Filters
                filter={filter}
                suspects={fitted.result?.labelErrors}
                name={name}
                onChoose={choose}
                onRemove={() => choose(unfiltered)}
              />
              {rows.result && (
                <Worst
                  among={result.listed}
                  page={rows.result}
                  classes={result.classes}
                  name={name}
                  onReveal={onReveal}
                  onMore={() => setShown(shown + 5 * ROWS)}
                />
              )}
            </section>
            <section aria-label={l10n.t('Slices')}>
              <SlicesHead />
              <Slices
                slices={result.slices}
                overall={result.figures.accuracy?.value ?? 0}
                chosen={
                  filter.predicted === undefined && filter.label !== undefined
                    ? name(filter.label)
                    : undefined
                }
                onChoose={bySlice}
              />
            </section>
          </div>
        </>
      )}
    </div>
  );
}

function Tab({ is, onChoose, children }: { is: boolean; onChoose(): void; children: ComponentChildren }) {
  return (
    <button type="button" class={is ? 'le-tab le-open' : 'le-tab'} aria-pressed={is} onClick={onChoose}>
      {children}
    </button>
  );
}

interface HeadProps extends Pick<EvaluationViewProps, 'origin' | 'report'> {
  summary?: EvaluationSummary;
  /** How it goes with a document that was asked for. */
  said?: string;
  onReport(format: ReportFormat): void;
}

/** What is evaluated, and what of it is in no figure. */
function Head({ summary, origin, report, said, onReport }: HeadProps) {
  return (
    <div class="le-head">
      <span class="ls-chip">{l10n.t('evaluation')}</span>
      <b>{origin}</b>
      {summary && (
        <span class="le-num">
          {count(summary.rows.counted)}×{count(summary.classes)}
        </span>
      )}
      {summary && <Outside summary={summary} report={report} />}
      <span class="ls-space" />
      <span class="ls-dim" role="status">
        {said}
      </span>
      {summary && summary.listed === undefined && (
        <>
          <button type="button" class="ls-link" onClick={() => onReport('markdown')}>
            {l10n.t('Open report')}
          </button>
          <button type="button" class="ls-link" onClick={() => onReport('html')}>
            {l10n.t('Save as HTML')}
          </button>
          <button type="button" class="ls-link" onClick={() => onReport('json')}>
            {l10n.t('Save as JSON')}
          </button>
        </>
      )}
    </div>
  );
}

/** Rows that are in no figure, and why. */
function Outside({ summary, report }: { summary: EvaluationSummary; report?: DumpReport }) {
  const { unlabelled, undefined: without } = summary.rows;
  const parts = [
    report && report.skipped > 0 && l10n.t('{0} skipped', count(report.skipped)),
    unlabelled > 0 && l10n.t('{0} without a label', count(unlabelled)),
    without > 0 && l10n.t('{0} without a distribution', count(without)),
  ].filter(Boolean);
  return parts.length === 0 ? null : <span class="ls-bad">{parts.join(' · ')}</span>;
}

function SlicesHead() {
  return (
    <Question title={l10n.t('Slices')}>
      {l10n.t('worst first, with 95%;')} <span class="ls-bad">●</span>{' '}
      {l10n.t('worse than the rest beyond chance (Holm, .05)')}
    </Question>
  );
}

/** What is taken for what. */
function Failing(props: ComponentProps<typeof Confusion>) {
  return (
    <section aria-label={l10n.t('Where does it fail?')}>
      <Question title={l10n.t('Where does it fail?')}>
        {l10n.t('rows are labels, columns predictions; confused classes are neighbors')}
      </Question>
      <Confusion {...props} />
    </section>
  );
}

interface HonestyProps extends FittedProps {
  chosen?: number;
  onChoose(bin: number | undefined): void;
}

/** Accuracy against confidence, as given and as it would be under a fitted temperature. */
function Honesty({ chosen, onChoose, ...fitting }: HonestyProps) {
  return (
    <section aria-label={l10n.t('Is the confidence honest?')}>
      <Question title={l10n.t('Is the confidence honest?')}>
        {l10n.t('accuracy against confidence, ten bins')}
      </Question>
      <div class="le-reliability">
        <Reliability
          bins={fitting.summary.reliability}
          after={fitting.fitted?.judged?.reliability}
          chosen={chosen}
          onChoose={onChoose}
        />
        <Fitted {...fitting} />
      </div>
    </section>
  );
}

interface FittedProps {
  summary: EvaluationSummary;
  fitted: TemperatureSummary | undefined;
  onTemperature(temperature: number): void;
}

/** The fitted temperature beside the figures as given, judged on rows that it was not fitted to. */
function Fitted({ summary, fitted, onTemperature }: FittedProps) {
  const { figures } = summary;
  const { temperature, judged } = fitted ?? {};
  return (
    <div class="le-fitted">
      <Legend fitted={judged !== undefined} />
      {temperature !== undefined && judged && (
        <>
          <div class="le-caption">{l10n.t('fitted temperature')}</div>
          <b class="le-big">{figure(temperature, 2)}</b>
          <table>
            <caption class="ls-hidden">{l10n.t('Figures as given and cross-fitted')}</caption>
            <thead>
              <tr>
                <td />
                <th scope="col">{l10n.t('as given')}</th>
                <th scope="col">{l10n.t('fitted')}</th>
              </tr>
            </thead>
            <tbody>
              <Compared name={l10n.t('mean loss')} before={figures.meanLoss} after={judged.meanLoss} />
              <Compared name="ECE" before={figures.ece} after={judged.ece} />
              <Compared name={l10n.t('by chance')} before={figures.eceByChance} after={judged.eceByChance} />
              <Compared name={l10n.t('Brier')} before={figures.brier} after={judged.brier} />
            </tbody>
          </table>
          <p class="le-caption">
            {l10n.t('Cross-fitted: each row is judged at a temperature fitted without it, in five folds.')}
          </p>
          <button type="button" class="le-button" onClick={() => onTemperature(temperature)}>
            {l10n.t('Apply temperature')}
          </button>
        </>
      )}
    </div>
  );
}

function Compared({
  name,
  before,
  after,
}: {
  name: string;
  before?: { value: number };
  after: { value: number };
}) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{figure(before?.value)}</td>
      <td>{figure(after.value)}</td>
    </tr>
  );
}

/** Whether it is surer where it is right, and how the losses lie. */
function Knowing({ summary }: { summary: EvaluationSummary }) {
  return (
    <section aria-label={l10n.t('Does it know when it is wrong?')}>
      <Question title={l10n.t('Does it know when it is wrong?')}>{l10n.t('error')}</Question>
      <Risk risk={summary.risk} />
      <Question title={l10n.t('Loss per row')}>
        {l10n.t('5% of rows carry {0} of it', figure(summary.losses.heaviest, 2))}
      </Question>
      <Losses losses={summary.losses} figures={summary.figures} classes={summary.classes} />
    </section>
  );
}

interface FiltersProps extends ChipProps {
  /** Rows whose label looks wrong; absent where nobody looked. */
  suspects?: number;
  onChoose(filter: EvaluationFilter): void;
}

/** Which rows are listed. */
function Filters({ filter, suspects, name, onChoose, onRemove }: FiltersProps) {
  return (
    <div class="le-tabs">
      <Tab is={filter.only !== 'label-errors'} onChoose={() => onChoose({ only: 'wrong' })}>
        {l10n.t('Worst rows')}
      </Tab>
      {suspects !== undefined && (
        <Tab is={filter.only === 'label-errors'} onChoose={() => onChoose({ only: 'label-errors' })}>
          {l10n.t('Likely label errors')} {count(suspects)}
        </Tab>
      )}
      <span class="ls-space" />
      <Chip filter={filter} name={name} onRemove={onRemove} />
      {filter.only !== 'label-errors' && (
        <label>
          <input
            type="checkbox"
            checked={filter.only === 'wrong'}
            onChange={({ currentTarget }) =>
              onChoose({ ...filter, only: currentTarget.checked ? 'wrong' : undefined })
            }
          />{' '}
          {l10n.t('wrong only')}
        </label>
      )}
    </div>
  );
}

interface ChipProps {
  filter: EvaluationFilter;
  name(id: number): string;
  onRemove(): void;
}

/** What the rows are filtered by, and a way to take it off. */
function Chip({ filter, name, onRemove }: ChipProps) {
  const { label, predicted, bin } = filter;
  const said =
    bin !== undefined
      ? l10n.t('confidence {0} to {1}', figure(bin / 10, 1), figure((bin + 1) / 10, 1))
      : label !== undefined && predicted !== undefined
        ? `${name(label)} → ${name(predicted)}`
        : label !== undefined
          ? l10n.t('label {0}', name(label))
          : undefined;
  if (said === undefined) return null;
  return (
    <button type="button" class="ls-chip" aria-label={l10n.t('Remove filter: {0}', said)} onClick={onRemove}>
      {said} ×
    </button>
  );
}
