import * as l10n from '@vscode/l10n';
import { plural } from '../arrays/words/plural';
import type { RowFlag } from '../loss/types';
import { FINDINGS } from './schemas';
import { openRows } from './open';
import { CHOICE, EDITOR, SOURCE } from './source';
import type { Tool } from './tool';

const SOURCES = ['text', 'path', 'values', 'cell', 'selection', 'variable'];
const MAX_FLAGS = 12;

/** Why a softmax or a loss is NaN or infinite. */
export const explainNan: Tool = {
  name: 'logitscope_explain_nan',
  title: 'Explain NaN',
  description:
    'Says why a softmax or cross-entropy of these logits is NaN or infinite: which rows hold NaN or infinite logits or are masked whole, and where hand-written float32 code (exp, divide, log, epsilon) overflows or loses the loss though the right value is finite. Read-only.',
  input: { type: 'object', properties: { ...SOURCE, ...CHOICE, ...EDITOR }, additionalProperties: false },
  output: {
    type: 'object',
    properties: {
      summary: { type: 'string' },
      rows: { type: 'integer' },
      undefinedRows: {
        type: 'array',
        description: 'Rows without a distribution, in any arithmetic.',
        items: {
          type: 'object',
          properties: { row: { type: 'integer' }, reason: { type: 'string' }, message: { type: 'string' } },
        },
      },
      naive: { ...FINDINGS, description: 'What softmax, then log, in float32 gives on the other rows.' },
      remedy: { type: 'string' },
      assumed: { type: 'array', items: { type: 'string' } },
      more: { type: 'object', description: 'How many entries of each list were left out.' },
    },
    required: ['summary', 'rows', 'undefinedRows', 'naive'],
  },
  async run(given, reach) {
    const { client, signal } = reach;
    const opened = await openRows({ ...given, reading: given.reading ?? 'logits' }, SOURCES, reach);
    const { session, rows } = opened;
    try {
      const settings = { temperature: 1 };
      const { labels } = opened.found;
      if (labels && labels.values.data.length > 0)
        await client.call('label', { session, labels: labels.values }).catch(() => undefined);
      const { flags } = await client.call('batch', { session, settings }, { signal });
      const naive = await client.call('naive', { session, settings }, { signal });
      return {
        summary: summaryOf(flags, naive.findings.length, rows),
        rows,
        undefinedRows: flags
          .slice(0, MAX_FLAGS)
          .map(({ row, reason, message }) => ({ row, reason, message })),
        naive: naive.findings.map(({ kind, message }) => ({ id: kind, sentence: message })),
        remedy:
          naive.findings.length > 0
            ? l10n.t(
                'Use the fused function on logits (cross_entropy, log_softmax) in place of log(softmax(x)).',
              )
            : undefined,
        assumed: given.reading ? [] : [l10n.t('The numbers are read as logits.')],
      };
    } finally {
      opened.close();
    }
  },
};

function summaryOf(flags: readonly RowFlag[], naive: number, rows: number): string {
  if (flags.length > 0)
    return plural(
      flags.length,
      l10n.t('1 of {0} rows has no softmax.', rows),
      l10n.t('{0} of {1} rows have no softmax.', flags.length, rows),
    );
  if (naive > 0) return l10n.t('Every row has a softmax; hand-written float32 code fails on some of them.');
  return l10n.t('Every row has a softmax, and hand-written float32 code agrees with it.');
}
