import * as l10n from '@vscode/l10n';
import { capital } from '../arrays/words/capital';
import { markdownText } from '../arrays/words/markdownText';
import { numberText } from '../arrays/words/numberText';
import { plural } from '../arrays/words/plural';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { DumpReport } from '../records/types';
import type { LossTable } from '../loss/lossTable';
import { perClass } from '../loss/perClass';
import type { ReadFile } from './fileLines';
import type { Program } from './program';
import { reproduction, type Reproducible } from './reproduction';
import type { BatchSummary, Finding, LossSettings } from '../loss/types';

/** What a report is made of. */
interface ReportContent {
  origin: string;
  table: LossTable;
  /** As a person set them: the table's own are those of class IDs. */
  settings: LossSettings;
  batch: BatchSummary;
  findings: readonly Finding[];
  classNames?: readonly string[];
  /** The rows themselves, where they are few enough to be written out. */
  rows?: Reproducible['rows'];
  /** A dump's fields and what was skipped in it. */
  dump?: Omit<ReadFile, 'name'> & { probabilities: Program['probabilities'] };
}

const WORST = 10;
const CLASSES = 20;

/** A short Markdown document to paste into an issue: figures, findings, and code that gives the same numbers. */
export function lossReport(content: ReportContent): string {
  const { origin, table, settings, batch, findings, dump } = content;
  const parts = [
    `# ${l10n.t('Softmax loss of {0}', markdownText(origin))}`,
    figures(table, settings, batch),
    findings.length > 0 &&
      [
        `## ${l10n.t('Findings')}`,
        ...findings.map(
          (f) => `- **${markdownText(f.message)}** ${markdownText(f.evidence)}. ${markdownText(f.remedy)}`,
        ),
      ].join('\n'),
    dump && skipped(dump.report),
    table.label && worstRows(content),
    table.label && settings.loss !== 'sigmoid' && classTable(content),
    reproduction({
      settings: table.settings,
      classes: table.classes,
      labelled: table.label !== undefined,
      labels: table.labels,
      rows: content.rows,
      file: dump && { ...dump, name: origin },
      reduced: table.reduced,
    }),
  ];
  return `${parts.filter((part) => typeof part === 'string' && part !== '').join('\n\n')}\n`;
}

function figures(table: LossTable, settings: LossSettings, batch: BatchSummary): string {
  const lines: [string, string][] = [
    [l10n.t('rows × classes'), `${table.rows.toLocaleString('en')} × ${table.classes}`],
  ];
  const options = [
    settings.loss === 'sigmoid' && l10n.t('sigmoid (multi-label)'),
    settings.shifted && l10n.t('labels shifted by one'),
    settings.labelOffset && l10n.t('class IDs from {0}', settings.labelOffset),
    settings.temperature !== 1 && l10n.t('temperature {0}', settings.temperature),
    settings.labelSmoothing &&
      settings.loss !== 'sigmoid' &&
      l10n.t('label smoothing {0}', settings.labelSmoothing),
    settings.classWeights && l10n.t('class weights'),
    settings.ignoreIndex !== undefined &&
      settings.ignoreIndex !== IGNORE_INDEX &&
      l10n.t('ignore index {0}', settings.ignoreIndex),
  ].filter(Boolean);
  if (options.length > 0) lines.push([l10n.t('options'), options.join(', ')]);
  if (table.label) {
    lines.push([l10n.t('rows counted'), batch.counted.toLocaleString('en')]);
    if (batch.ignored > 0) lines.push([l10n.t('rows excluded'), batch.ignored.toLocaleString('en')]);
    if (batch.reduced !== undefined) {
      lines.push([
        settings.reduction === 'sum' ? l10n.t('total loss') : l10n.t('mean loss'),
        batch.interval
          ? l10n.t(
              '{0} nats (between {1} and {2}, given the printed precision)',
              digits(batch.reduced),
              ...batch.interval.map(digits),
            )
          : l10n.t('{0} nats', digits(batch.reduced)),
      ]);
    }
    if (batch.perplexity !== undefined && settings.loss !== 'sigmoid') {
      lines.push(
        [l10n.t('bits'), digits(Math.log(batch.perplexity) / Math.LN2)],
        [l10n.t('perplexity'), digits(batch.perplexity)],
      );
    }
    for (const { k, rows } of table.topK)
      if (batch.accuracy !== undefined)
        lines.push([
          k === 1 ? l10n.t('accuracy') : l10n.t('top-{0} accuracy', k),
          digits(rows / batch.counted),
        ]);
    if (batch.calibrationError !== undefined)
      lines.push([l10n.t('expected calibration error'), digits(batch.calibrationError)]);
  }
  return ['| | |', '|---|---|', ...lines.map(([name, value]) => `| ${capital(name)} | ${value} |`)].join(
    '\n',
  );
}

function skipped({ records, skipped: count, blankLines, counts }: DumpReport): string {
  const whole = (n: number) => n.toLocaleString('en');
  const read = [
    plural(records, l10n.t('1 record'), l10n.t('{0} records', whole(records))),
    l10n.t('{0} skipped', whole(count)),
    ...(blankLines
      ? [plural(blankLines, l10n.t('1 blank line'), l10n.t('{0} blank lines', whole(blankLines)))]
      : []),
  ];
  const lines = counts.map(({ skipped, count, firstLine, example }) => {
    const times = skipped ? l10n.t('skipped {0}×', whole(count)) : l10n.t('reported {0}×', whole(count));
    const first = firstLine > 0 ? ` (${l10n.t('first at line {0}', firstLine)})` : '';
    return `- ${times}${first}: ${markdownText(example)}`;
  });
  return [`## ${l10n.t('File')}`, read.join(', '), ...lines].join('\n');
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
  const title = `## ${l10n.t('Worst rows')}`;
  const { targets, missed, above } = table.sigmoid ?? {};
  // One of several classes would be taken for all that a row has.
  if (targets && missed && above)
    return [
      title,
      columns(
        l10n.t('row'),
        l10n.t('loss'),
        l10n.t('classes it has'),
        l10n.t('classes above 50%'),
        l10n.t('wrong classes'),
      ),
      '|---:|---:|---:|---:|---:|',
      ...worst.map(
        (row) => `| ${row} | ${digits(loss![row])} | ${targets[row]} | ${above[row]} | ${missed[row]} |`,
      ),
    ].join('\n');
  const name = (id: number) => (id < 0 ? '–' : markdownText(classNames?.[id] ?? String(id)));
  return [
    title,
    columns(l10n.t('row'), l10n.t('loss'), l10n.t('label'), l10n.t('top class'), l10n.t('probability')),
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
    `## ${all.length > shown.length ? l10n.t('Classes ({0} most frequent of {1})', shown.length, all.length) : l10n.t('Classes')}`,
    columns(l10n.t('class'), l10n.t('rows'), l10n.t('mean loss'), l10n.t('recall'), l10n.t('precision')),
    '|---|---:|---:|---:|---:|',
    ...shown.map(
      ({ id, support, meanLoss, recall, precision }) =>
        `| ${markdownText(classNames?.[id] ?? String(id))} | ${support} | ${digits(meanLoss)} | ${digits(recall)} | ${digits(precision)} |`,
    ),
  ].join('\n');
}

function columns(...titles: string[]): string {
  return `| ${titles.map(capital).join(' | ')} |`;
}

export function digits(value: number): string {
  return Number.isNaN(value) ? '–' : numberText(value, 6);
}
