import { useMemo, useRef, useState } from 'preact/hooks';
import type { NDArray } from '../arrays/ndarray';
import type { WorkerClient } from '../worker/client';
import type { RowDetail, ViewSettings } from '../worker/protocol';
import { Chart } from './charts/chart';
import type { DrawnChart } from './charts/content';
import { cutsOf, CutOffFields, type Cut, type CutOffs } from './cutOffs';
import { count, fixed, full, halfWidth, probability } from './format';
import { useAnswer, useSettled } from './hooks';
import { digits } from './literals';
import { Ranks } from './ranks';

interface DetailProps {
  client: WorkerClient;
  session: number;
  version: number;
  settings: ViewSettings;
  row: number;
  name: string;
  classes: number;
  classNames?: readonly string[];
  /** Of the values, for writing them out as short as they are exact. */
  dtype: NDArray['dtype'];
  onDrawn(chart: DrawnChart | undefined): void;
}

const STEP = 19;
const CHARACTER = 6.7;
const COUNTS = [5, 10, 20, 50, 100];

/** Above this many classes the shape of the tail is worth a picture. */
const MANY = 50;

type View = 'bars' | 'ranks' | 'table';

/** One row: its most probable classes as a chart and as a table, in figures as exact as anyone needs. */
export function Detail(props: DetailProps) {
  const { client, session, version, settings, row, name, classes, classNames, dtype, onDrawn } = props;
  const [k, setK] = useState(10);
  const [view, setView] = useState<View>('bars');
  const [cutting, setCutting] = useState(false);
  const [cutOffs, setCutOffs] = useState<CutOffs>({});
  const asked = { session, settings, row, k: Math.min(k, classes) };
  const { result: detail, error } = useAnswer(client, 'row', asked, version);
  const compared = settings.temperature !== 1;
  const { result: plain } = useAnswer(
    client,
    'row',
    compared ? { ...asked, settings: { ...settings, temperature: 1 } } : undefined,
    version,
  );
  // While a slider moves, nobody reads the table that only screen readers see: it follows once the slider rests.
  const resting = useSettled(settings.temperature, 80) === settings.temperature;
  const tabled = useRef<RowDetail | undefined>(undefined);
  if (resting || view === 'table' || tabled.current?.row !== detail?.row) tabled.current = detail;
  const inTable = tabled.current;
  const nameOf = (id: number) => classNames?.[id] ?? String(id);
  const table = useMemo(
    () =>
      inTable && (
        <ClassTable detail={inTable} name={name} nameOf={nameOf} dtype={dtype} visible={view === 'table'} />
      ),
    [inTable, name, classNames, dtype, view],
  );
  if (error) {
    return (
      <section class="ls-detail ls-problem" role="alert">
        {error}
      </section>
    );
  }
  if (!detail) return <section class="ls-detail" aria-busy="true" style={{ minHeight: '260px' }} />;

  const before = compared && plain?.row === detail.row ? probabilitiesOf(plain) : undefined;
  const cuts = cutting ? cutsOf(detail, asked.k, cutOffs) : [];
  const toggle = (to: View) => () => setView(view === to ? 'bars' : to);
  return (
    <section class="ls-detail" aria-label={`row ${name}`}>
      <p class="ls-detail-head">
        <Sentence detail={detail} name={name} nameOf={nameOf} />
      </p>
      {!hasDistribution(detail) && <p class="ls-problem">{detail.flag?.message}</p>}
      {hasDistribution(detail) && view === 'bars' && (
        <Chart
          key="bars"
          template="row"
          label={`The ${detail.classes.length} most probable classes of row ${name}; the figures are in the table that follows`}
          padding={13}
          reserve={(detail.classes.length + 2) * STEP + 24}
          onDrawn={onDrawn}
          {...rowChart(detail, before, cuts, nameOf)}
        />
      )}
      {hasDistribution(detail) && view === 'ranks' && (
        <Ranks
          key="ranks"
          client={client}
          session={session}
          version={version}
          settings={settings}
          row={row}
          classes={classes}
          nameOf={nameOf}
          onDrawn={onDrawn}
        />
      )}
      {table}
      {cutting && <CutOffFields cutOffs={cutOffs} cuts={cuts} onChange={setCutOffs} />}
      <div class="ls-dim ls-figures">
        {hasDistribution(detail) && (
          <>
            <span title={`${full(detail.entropy)} nats`}>entropy {fixed(detail.entropy, 4)}</span>
            <span title={full(detail.margin)}>margin {probability(detail.margin, 4)}</span>
            <span title={full(detail.logSumExp)}>log-sum-exp {fixed(detail.logSumExp, 4)}</span>
          </>
        )}
        {before && view === 'bars' && <span title="the marks in the chart">┃ at temperature 1</span>}
        <span class="ls-tools">
          {classes > COUNTS[0] && view !== 'ranks' && (
            <label class="ls-field">
              classes{' '}
              <select
                class="ls-select"
                value={k}
                onChange={(event) => setK(Number(event.currentTarget.value))}
              >
                {COUNTS.filter((_, i) => i === 0 || COUNTS[i - 1] < classes).map((n) => (
                  <option key={n} value={n}>
                    {n}
                  </option>
                ))}
              </select>
            </label>
          )}
          {classes > 2 && (
            <Toggle
              pressed={cutting}
              onClick={() => setCutting(!cutting)}
              title="Draw top-k and top-p cut-offs"
            >
              cut-offs
            </Toggle>
          )}
          {classes > MANY && (
            <Toggle pressed={view === 'ranks'} onClick={toggle('ranks')} title="Probability against rank">
              ranks
            </Toggle>
          )}
          <Toggle pressed={view === 'table'} onClick={toggle('table')} title="The figures as a table">
            table
          </Toggle>
        </span>
      </div>
    </section>
  );
}

