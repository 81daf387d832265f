import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX, ignoredId } from '../arrays/ignoreIndex';
import { leavesOut } from './classIds';
import { equivalentCode } from './equivalentCode';
import { fileLines, hasSequences, isReadByLines, type ReadFile } from './fileLines';
import { ignoredIds, type Program } from './program';
import { python } from './python';
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
  file?: ReadFile & { probabilities: Program['probabilities'] };
  reduced?: number;
}

/** The same computation in PyTorch, TensorFlow and JAX, each by itself after the lines that bring the data. */
export function reproduction(what: Reproducible): string {
  if (!what.rows && !(what.file && isReadByLines(what.file))) return '';
  // A yes or no of a choice that a question does not have is none.
  if (what.file?.fields.padded && (!what.labelled || what.settings.loss === 'sigmoid')) return '';
  const program = programOf(what);
  const code = (framework: 'PyTorch' | 'TensorFlow' | 'JAX') =>
    `${framework}\n${fence(equivalentCode(framework, program))}`;
  const data = fence([...dataLines(what)].join('\n'));
  const frameworks = what.labelled ? [code('PyTorch'), code('TensorFlow'), code('JAX')] : [code('PyTorch')];
  return [`## ${l10n.t('Equivalent code')}`, data, ...frameworks].join('\n\n');
}

function programOf(what: Reproducible): Program {
  const { settings, classes, rows, file, labelled, labels } = what;
  const dense = labels.softRows > 0;
  // A label that a file keeps out of the classes is told by its smallest.
  const occurs = (id: number) =>
    rows
      ? (rows.labels as number[]).includes(id)
      : (labels.ignored > 0 && id === ignoredId(settings)) || labels.min === id;
  const ignored = () => {
    if (file && !hasSequences(file)) return leavesOut({ facts: labels }) ? [IGNORE_INDEX] : [];
    return ignoredIds(settings, occurs);
  };
  return {
    logits: { python: 'LOGITS' },
    probabilities: file?.probabilities,
    ...((rows || (file && hasSequences(file))) && { rank: 2 }),
    axis: -1,
    classes,
    ...(labelled && {
      labels: { python: 'LABELS', dense, ignored: dense ? [] : ignored() },
    }),
    settings,
    ...(settings.classWeights && { weights: { python: python(settings.classWeights) } }),
    expected: what.reduced,
  };
}

const fence = (code: string) => `\`\`\`python\n${code}\n\`\`\``;

function* dataLines(what: Reproducible): Iterable<string> {
  const { rows, file, settings, labels: facts, classes, labelled } = what;
  if (rows) {
    yield `LOGITS = ${python(rows.logits)}`;
    // Their offset is subtracted already.
    if (rows.labels) yield `LABELS = ${python(rows.labels)}`;
    return;
  }
  const { fields } = file!;
  yield* fileLines(file!, labelled ? { fields, classes, facts, settings } : undefined);
  const { labelOffset, ignoreIndex = IGNORE_INDEX } = settings;
  if (!labelOffset || !labelled || !hasSequences(file!)) return;
  const ignored = [...new Set([ignoreIndex, IGNORE_INDEX])].join(', ');
  yield `LABELS = [${IGNORE_INDEX} if y in (${ignored},) else y - ${labelOffset} for y in LABELS]  # class ids from ${labelOffset}`;
}
