import * as l10n from '@vscode/l10n';
import type { ComponentProps } from 'preact';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { shownNames } from '../../../arrays/words/shownNames';
import { LABEL } from '../../../arrays/words/sliceNames';
import type { ReadingKind } from '../../../arrays/types';
import type { AroundEvaluation, InspectorView } from '../../../inspector/props';
import { style } from '../../../inspector/styles';
import { useAnswer } from '../../../inspector/useAnswer';
import type {
  AppliedCalibration,
  DumpReport,
  EvaluationFields,
  EvaluationFilter,
  EvaluationLook,
  EvaluationSummary,
  SliceFields,
  TemperatureSummary,
} from '../../../loss/types';
import type { WorkerClient } from '../../../worker/client';
import type { ReportFormat } from '../../../worker/protocol';
import { Confusion } from '../../../code/evaluation/confusion';
import css from '../../../code/evaluation/evaluation.css';
import { Figures } from '../../../code/evaluation/figures';
import { Question } from '../../../code/evaluation/question';
import { Losses, NARROWEST, Risk } from '../../../code/evaluation/risk';
import { heaviestText } from '../../../code/evaluation/words';
import { EvaluationFindings, honestySentence } from './findings';
import { filterText, Head } from './head';
import { Honesty } from './honesty';
import { Remedies } from './remedies';
import { Rows } from './rows';
import { Runs } from './runs';
import { Slices } from './slices';
import { useLeaving } from './useLeaving';
import { useRoom } from './useRoom';
import { useRuns, type Run } from './useRuns';

style(css);

export interface EvaluationViewProps extends Partial<AroundEvaluation> {
  client: WorkerClient;
  view: InspectorView;
  origin: string;
  classNames?: readonly string[];
  report?: DumpReport;
  /** What the file does not say of its fields and was taken so, for its report. */
  notes?: readonly string[];
  /** The file holds one number a row, which is shown as two classes. */
  ofOneScore?: boolean;
  /** Other runs, in the order in which they were added. */
  runs?: readonly Run[];
  onTemperature(temperature: number): void;
  onReveal?(row: number): void;
  onCopy(text: string): void;
  /** Has another run chosen; absent where there can be none. */
  onAddRun?(): void;
  onSave(name: string, content: string): void;
  /** Hands over the evaluation as a document. */
  onReport(format: ReportFormat, text: string): void;
}

/** What one number a row is, by what its two classes are. */
const ONE_SCORE: Partial<Record<ReadingKind, ReadingKind>> = {
  logits: 'binary-logits',
  probabilities: 'sigmoid-scores',
};

const NO_RUNS: readonly Run[] = [];
const NO_FIELDS: EvaluationFields = { names: [] };

/**
 * The place where people look first after a run: what stands out, how good with how sure, whether the confidence is
 * honest, whether it knows, where it fails, and which rows and labels. What is chosen in one part filters all others.
 */
