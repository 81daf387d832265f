import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { DumpFields, DumpReport } from '../records/types';
import type { LossTable } from '../loss/lossTable';
import { perClass } from '../loss/perClass';
import { reproduction, type Reproducible } from './reproduction';
import type { BatchSummary, Finding } from '../loss/types';

/** What a report is made of. */
export interface ReportContent {
  origin: string;
  table: LossTable;
  batch: BatchSummary;
  findings: readonly Finding[];
  classNames?: readonly string[];
  /** The rows themselves, where they are few enough to be written out. */
  rows?: Reproducible['rows'];
  /** A dump's fields and what was skipped in it. */
  dump?: { fields: DumpFields; report: DumpReport; probabilities: boolean };
}

const WORST = 10;
const CLASSES = 20;

/** A short Markdown document to paste into an issue: figures, findings, and code that gives the same numbers. */
export function lossReport(content: ReportContent): string {
  const { origin, table, batch, findings, dump } = content;
  const parts = [
    `# Softmax loss of ${inline(origin)}`,
    figures(table, batch),
    findings.length > 0 &&
      [
        '## Findings',
        ...findings.map((f) => `- **${inline(f.message)}** ${inline(f.evidence)}. ${inline(f.remedy)}`),
      ].join('\n'),
    dump && skipped(dump.report),
    table.label && worstRows(content),
    table.label && table.settings.loss !== 'sigmoid' && classTable(content),
    reproduction({
      settings: table.settings,
      classes: table.classes,
      labelled: table.label !== undefined,
      labels: table.labels,
      rows: content.rows,
      dump: dump && {
        ...dump,
        file: origin,
        skipped: dump.report.skipped > 0,
        sequences: dump.report.rows > dump.report.records - dump.report.skipped,
      },
      reduced: table.reduced,
    }),
  ];
  return `${parts.filter((part) => typeof part === 'string' && part !== '').join('\n\n')}\n`;
}

function figures(table: LossTable, batch: BatchSummary): string {
  const { settings } = table;
  const lines: [string, string][] = [
    ['rows × classes', `${table.rows.toLocaleString('en')} × ${table.classes}`],
  ];
  const options = [
    settings.loss === 'sigmoid' && 'sigmoid (multi-label)',
    settings.shifted && 'labels shifted by one',
    settings.temperature !== 1 && `temperature ${settings.temperature}`,
    settings.labelSmoothing && settings.loss !== 'sigmoid' && `label smoothing ${settings.labelSmoothing}`,
    settings.classWeights && 'class weights',
    settings.ignoreIndex !== undefined &&
      settings.ignoreIndex !== IGNORE_INDEX &&
      `ignore index ${settings.ignoreIndex}`,
  ].filter(Boolean);
  if (options.length > 0) lines.push(['options', options.join(', ')]);
  if (table.label) {
    lines.push([
      'counted',
      `${batch.counted.toLocaleString('en')} rows${batch.ignored > 0 ? ` (${batch.ignored.toLocaleString('en')} left out)` : ''}`,
    ]);
    if (batch.reduced !== undefined) {
      const open = batch.interval
        ? ` (between ${digits(batch.interval[0])} and ${digits(batch.interval[1])} by the printed precision)`
        : '';
      lines.push([`${settings.reduction ?? 'mean'} loss`, `${digits(batch.reduced)} nats${open}`]);
    }
    if (batch.perplexity !== undefined && settings.loss !== 'sigmoid') {
      lines.push(
        ['bits', digits(Math.log(batch.perplexity) / Math.LN2)],
        ['perplexity', digits(batch.perplexity)],
      );
    }
    for (const { k, rows } of table.topK)
      if (batch.accuracy !== undefined)
        lines.push([k === 1 ? 'accuracy' : `top-${k} accuracy`, digits(rows / batch.counted)]);
    if (batch.calibrationError !== undefined)
      lines.push(['expected calibration error', digits(batch.calibrationError)]);
  }
  return ['| | |', '|---|---|', ...lines.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

function skipped({ records, skipped: count, blankLines, counts }: DumpReport): string {
  const title = `## The file\n${records.toLocaleString('en')} records, ${count.toLocaleString('en')} skipped${blankLines ? `, ${blankLines.toLocaleString('en')} blank lines` : ''}.`;
  const lines = counts.map(
    ({ skipped, count, firstLine, example }) =>
      `- ${skipped ? 'skipped' : 'noted'} ${count.toLocaleString('en')}×${firstLine > 0 ? `, first in line ${firstLine}` : ''}: ${inline(example)}`,
  );
  return [title, ...lines].join('\n');
}

function worstRows({ table, classNames }: ReportContent): string {
  const { loss, label, top, topProbability } = table;
  const order = [...label!.keys()].filter((row) => label![row] >= 0 && !Number.isNaN(loss![row]));
  // Only the worst few are wanted: a partial selection spares sorting a million rows.
  const worst: number[] = [];
  for (const row of order) {
    if (worst.length === WORST && loss![row] <= loss![worst[WORST - 1]]) continue;
    const at = worst.findIndex((other) => loss![other] < loss![row]);
    worst.splice(at < 0 ? worst.length : at, 0, row);
    worst.length = Math.min(worst.length, WORST);
  }
  const name = (id: number) => (id < 0 ? '–' : inline(classNames?.[id] ?? String(id)));
  return [
    '## Worst rows',
    '| row | loss | label | top class | its probability |',
    '|---:|---:|---|---|---:|',
    ...worst.map(
      (row) =>
        `| ${row} | ${digits(loss![row])} | ${name(label![row])} | ${name(top[row])} | ${digits(topProbability[row])} |`,
    ),
  ].join('\n');
}

function classTable({ table, classNames }: ReportContent): string {
  const all = perClass(table);
  const shown = [...all].sort((a, b) => b.support - a.support).slice(0, CLASSES);
  return [
    `## Classes${all.length > shown.length ? ` (the ${shown.length} most frequent of ${all.length})` : ''}`,
    '| class | rows | mean loss | recall | precision |',
    '|---|---:|---:|---:|---:|',
    ...shown.map(
      ({ id, support, meanLoss, recall, precision }) =>
        `| ${inline(classNames?.[id] ?? String(id))} | ${support} | ${digits(meanLoss)} | ${digits(recall)} | ${digits(precision)} |`,
    ),
  ].join('\n');
}

export function digits(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return String(Number(value.toPrecision(6)));
}

/** Text of a file in Markdown: what could be markup is escaped, a line stays a line. */
export function inline(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&');
}
