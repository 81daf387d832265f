import type { BatchSummary } from '../loss/types';
import { Chart, type ChartProps } from './charts/chart';
import { count, fixed, full, halfWidth, probability } from './format';

interface BatchProps {
  batch: BatchSummary;
  reduction: string;
  classes: number;
  classNames?: readonly string[];
}

/** A confusion matrix is drawn up to this many classes; beyond, its largest errors are listed. */
const MAX_MATRIX = 40;
const LISTED_PAIRS = 8;

/** The labelled batch in figures and pictures. */
export function Batch({ batch, reduction, classes, classNames }: BatchProps) {
  const nameOf = (id: number) => classNames?.[id] ?? String(id);
  return (
    <section class="ls-section ls-batch" aria-label="batch">
      <Figures batch={batch} reduction={reduction} />
      {batch.counted > 1 && (
        <>
          <LossHistogram batch={batch} />
          <Reliability batch={batch} />
          <Confusion batch={batch} classes={classes} nameOf={nameOf} />
        </>
      )}
    </section>
  );
}

function Figures({ batch, reduction }: { batch: BatchSummary; reduction: string }) {
  const { reduced, interval, perplexity, accuracy, topFive, calibrationError, counted, rows } = batch;
  return (
    <dl class="ls-keys">
      <dt>{reduction} loss</dt>
      <dd title={reduced === undefined ? undefined : full(reduced)}>
        {reduced === undefined ? '–' : fixed(reduced, 4)}
        {interval && (
          <span class="ls-dim" title="what the printed decimals of the logits leave open">
            {' '}
            ± {halfWidth(interval)}
          </span>
        )}
      </dd>
      {perplexity !== undefined && (
        <>
          <dt>perplexity</dt>
          <dd title={full(perplexity)}>{fixed(perplexity, 3)}</dd>
        </>
      )}
      {accuracy !== undefined && (
        <>
          <dt>{topFive === undefined ? 'accuracy' : 'accuracy · top 5'}</dt>
          <dd
            title={[accuracy, topFive]
              .filter((v) => v !== undefined)
              .map(full)
              .join(' · ')}
          >
            {probability(accuracy)}
            {topFive !== undefined && ` · ${probability(topFive)}`}
          </dd>
        </>
      )}
      {calibrationError !== undefined && (
        <>
          <dt title="expected calibration error over ten bins of confidence">ECE</dt>
          <dd title={full(calibrationError)}>{probability(calibrationError, 3)}</dd>
        </>
      )}
      {counted < rows && (
        <>
          <dt>rows counted</dt>
          <dd>
            {count(counted)} of {count(rows)}
          </dd>
        </>
      )}
    </dl>
  );
}

function LossHistogram({ batch: { lossHistogram } }: { batch: BatchSummary }) {
  if (!lossHistogram) return null;
  const { edges, counts } = lossHistogram;
  const rows = Array.from(counts, (n, i) => ({
    from: edges[i],
    to: edges[i + 1],
    count: n,
    tip: `${fixed(edges[i], 3)} to ${fixed(edges[i + 1], 3)}: ${count(n)} ${n === 1 ? 'row' : 'rows'}`,
  }));
  return (
    <Figure
      caption="loss per row"
      template="lossHistogram"
      label="Histogram of the loss per row"
      padding={4}
      reserve={88}
      height={66}
      rows={rows}
      signals={{ largest: edges[edges.length - 1] }}
      head={['loss from', 'to', 'rows']}
      table={rows.map((r) => [full(r.from), full(r.to), r.count])}
    />
  );
}

function Reliability({ batch: { reliability } }: { batch: BatchSummary }) {
  if (!reliability) return null;
  const rows = reliability.map(({ from, to, accuracy, meanConfidence, count: n }) => ({
    from,
    to,
    accuracy,
    confidence: meanConfidence,
    tip: `confidence ${probability(meanConfidence, 3)}, accuracy ${probability(accuracy, 3)}, ${count(n)} ${n === 1 ? 'row' : 'rows'}`,
  }));
  return (
    <Figure
      caption="reliability"
      about="accuracy of the rows by the probability of their top class"
      template="reliability"
      label="Accuracy against confidence"
      padding={30}
      width={96}
      height={66}
      reserve={88}
      rows={rows}
      head={['confidence from', 'to', 'mean confidence', 'accuracy', 'rows']}
      table={reliability.map((b) => [b.from, b.to, full(b.meanConfidence), full(b.accuracy), b.count])}
    />
  );
}

function Confusion({
  batch: { confusion },
  classes,
  nameOf,
}: {
  batch: BatchSummary;
  classes: number;
  nameOf(id: number): string;
}) {
  if (!confusion) return null;
  const wrong = confusion.filter(({ label, predicted }) => label !== predicted);
  if (classes > MAX_MATRIX) {
    return (
      <figure class="ls-figure">
        <figcaption>most confused</figcaption>
        {wrong.length === 0 ? (
          <p class="ls-dim">nothing</p>
        ) : (
          <table class="ls-pairs">
            <thead class="ls-hidden">
              <tr>
                <th scope="col">label</th>
                <th scope="col">predicted</th>
                <th scope="col">rows</th>
              </tr>
            </thead>
            <tbody>
              {wrong.slice(0, LISTED_PAIRS).map(({ label, predicted, count: n }) => (
                <tr key={`${label} ${predicted}`}>
                  <td class="ls-label">{nameOf(label)}</td>
                  <td>→ {nameOf(predicted)}</td>
                  <td>{count(n)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </figure>
    );
  }
  const perLabel = new Map<number, number>();
  for (const { label, count: n } of confusion) perLabel.set(label, (perLabel.get(label) ?? 0) + n);
  const filled = new Map(confusion.map((cell) => [cell.label * classes + cell.predicted, cell.count]));
  const rows = Array.from({ length: classes * classes }, (_, i) => {
    const label = Math.floor(i / classes);
    const predicted = i % classes;
    const n = filled.get(i) ?? 0;
    return {
      label,
      predicted,
      // An empty cell is a shade of the grid.
      share: n === 0 ? 0.07 : 0.25 + 0.75 * (n / perLabel.get(label)!),
      fill: label === predicted ? 'var(--ls-bar-top)' : n > 0 ? 'var(--ls-bad)' : 'var(--ls-bar-top)',
      tip: `label ${nameOf(label)}, predicted ${nameOf(predicted)}: ${count(n)}`,
    };
  });
  return (
    <Figure
      caption="confusion"
      about="labels down, predictions across"
      template="confusion"
      label="Labels against predictions"
      padding={4}
      width={80}
      height={80}
      reserve={88}
      rows={rows}
      signals={{ classes }}
      head={['label', 'predicted', 'rows']}
      table={confusion.map(({ label, predicted, count: n }) => [nameOf(label), nameOf(predicted), n])}
    />
  );
}

interface FigureProps extends ChartProps {
  caption: string;
  about?: string;
  /** The same figures for screen readers. */
  head: readonly string[];
  table: readonly (readonly (string | number)[])[];
}

function Figure({ caption, about, head, table, ...chart }: FigureProps) {
  return (
    <figure class="ls-figure">
      <figcaption title={about}>{caption}</figcaption>
      <Chart {...chart} />
      <HiddenTable head={head} rows={table} />
    </figure>
  );
}

function HiddenTable({
  head,
  rows,
}: {
  head: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}) {
  return (
    <table class="ls-hidden">
      <thead>
        <tr>
          {head.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, i) => (
          <tr key={i}>
            {cells.map((cell, j) => (
              <td key={j}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
