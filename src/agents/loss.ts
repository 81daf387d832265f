import * as l10n from '@vscode/l10n';
import { besideOf } from '../arrays/beside';
import type { FoundArray } from '../arrays/types';
import type { LossSettings } from '../loss/types';
import { settingsAtFirst, settingsUnder } from '../worker/settings';
import { rowOf } from './rows';
import { FINDINGS, findingsOf, NUMBER, ROWS } from './schemas';
import { openRows, type OpenedRows } from './open';
import { CHOICE, EDITOR, SOURCE } from './source';
import type { Reach, Tool } from './tool';

const WORST = 5;
/** Rows below which a fitted temperature and a calibration error say nothing. */
const FEW = 20;
const SOURCES = ['text', 'path', 'values', 'cell', 'selection', 'variable'];

/** The options of PyTorch's losses under their names here, and which loss. */
const OPTIONS = {
  temperature: { type: 'number', description: 'Logits are divided by it. Default 1.' },
  reduction: { type: 'string', enum: ['mean', 'sum'], description: 'Default mean.' },
  labelSmoothing: { type: 'number', minimum: 0, description: 'From 0 to 1.' },
  classWeights: { type: 'array', items: { type: 'number' }, description: 'One weight per class.' },
  ignoreIndex: { type: 'integer', description: 'Labels of this value are left out. Default −100.' },
  loss: {
    type: 'string',
    enum: ['softmax', 'sigmoid'],
    description:
      'sigmoid: several classes may be right per row. Default softmax, or sigmoid where labels beside the logits name several.',
  },
  shifted: {
    type: 'boolean',
    description: 'Labels of a language model: the logits at t belong to the label at t + 1.',
  },
} as const;

/** Cross-entropy with labels, worst rows, accuracy, calibration and what is wrong. */
export const loss: Tool = {
  name: 'logitscope_loss',
  title: 'Compute softmax loss',
  description:
    'Computes the cross-entropy of logits with labels, numerically stable (from logits, never from log(softmax)): mean loss in nats, perplexity, accuracy, calibration error and best temperature, the rows of largest loss, and findings such as a double softmax, labels out of range or a loss that does not follow. Labels beside the logits are found; else give them. Read-only.',
  input: {
    type: 'object',
    properties: {
      ...SOURCE,
      ...CHOICE,
      labels: {
        type: ['array', 'string'],
        description:
          'Class IDs, one per row, or a distribution per row; as lists or as text; or the name of a field or an array of the file. By default those beside the logits.',
      },
      axis: { type: 'integer', description: 'The class axis. Default −1, the last.' },
      ...OPTIONS,
      ...EDITOR,
    },
    additionalProperties: false,
  },
  output: {
    type: 'object',
    properties: {
      loss: { ...NUMBER, description: 'In nats, over the rows that count.' },
      reduction: { type: 'string' },
      rows: { type: 'integer' },
      counted: { type: 'integer', description: 'Rows that have a label and a distribution.' },
      classes: { type: 'integer' },
      perplexity: NUMBER,
      accuracy: NUMBER,
      top5Accuracy: NUMBER,
      calibrationError: NUMBER,
      bestTemperature: NUMBER,
      worst: { ...ROWS, description: 'The rows of largest loss.' },
      findings: FINDINGS,
      assumed: { type: 'array', items: { type: 'string' } },
      more: { type: 'object', description: 'How many entries of each list were left out.' },
    },
    required: ['rows', 'counted', 'findings', 'assumed'],
  },
  async run(given, reach) {
    const opened = await openRows(given, SOURCES, reach);
    try {
      const assumed: string[] = [];
      const settings = settingsOf(given, opened);
      await giveLabels(given, settings, opened, reach, assumed);
      return { ...(await figures(opened, settings, reach)), assumed };
    } finally {
      opened.close();
    }
  },
};

