import * as l10n from '@vscode/l10n';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { NDArray } from '../../arrays/ndarray';
import type { WorkerClient } from '../../worker/client';
import type { RowDetail, ViewSettings } from '../../worker/protocol';
import { asSentence } from '../asSentence';
import type { DrawnChart } from '../charts/content';
import { Chart } from '../charts/chart';
import { count, fixed, fraction, full, probability } from '../format';
import { plural } from '../../arrays/words/plural';
import { style } from '../styles';
import { useAnswer } from '../useAnswer';
import { useSettled } from '../useSettled';
import { ClassTable } from './classTable';
import { CutOffFields, cutsOf, type Cut, type CutOffs } from './cutOffs';
import css from './detail.css';
import { hasDistribution } from './distribution';
import { FirstBars } from './firstBars';
import { Ranks } from './ranks';
import { rowChart } from './rowChart';
import { Sentence } from './sentence';
import { Tools } from './tools';
import type { RowView } from './view';

style(css);

interface DetailProps {
  client: WorkerClient;
  session: number;
  version: number;
  settings: ViewSettings;
  row: number;
  classes: number;
  /** Each row is one score, as two classes. */
  paired: boolean;
  /** The values are log-probabilities themselves: they are told as these, and once. */
  areLogs: boolean;
  /** What a row is called. */
  name(row: number): string;
  /** Names of the classes of a row. */
  namesOf(row: number): readonly string[] | undefined;
  /** Of the values, for writing them out as short as they are exact. */
  dtype: NDArray['dtype'];
  /** Goes to the row's record. */
  onReveal?(row: number): void;
  onDrawn(chart: DrawnChart | undefined): void;
}

/** Rounded log-probabilities sum to 1 but for so much. */
const ROUNDED_SUM = 5e-3;

/** One row: its most probable classes as a chart and as a table, in figures as exact as anyone needs. */
export function Detail(props: DetailProps) {
  const { settings, classes, paired, dtype } = props;
  const [k, setK] = useState(10);
  const [view, setView] = useState<RowView>('bars');
  const [cutting, setCutting] = useState(false);
  const [cutOffs, setCutOffs] = useState<CutOffs>({});
  const shown = Math.min(k, classes);
  const { detail, before, error } = useRow(props, shown);
  // At another temperature, or where a row has not all of its classes, they are what is normalized, like logits.
  const areLogs =
    props.areLogs && settings.temperature === 1 && Math.abs(detail?.logSumExp ?? 0) < ROUNDED_SUM;
  // The figures of a row stand under its own name, also while those of the next are on their way.
  const ofRow = detail?.row ?? props.row;
  const name = props.name(ofRow);
  const classNames = useMemo(() => props.namesOf(ofRow), [props.namesOf, ofRow]);
  // While a slider moves, nobody reads the table that only screen readers see: it follows once the slider rests.
  const resting = useSettled(settings.temperature, 80) === settings.temperature;
  const tabled = useRef<RowDetail | undefined>(undefined);
  if (resting || view === 'table' || tabled.current?.row !== detail?.row) tabled.current = detail;
  const inTable = tabled.current;
  const nameOf = (id: number) => classNames?.[id] ?? String(id);
  const table = useMemo(
    () =>
      inTable && (
        <ClassTable
          detail={inTable}
          name={name}
          nameOf={nameOf}
          {...{ dtype, paired, areLogs }}
          visible={view === 'table'}
        />
      ),
    [inTable, name, classNames, dtype, paired, areLogs, view],
  );
  if (error) {
    return (
      <section class="ls-detail ls-problem" role="alert">
        {error}
      </section>
    );
  }
  if (!detail)
    return (
      <section
        class="ls-detail"
        aria-busy="true"
        style={{ minHeight: `${chartHeight(shown) + AROUND_CHART}px` }}
      />
    );

  const cuts = cutting ? cutsOf(detail, shown, cutOffs) : [];
  return (
    <section class="ls-detail" aria-label={l10n.t('Row {0}', name)}>
      <Sentence detail={detail} name={name} nameOf={nameOf} onReveal={props.onReveal} />
      <Picture {...props} {...{ view, detail, before, cuts, nameOf, areLogs }} rowName={name} />
      {table}
      {cutting && <CutOffFields cutOffs={cutOffs} cuts={cuts} onChange={setCutOffs} />}
      <div class="ls-dim ls-figures">
        {hasDistribution(detail) && <Figures {...{ detail, paired, areLogs }} />}
        {before && view === 'bars' && (
          <span title={l10n.t('Marks in the chart')}>┃ {l10n.t('at temperature 1')}</span>
        )}
        <Tools
          {...{ classes, k, view, cutting }}
          isDistribution={!detail.sigmoid}
          onCount={setK}
          onView={setView}
          onCutting={setCutting}
        />
      </div>
    </section>
  );
}