export function EvaluationView(props: EvaluationViewProps) {
  const { client, view, origin, classNames, report, notes, findings, onTemperature, onReport, onAddRun } =
    props;
  const { session, settings } = view;
  const [filter, setFilter] = useState<EvaluationFilter>({ only: 'wrong' });
  const [calibration, setCalibration] = useState<AppliedCalibration>();
  const { only, ...selection } = filter;
  const isSelected = Object.values(selection).some((one) => one !== undefined);
  const look = { ...(classNames && { classNames }), ...(calibration && { calibration }) };
  const { whole, some, isLate, fitted, error } = useSummaries(
    props,
    look,
    isSelected ? selection : undefined,
  );
  const isSettled = useSettledSoon(
    whole !== undefined,
    (fitted !== undefined && props.found !== undefined) || error !== undefined,
  );
  const applied = calibration ? undefined : fitted;
  const isHonestySaid = honestySentence({ summary: whole, fitted: applied }) !== undefined;
  useLayoutEffect(() => {
    props.onHonesty?.(isHonestySaid);
    return () => props.onHonesty?.(false);
  }, [isHonestySaid]);
  const select = (next: EvaluationFilter) => setFilter({ only, ...next });
  const names = shownNames(classNames);
  const name = (one: number) => (one < 0 ? '–' : (names?.[one] ?? String(one)));
  const leaving = useLeaving();
  const sliced = useSlices({ client, view, look, some, filter }, whole !== undefined);
  const leave = (format: ReportFormat) => {
    const said = filterText(selection, whole, name);
    const shown = {
      session,
      settings,
      ...look,
      by: sliced.by,
      ...(notes && { notes }),
      ...(said !== undefined && { filter: selection, selection: said }),
    };
    return leaving.run(
      (signal) => client.call('sessionReport', { ...shown, origin, format }, { signal }),
      (text) => onReport(format, text),
    );
  };
  return (
    <div class="ls-colors le-root" role="region" aria-label={l10n.t('Evaluation')} aria-busy={isLate}>
      <Head
        {...{ report, filter, calibration, name, onTemperature, onAddRun }}
        summary={whole}
        said={isLate && whole ? l10n.t('Evaluating…') : leaving.said}
        chosen={isLate ? undefined : some?.rows.counted}
        temperature={settings.temperature}
        onRemove={() => select({})}
        onCalibration={setCalibration}
        onReport={(format) => void leave(format)}
      />
      {findings}
      {error !== undefined && (
        <p class="le-problem ls-bad" role="alert">
          {error}
        </p>
      )}
      {!(whole && isSettled) && error === undefined && (
        <p class="le-caption le-foot" role="status">
          {l10n.t('Evaluating…')}
        </p>
      )}
      {whole && isSettled && (
        <Parts
          {...{ whole, some, filter, look, sliced, select, name, setFilter, setCalibration }}
          {...props}
          suspects={fitted?.labelErrors}
          fitted={applied}
        />
      )}
    </div>
  );
}

interface PartsProps extends EvaluationViewProps {
  whole: EvaluationSummary;
  /** Of the rows that are selected, once it is known. */
  some: EvaluationSummary | undefined;
  /** Absent where it is not of what is shown. */
  fitted: TemperatureSummary | undefined;
  suspects: number | undefined;
  filter: EvaluationFilter;
  look: EvaluationLook;
  sliced: ReturnType<typeof useSlices>;
  select(selection: EvaluationFilter): void;
  setFilter(filter: EvaluationFilter): void;
  setCalibration(calibration: AppliedCalibration | undefined): void;
  name(id: number): string;
}

/** Whatever a selection is made in goes on showing all rows; everything else shows those that are selected. */
function Parts(props: PartsProps) {
  const { whole, some, fitted, suspects, filter, look, sliced, select, name } = props;
  const { setFilter } = props;
  const { client, view, onTemperature, onReveal, onSave } = props;
  const { session, version, settings } = view;
  const shown = some ?? whole;
  const { by } = sliced;
  const [wantsSample, setWantsSample] = useState(false);
  const isListed = whole.listed !== undefined;
  const idOf = (value: string) => {
    const named = look.classNames?.indexOf(value) ?? -1;
    return named >= 0 ? named : Number(value);
  };
  return (
    <>
      <EvaluationFindings
        summary={whole}
        fitted={fitted}
        slices={some ? [] : (sliced.slices ?? [])}
        others={props.found}
        onTemperature={onTemperature}
        onSlice={({ field, value }) =>
          select(
            isListed ? { label: idOf(value) } : { slice: { by: field === 'label' ? [LABEL] : by, value } },
          )
        }
        onFilter={setFilter}
      />
      <Figures summary={shown} />
      <div class="le-middle">
        <Honesty
          summary={shown}
          bins={filter.bin === undefined ? shown.reliability : whole.reliability}
          fitted={some ? undefined : fitted}
          chosen={filter.bin}
          onChoose={(bin) => select({ bin })}
          onTemperature={onTemperature}
        />
        <Knowing
          summary={shown}
          losses={filter.losses ? whole.losses : shown.losses}
          chosen={filter.losses}
          onChoose={isListed ? undefined : (losses) => select({ losses })}
        />
        <Failing
          confusion={filter.predicted === undefined ? shown.confusion : whole.confusion}
          name={name}
          filter={filter}
          classes={whole.classes}
          onFind={(label) => select({ label })}
          onChoose={(pair) => select(pair ?? {})}
        />
      </div>
      <RunsBeside {...props} by={by} fields={sliced.fields} />
      {isListed && (
        <p class="le-caption le-problem">
          {l10n.t('On the cluster, a selection filters only the listed rows.')}{' '}
          {!wantsSample && (
            <button type="button" class="ls-link" onClick={() => setWantsSample(true)}>
              {l10n.t('Fit calibration and prediction sets to a sample of the rows')}
            </button>
          )}
        </p>
      )}
      {/* What takes longest is asked for last, and of a cluster when a person asks. */}
      {(!isListed || wantsSample) && <Calibrating {...props} />}
      <div class="le-bottom">
        <Rows
          {...{ client, session, version, settings, look, filter, suspects, name, onReveal, onSave }}
          classes={whole.classes}
          among={whole.listed}
          onFilter={setFilter}
        />
        <Slices
          {...sliced}
          filter={filter}
          byLabel={filter.slice ? whole.slices : shown.slices}
          overall={shown.figures.accuracy?.value ?? 0}
          onBy={(next) => {
            sliced.onBy(next);
            if (filter.slice) select({});
          }}
          onChoose={(slice) => select(isListed && slice ? { label: idOf(slice.value) } : { slice })}
        />
      </div>
    </>
  );
}