/** Of labels that are beside the logits as the inspector opens them, of those that are given as they are asked for. */
function settingsOf(given: Readonly<Record<string, unknown>>, opened: OpenedRows): LossSettings {
  const { loss, found } = opened;
  const areBeside = given.labels === undefined || isNamed(given.labels, found);
  const first = areBeside ? settingsUnder(opened, settingsAtFirst(found)) : { temperature: 1 };
  const settings = Object.fromEntries(
    Object.keys(OPTIONS)
      // Of a score x the sigmoid's loss is the softmax's of [0, x], which is open already.
      .filter((name) => given[name] !== undefined && !(loss && name === 'loss'))
      .map((name) => [name, given[name]]),
  );
  return { ...first, ...settings, ...(loss && { loss }) };
}

async function giveLabels(
  given: Readonly<Record<string, unknown>>,
  settings: LossSettings,
  opened: OpenedRows,
  { client }: Reach,
  assumed: string[],
): Promise<void> {
  const { session, found } = opened;
  const { ignoreIndex } = settings;
  if (given.labels !== undefined && !isNamed(given.labels, found)) {
    const text = typeof given.labels === 'string' ? given.labels : JSON.stringify(given.labels);
    const read = await client.call('readLabels', {
      text,
      shape: found.shape,
      axis: opened.paired ? undefined : (given.axis as number | undefined),
      classNames: found.classNames,
      ignoreIndex,
    });
    if ('problem' in read) throw new Error(`labels: ${read.problem}`);
    await client.call('label', { session, labels: read.labels, ignoreIndex });
    return;
  }
  const { labels } = found;
  if (!labels) throw noLabels(found);
  // Those of a file of records are with its rows already.
  if (labels.values.data.length > 0)
    await client.call('label', { session, labels: labels.values, ignoreIndex });
  assumed.push(l10n.t('Labels: {0}.', labels.source), ...(labels.leftOut ?? []));
  if (given.loss === undefined && labels.kind === 'multi-hot' && settings.loss === 'sigmoid')
    assumed.push(
      l10n.t('The labels name several classes per row, so the loss is that of a sigmoid per class.'),
    );
}

/** Whether labels are given by the name of those that the file was opened with. */
function isNamed(given: unknown, { labels }: FoundArray): boolean {
  return labels?.name !== undefined && labels.name === given;
}

function noLabels({ unfitLabels }: FoundArray): Error {
  return new Error(
    unfitLabels?.isGuess
      ? l10n.t(
          'No labels found next to the logits. If “{0}” is the label, give its name as labels.',
          unfitLabels.name,
        )
      : l10n.t('No labels found next to the logits. Give them as labels: one class ID per row.'),
  );
}

async function figures(opened: OpenedRows, settings: LossSettings, reach: Reach): Promise<object> {
  const { client, signal } = reach;
  const { session, found } = opened;
  const batch = await client.call('batch', { session, settings }, { signal });
  const page = await client.call(
    'rows',
    { session, settings, sort: { key: 'loss', descending: true }, from: 0, count: WORST },
    { signal },
  );
  const worst = [];
  for (const row of page.row) worst.push(await rowOf(reach, opened, settings, row));
  const findings = await client.call('audit', { session, settings, beside: besideOf(found) }, { signal });
  const calibration = await calibrated(opened, settings, reach);
  return {
    loss: batch.reduced,
    reduction: settings.reduction ?? 'mean',
    rows: batch.rows,
    counted: batch.counted,
    classes: opened.classes,
    perplexity: batch.perplexity,
    accuracy: batch.accuracy,
    top5Accuracy: batch.topFive,
    calibrationError: batch.counted >= FEW ? batch.calibrationError : undefined,
    bestTemperature: calibration,
    worst,
    findings: findingsOf(findings),
  };
}

/** The temperature of the least loss; of a few rows it says nothing, and of labels that are distributions there is none. */
async function calibrated(
  { session, reading }: OpenedRows,
  settings: LossSettings,
  { client, signal }: Reach,
): Promise<number | undefined> {
  if (reading !== 'logits' || settings.loss === 'sigmoid') return undefined;
  const calibration = await client
    .call('calibrate', { session, settings }, { signal })
    .catch(() => signal?.throwIfAborted());
  const fit = calibration?.fit;
  return fit?.kind === 'found' && fit.rows >= FEW ? fit.temperature : undefined;
}