/** A row, and its probabilities at temperature 1 where another is set. */
function useRow({ client, session, version, settings, row }: DetailProps, k: number) {
  const asked = { session, settings, row, k };
  const { result: detail, error } = useAnswer(client, 'row', asked, version);
  const compared = settings.temperature !== 1;
  const { result: plain } = useAnswer(
    client,
    'row',
    compared ? { ...asked, settings: { ...settings, temperature: 1 } } : undefined,
    version,
  );
  const before =
    compared && plain && plain.row === detail?.row
      ? new Map(Array.from(plain.classes, (id, i) => [id, plain.probabilities[i]]))
      : undefined;
  return { detail, before, error };
}

interface PictureProps extends DetailProps {
  view: RowView;
  detail: RowDetail;
  /** Probabilities at temperature 1, by class. */
  before?: ReadonlyMap<number, number>;
  cuts: readonly Cut[];
  nameOf(id: number): string;
  rowName: string;
}

/** Pixels of a class in the chart, and of what stands above and below the chart. */
const STEP = 19;
const AROUND_CHART = 56;

/** As the chart will be: nothing moves when it comes. */
const chartHeight = (lines: number) => lines * STEP + 24;

/** The chart of a row, or why there is none. */
function Picture({ view, detail, before, cuts, nameOf, rowName, ...props }: PictureProps) {
  if (!hasDistribution(detail))
    return <p class="ls-problem">{detail.flag && asSentence(detail.flag.message)}</p>;
  if (view === 'ranks' && !detail.sigmoid) return <Ranks key="ranks" {...props} nameOf={nameOf} />;
  if (view === 'table') return null;
  const shown = detail.classes.length;
  return (
    <Chart
      key="bars"
      template="row"
      label={plural(
        shown,
        l10n.t('The most probable class of row {0}; its values are in the table that follows', rowName),
        l10n.t(
          'The {0} most probable classes of row {1}; their values are in the table that follows',
          shown,
          rowName,
        ),
      )}
      padding={13}
      reserve={chartHeight(shown + Math.min(1, detail.others.count))}
      First={FirstBars}
      onDrawn={props.onDrawn}
      {...rowChart({ detail, before, cuts, nameOf, paired: props.paired, areLogs: props.areLogs })}
    />
  );
}

function Figures({ detail, paired, areLogs }: { detail: RowDetail; paired: boolean; areLogs: boolean }) {
  const { entropy, margin, logSumExp, sigmoid } = detail;
  if (sigmoid) return <span>{aboveText(sigmoid.above, detail)}</span>;
  if (paired) return null;
  return (
    <>
      <span title={l10n.t('{0} nats', full(entropy))}>{l10n.t('Entropy {0}', fraction(entropy, 4))}</span>
      <span title={full(margin)}>{l10n.t('Margin {0}', probability(margin, 4))}</span>
      {!areLogs && <span title={full(logSumExp)}>{l10n.t('Log-sum-exp {0}', fixed(logSumExp, 4))}</span>}
    </>
  );
}

function aboveText(above: number, { classes, others }: RowDetail): string {
  return l10n.t('{0} of {1} classes above .5', count(above), count(classes.length + others.count));
}