/** What a calibration would do, where one class is right in each row. */
function Calibrating({ whole, look, name, setCalibration, ...props }: PartsProps) {
  const { client, view, ofOneScore, onCopy, onTemperature } = props;
  const { session, version, settings, kind } = view;
  if (whole.softLabels)
    return (
      <p class="le-caption le-problem">
        {l10n.t('Calibration requires one class per row, and these labels are shares of several classes.')}
      </p>
    );
  if (whole.eceLimit === undefined) return null;
  return (
    <Remedies
      {...{ client, session, version, settings, name, onCopy, onTemperature }}
      reading={(ofOneScore && ONE_SCORE[kind]) || kind}
      calibration={look.calibration}
      figures={whole.figures}
      positive={whole.positive}
      counted={whole.rows.counted}
      onCalibration={whole.listed === undefined ? setCalibration : undefined}
    />
  );
}

/**
 * What slices are made by: what a person chose, else what the first records suggest.
 *
 * @param isReady whether there is something to slice
 */
function useSlices(
  { client, view, look, some, filter }: Pick<PartsProps, 'client' | 'view' | 'look' | 'some' | 'filter'>,
  isReady: boolean,
) {
  const { session, version, settings } = view;
  const [chosen, onBy] = useState<SliceFields>();
  const told = useAnswer(client, 'evaluationFields', isReady ? { session } : undefined, version);
  const fields = told.error === undefined ? told.result : NO_FIELDS;
  const by: SliceFields = chosen ?? [fields?.suggested ?? LABEL];
  const asked =
    isReady && fields && String(by) !== LABEL
      ? {
          session,
          settings,
          ...look,
          by,
          ...(some && !filter.slice && { filter: { ...filter, only: undefined } }),
        }
      : undefined;
  const { result, asked: answered, error } = useAnswer(client, 'evaluationSlices', asked, version);
  const isOfNow = String(answered?.by) === String(by);
  return { fields, by, onBy, error, slices: isOfNow ? result : undefined };
}

/** Other runs, where some were added. */
function RunsBeside({ by, fields, ...props }: PartsProps & { by: SliceFields; fields?: EvaluationFields }) {
  const { client, view, origin, runs = NO_RUNS, look, name, onReveal } = props;
  const { session, version, settings } = view;
  const [chosen, setChosen] = useState<{ id: string | undefined }>();
  const { id } = chosen ?? fields ?? {};
  const answers = useRuns(fields ? runs : NO_RUNS, { client, session, version, settings, look, by, id });
  if (runs.length === 0) return null;
  return (
    <Runs
      {...{ origin, id, name, onReveal }}
      runs={answers}
      isDone={answers.length === runs.length}
      ids={fields?.names ?? []}
      temperature={settings.temperature}
      calibration={look.calibration}
      onId={(next) => setChosen({ id: next })}
    />
  );
}

/**
 * What is drawn of all rows, of those that are selected, and the fitted temperature. Figures come at once, their intervals
 * when they are drawn; while others are computed, what was there before stays, and is told to be late.
 */