function Toggle(props: { pressed: boolean; title: string; onClick(): void; children: string }) {
  return (
    <button
      type="button"
      class="ls-link"
      aria-pressed={props.pressed}
      title={props.title}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}

/** A masked label makes the loss infinite and flags the row, but leaves its distribution. */
function hasDistribution({ probabilities }: RowDetail): boolean {
  return probabilities.length > 0 && !Number.isNaN(probabilities[0]);
}

function Sentence({ detail, name, nameOf }: { detail: RowDetail; name: string; nameOf(id: number): string }) {
  const { label, loss, lossInterval, classes } = detail;
  return (
    <span>
      row <span class="ls-num">{name}</span>
      {classes.length > 0 && !Number.isNaN(detail.probabilities[0]) && (
        <>
          {' '}
          · predicted <b>{nameOf(classes[0])}</b>
        </>
      )}
      {label !== undefined && (
        <>
          , label{' '}
          <b class="ls-label">
            <span aria-hidden="true">◆ </span>
            {nameOf(label)}
          </b>
        </>
      )}
      {loss !== undefined && (
        <>
          {' '}
          · loss{' '}
          <span class="ls-num" title={full(loss)}>
            {fixed(loss, 4)}
            {lossInterval && Number.isFinite(loss) && (
              <span class="ls-dim" title="what the printed decimals of the logits leave open">
                {' '}
                ± {halfWidth(lossInterval)}
              </span>
            )}
          </span>
        </>
      )}
    </span>
  );
}

function ClassTable({
  detail,
  name,
  nameOf,
  dtype,
  visible,
}: {
  detail: RowDetail;
  name: string;
  nameOf(id: number): string;
  dtype: NDArray['dtype'];
  visible: boolean;
}) {
  const { classes, logits, probabilities, logProbabilities, gradient, others, label } = detail;
  const exact = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(8)) : full(value));
  return (
    <div
      class={visible ? 'ls-table' : 'ls-hidden'}
      tabIndex={visible ? 0 : undefined}
      role="region"
      aria-label="classes"
    >
      <table>
        <caption class="ls-hidden">Row {name}, most probable classes first</caption>
        <thead>
          <tr>
            <th scope="col">class</th>
            <th scope="col">logit</th>
            <th scope="col">probability</th>
            <th scope="col">log-probability</th>
            {gradient && <th scope="col">gradient</th>}
          </tr>
        </thead>
        <tbody>
          {Array.from(classes, (id, i) => (
            <tr key={id}>
              <th scope="row" class={id === label ? 'ls-label' : undefined}>
                {id === label && '◆ '}
                {nameOf(id)}
                {id === label && <span class="ls-hidden">, the label</span>}
              </th>
              <td>{Number.isFinite(logits[i]) ? digits(dtype, logits[i]) : full(logits[i])}</td>
              <td>{exact(probabilities[i])}</td>
              <td>{exact(logProbabilities[i])}</td>
              {gradient && <td>{exact(gradient[i])}</td>}
            </tr>
          ))}
          {others.count > 0 && (
            <tr>
              <th scope="row">{count(others.count)} others</th>
              <td />
              <td>{exact(others.mass)}</td>
              <td />
              {gradient && <td />}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function probabilitiesOf(detail: RowDetail): Map<number, number> {
  return new Map(Array.from(detail.classes, (id, i) => [id, detail.probabilities[i]]));
}

/** The rows and measures of the chart template. */
function rowChart(
  detail: RowDetail,
  before: Map<number, number> | undefined,
  cuts: readonly Cut[],
  nameOf: (id: number) => string,
) {
  const { classes, logits, probabilities, logProbabilities, gradient, others, label } = detail;
  const rows: object[] = Array.from(classes, (id, i) => {
    const p = probabilities[i];
    const isLabel = id === label;
    return {
      rank: i,
      name: `${isLabel ? '◆ ' : ''}${nameOf(id)}`,
      logitText: fixed(logits[i], 2),
      pText: probability(p, 4),
      logpText: fixed(logProbabilities[i], 2),
      gradientText: gradient ? fixed(gradient[i], 4) : '',
      logit: Number.isFinite(logits[i]) ? logits[i] : undefined,
      gradient: gradient?.[i],
      p,
      before: before?.get(id),
      cut:
        cuts
          .filter(({ kept }) => kept === i + 1)
          .map(({ name }) => name)
          .join(', ') || undefined,
      ink: isLabel ? 'var(--ls-label)' : 'var(--ls-fg)',
      fill: i === 0 ? 'var(--ls-bar-top)' : isLabel ? 'var(--ls-label)' : 'var(--ls-bar-rest)',
      stroke: 'none',
      tip: `${nameOf(id)}${isLabel ? ', the label' : ''}: p = ${full(p)}, logit ${full(logits[i])}, log p ${full(logProbabilities[i])}`,
    };
  });
  if (others.count > 0) {
    rows.push({
      rank: rows.length,
      name: `${count(others.count)} others`,
      logitText: '',
      pText: probability(others.mass, 4),
      logpText: '',
      gradientText: '',
      logit: undefined,
      gradient: undefined,
      p: others.mass,
      before: undefined,
      cut: undefined,
      ink: 'var(--ls-dim)',
      fill: 'transparent',
      stroke: 'var(--ls-bar-rest)',
      tip: `${count(others.count)} others hold ${full(others.mass)} together`,
    });
  }
  const largest = niceCeiling(Math.max(others.mass, ...probabilities, ...(before?.values() ?? [])));
  const texts = rows as { name: string; logitText: string; pText: string }[];
  const room = (pick: (row: (typeof texts)[number]) => string) =>
    Math.max(5, ...texts.map((row) => pick(row).length)) * CHARACTER;
  const widths = {
    name: room((row) => row.name),
    logit: room((row) => row.logitText),
    p: room((row) => row.pText),
  };
  return {
    rows,
    signals: { largest, ...domain('logit', logits), ...domain('gradient', gradient ?? []) },
    fit: (width: number) => columns(width, widths, gradient !== undefined),
  };
}

const GAP = 14;
const LOGP = 7 * CHARACTER;
const GRADIENT = 8 * CHARACTER;
const ELSEWHERE = -1e4;

/** Where columns and bars stand in a drawing of this width. */
function columns(width: number, text: { name: number; logit: number; p: number }, hasGradient: boolean) {
  const nameLimit = Math.min(text.name, width * 0.3);
  const logitX = nameLimit + 10 + text.logit;
  const gradientRoom = hasGradient ? GAP + GRADIENT + 8 : 0;
  const free = width - logitX - 8 - GAP - text.p - 12 - gradientRoom;
  if (free < 220) {
    const pX = logitX + GAP + text.p;
    // The finer column stands where there is room for it beside bars worth reading.
    const logpX = width > 460 ? pX + GAP + LOGP : ELSEWHERE;
    const barsFrom = Math.max(pX, logpX) + 12;
    return {
      ...{ nameLimit, logitX, pX, logpX, barsFrom, barsTo: width },
      ...{ logpTitle: 'log p', gradientTitle: '', gradientX: ELSEWHERE },
      ...{ logitFrom: ELSEWHERE, logitTo: ELSEWHERE, gradientFrom: ELSEWHERE, gradientTo: ELSEWHERE },
    };
  }
  const showLogp = free - GAP - LOGP >= 260;
  const bars = showLogp ? free - GAP - LOGP : free;
  const side = bars * (hasGradient ? 0.25 : 0.35);
  const logitFrom = logitX + 8;
  const logitTo = logitFrom + side;
  const pX = logitTo + GAP + text.p;
  const barsFrom = pX + 12;
  const barsTo = barsFrom + bars - side * (hasGradient ? 2 : 1);
  const logpX = showLogp ? barsTo + GAP + LOGP : ELSEWHERE;
  const gradientX = hasGradient ? Math.max(barsTo, logpX) + GAP + GRADIENT : ELSEWHERE;
  return {
    ...{ nameLimit, logitX, logitFrom, logitTo, pX, barsFrom, barsTo, logpX, gradientX },
    ...{ logpTitle: 'log p', gradientTitle: '∂loss' },
    gradientFrom: hasGradient ? gradientX + 8 : ELSEWHERE,
    gradientTo: hasGradient ? width : ELSEWHERE,
  };
}

/** From the least to the largest value and zero. */
function domain(name: string, values: ArrayLike<number>): Record<string, number> {
  const finite = Array.from(values).filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  return { [`${name}Low`]: low, [`${name}High`]: high > low ? high : low + 1 };
}

/** The next of 1, .5, .2, .1, .05, … at or above a probability: an axis that holds still while numbers move. */
function niceCeiling(p: number): number {
  if (!(p > 0)) return 1;
  const decade = 10 ** Math.floor(Math.log10(p));
  for (const step of [1, 2, 5, 10]) if (p <= step * decade * (1 + 1e-9)) return Math.min(1, step * decade);
  return 1;
}
