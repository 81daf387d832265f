import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import { columnLines, isColumnar } from './columnLines';
import { equivalentCode } from './equivalentCode';
import { ignoredIds, type Program } from './program';
import { python } from './python';
import type { DumpFields } from '../records/types';
import type { LabelFacts } from '../loss/lossTable';
import type { LossSettings } from '../loss/types';

/** What code that reproduces a loss needs to know. */
export interface Reproducible {
  settings: LossSettings;
  classes: number;
  labelled: boolean;
  labels: LabelFacts;
  /** Rows to be written out, their labels shifted as the settings say; absent where they are in a file, or too many. */
  rows?: { logits: number[][]; labels?: number[] | number[][] };
  dump?: {
    fields: DumpFields;
    probabilities: Program['probabilities'];
    file: string;
    skipped: boolean;
    /** Records hold several rows each. */
    sequences: boolean;
  };
  reduced?: number;
}

/** The same computation in PyTorch, TensorFlow and JAX, each by itself after the lines that bring the data. */
export function reproduction(what: Reproducible): string {
  if (!what.rows && !what.dump) return '';
  const program = programOf(what);
  const code = (framework: 'PyTorch' | 'TensorFlow' | 'JAX') =>
    `${framework}\n${fence(equivalentCode(framework, program))}`;
  const data = fence([...dataLines(what)].join('\n'));
  const frameworks = what.labelled ? [code('PyTorch'), code('TensorFlow'), code('JAX')] : [code('PyTorch')];
  return [`## ${l10n.t('Equivalent code')}`, data, ...frameworks].join('\n\n');
}

function programOf(what: Reproducible): Program {
  const { settings, classes, rows, dump, labelled, labels } = what;
  const dense = labels.softRows > 0;
  // A label that a file keeps out of the classes is told by its smallest.
  const occurs = (id: number) =>
    rows
      ? (rows.labels as number[]).includes(id)
      : (labels.ignored > 0 && id === (settings.ignoreIndex ?? IGNORE_INDEX)) || labels.min === id;
  return {
    logits: { python: 'LOGITS' },
    probabilities: dump?.probabilities,
    ...((rows || dump?.sequences) && { rank: 2 }),
    axis: -1,
    classes,
    ...(labelled && {
      labels: { python: 'LABELS', dense, ignored: dense ? [] : ignoredIds(settings, occurs) },
    }),
    settings,
    ...(settings.classWeights && { weights: { python: python(settings.classWeights) } }),
    expected: what.reduced,
  };
}

/** Whether labels are names: numbers are places, unless they are said to be names as well. */
const areNamed = ({ classNames, labelsByName }: DumpFields): boolean =>
  classNames !== undefined && (labelsByName === true || !classNames.every((name) => /^\d+$/.test(name)));

const fence = (code: string) => `\`\`\`python\n${code}\n\`\`\``;

function* dataLines(what: Reproducible): Iterable<string> {
  yield* givenLines(what);
  const { rows, settings } = what;
  const { labelOffset, ignoreIndex = IGNORE_INDEX } = settings;
  // Rows that are written out have it subtracted already.
  if (rows || !labelOffset || !what.labelled) return;
  const ignored = [...new Set([ignoreIndex, IGNORE_INDEX])].join(', ');
  yield `LABELS = [y if y in (${ignored},) else y - ${labelOffset} for y in LABELS]  # class ids from ${labelOffset}`;
}

/** Texts that are names of classes, or their numbers. */
function namedLabels({ classNames, labelsByName }: DumpFields, cell: string): string {
  const names = python(classNames);
  return labelsByName
    ? `LABELS = [${names}.index(str(int(float(${cell})))) for r in records]`
    : `LABELS = [${names}.index(y) if y in ${names} else int(float(y)) for y in (${cell} for r in records)]`;
}

function* csvLines(
  fields: DumpFields,
  labels: DumpFields['labels'],
  { opened, gz }: { opened: string; gz: boolean },
): Iterable<string> {
  const column = (name: string) => `r[${python(name)}]`;
  yield `import csv${gz ? ', gzip' : ''}${fields.logits.length > 1 ? '' : ', json'}`;
  yield '';
  yield `records = list(csv.DictReader(${opened}${fields.format === 'tsv' ? ', delimiter="\\t"' : ''}))`;
  yield fields.logits.length > 1
    ? `LOGITS = [[float(r[c]) for c in ${python(fields.logits)}] for r in records]`
    : `LOGITS = [json.loads(${column(fields.logits[0])}) for r in records]`;
  if (labels && fields.hotLabels)
    yield `LABELS = [[float(r[c].lower() in ("1", "1.0", "true")) for c in ${python(labels)}] for r in records]`;
  else if (labels)
    yield areNamed(fields)
      ? namedLabels(fields, column(labels[0]))
      : `LABELS = [int(float(${column(labels[0])})) for r in records]`;
}

function* givenLines({ rows, dump, labelled, settings }: Reproducible): Iterable<string> {
  if (rows) {
    yield `LOGITS = ${python(rows.logits)}`;
    if (rows.labels) yield `LABELS = ${python(rows.labels)}`;
    return;
  }
  const { fields, file, sequences, skipped } = dump!;
  const labels = labelled ? fields.labels : undefined;
  const gz = file.endsWith('.gz');
  const opened = `${gz ? 'gzip.open' : 'open'}(${python(file)}, "rt", encoding="utf-8-sig")`;
  if (fields.format === 'csv' || fields.format === 'tsv') {
    yield* csvLines(fields, labels, { opened, gz });
    return;
  }
  if (isColumnar(fields.format)) {
    yield* columnLines(dump!, labels, settings.shifted);
    return;
  }
  const at = (path: readonly string[]) =>
    path.map((key) => `[${/^\d+$/.test(key) ? key : python(key)}]`).join('');
  const loaded = `json.load(${opened})${at(fields.records)}`;
  yield `import json${gz ? ', gzip' : ''}`;
  yield '';
  yield fields.format === 'jsonl'
    ? `records = [json.loads(line) for line in ${opened} if line.strip()]`
    : `records = ${fields.keyed ? `list(${loaded}.values())` : loaded}`;
  if (skipped) yield '# some records of this file cannot be read: leave them out first, as listed above';
  const [most, next] = settings.shifted ? ['[:-1]', '[1:]'] : ['', ''];
  const { within } = fields.scored ?? {};
  if (within) yield `LOGITS = [[r${at(within)}[c] for c in ${python(fields.logits)}] for r in records]`;
  else
    yield sequences
      ? `LOGITS = [row for r in records for row in r${at(fields.logits)}${most}]`
      : `LOGITS = [r${at(fields.logits)} for r in records]`;
  if (!labels) return;
  if (fields.hotLabels) {
    const object = `r${at(fields.hotLabels.within)}`;
    yield `LABELS = [[float(${object}[c]) for c in ${python(labels)}] for r in records]`;
    return;
  }
  yield sequences
    ? `LABELS = [y for r in records for y in r${at(labels)}${next}]${settings.shifted ? '  # the logits at t belong to the label at t + 1' : ''}`
    : `LABELS = [r${at(labels)} for r in records]`;
  if (fields.classNames) {
    yield `names = ${python(fields.classNames)}`;
    yield fields.labelsByName
      ? 'LABELS = [names.index(str(int(float(y)))) for y in LABELS]'
      : 'LABELS = [names.index(y) if isinstance(y, str) else y for y in LABELS]';
  }
}