function useSummaries(
  { client, view }: EvaluationViewProps,
  look: EvaluationLook,
  selection: EvaluationFilter | undefined,
) {
  const { session, version, settings } = view;
  const wanted = { session, settings, ...look };
  const atOnce = { ...wanted, withoutIntervals: true };
  const first = useAnswer(client, 'evaluationSummary', atOnce, version);
  const all = useAnswer(client, 'evaluationSummary', wanted, version);
  // On a cluster a selection filters the listed rows alone.
  const isListed = (all.result ?? first.result)?.listed !== undefined;
  const ofSome = selection && !isListed ? { ...wanted, filter: selection } : undefined;
  const some = useAnswer(client, 'evaluationSummary', ofSome, version);
  const fitted = useAnswer(client, 'temperatureSummary', { session, settings }, version);
  const isOfNow = isSame(all.asked, wanted);
  const isSelected = isSame(some.asked?.filter, selection);
  const error = all.error ?? some.error ?? fitted.error;
  return {
    whole: all.result && (isOfNow || !first.result) ? all.result : first.result,
    some: selection && isSelected ? some.result : undefined,
    isLate: error === undefined && (!(isOfNow || isSame(first.asked, atOnce)) || !isSame(some.asked, ofSome)),
    fitted: fitted.result,
    error,
  };
}

/** Milliseconds that the figures wait for what is found, so that both come at once where that is quick. */
const PATIENCE_MS = 300;

/** Whether what is known is to be drawn: all of it is there, or the rest takes its time. Once drawn, it stays. */
function useSettledSoon(isThere: boolean, isWhole: boolean): boolean {
  const [isSettled, settle] = useState(false);
  useLayoutEffect(() => {
    if (!isThere || isSettled) return;
    if (isWhole) return settle(true);
    const timer = setTimeout(() => settle(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isThere, isWhole, isSettled]);
  return isSettled;
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What is taken for what. */
function Failing({
  classes,
  onFind,
  ...props
}: ComponentProps<typeof Confusion> & Omit<FindClassProps, 'name' | 'drawn'>) {
  return (
    <section aria-label={l10n.t('Where does it fail?')}>
      <Question title={l10n.t('Where does it fail?')}>
        {l10n.t('rows are labels, columns are predictions; confused classes are neighbors')}
      </Question>
      {classes > props.confusion.classes.length && (
        <FindClass {...{ classes, onFind }} name={props.name} drawn={props.confusion.classes.length} />
      )}
      <Confusion {...props} />
    </section>
  );
}

interface FindClassProps {
  classes: number;
  /** How many the matrix shows. */
  drawn: number;
  name(id: number): string;
  onFind(id: number): void;
}

/** Where the matrix shows some classes only: one of the others, by its name or its ID. */
function FindClass({ classes, drawn, name, onFind }: FindClassProps) {
  const names = useMemo(() => Array.from({ length: classes }, (_, id) => name(id)), [classes, name(0)]);
  return (
    <label class="le-choosers">
      {l10n.t('class')}{' '}
      <input
        type="text"
        list="le-classes"
        placeholder={l10n.t('name or ID')}
        onChange={({ currentTarget }) => {
          const text = currentTarget.value.trim();
          const named = names.indexOf(text);
          const id = named >= 0 ? named : text === '' ? NaN : Number(text);
          if (Number.isInteger(id) && id >= 0 && id < classes) onFind(id);
        }}
      />
      <datalist id="le-classes">
        {names.slice(0, LISTED_CLASSES).map((one, id) => (
          <option key={id} value={one} />
        ))}
      </datalist>
      {drawn > 0 && l10n.t('The {0} classes of the largest confusions are drawn.', drawn)}
    </label>
  );
}

/** Names that an input proposes. */
const LISTED_CLASSES = 5000;

interface KnowingProps extends Pick<ComponentProps<typeof Losses>, 'losses' | 'chosen' | 'onChoose'> {
  summary: EvaluationSummary;
}

/** Wider, a curve is too flat to read. */
const WIDEST = 640;

/** Whether it is surer where it is right, and how the losses lie. */
function Knowing({ summary, ...losses }: KnowingProps) {
  const { box, room } = useRoom(NARROWEST, WIDEST);
  return (
    <section aria-label={l10n.t('Does it know when it is wrong?')}>
      <div ref={box} />
      <Question title={l10n.t('Does it know when it is wrong?')}>{l10n.t('error')}</Question>
      <Risk risk={summary.risk} room={room} />
      <Question title={l10n.t('Loss per row')}>
        {heaviestText(summary.losses.heaviest, summary.rows.counted)}
      </Question>
      <Losses {...losses} figures={summary.figures} classes={summary.classes} room={room} />
    </section>
  );
}
