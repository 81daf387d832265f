import * as l10n from '@vscode/l10n';
import type { FoundArray } from '../arrays/types';
import { settingsAtFirst, settingsUnder } from '../worker/settings';
import { rowOf } from './rows';
import { lookAt, type OpenedRows } from './open';
import { FINDINGS, findingsOf, NUMBER, ROWS } from './schemas';
import { CHOICE, EDITOR, SOURCE, type Given } from './source';
import { toldName } from './toldName';
import type { Reach, Tool } from './tool';

const MAX_ARRAYS = 12;
const MAX_ROWS = 6;
const SOURCES = ['text', 'path', 'values', 'cell', 'selection', 'variable'];

/** What an array is and what it says. */
export const inspect: Tool = {
  name: 'logitscope_inspect',
  title: 'Inspect logits',
  description:
    'Finds arrays of logits, probabilities or log-probabilities in a text, file, notebook cell or list of numbers. Says what each is and why, and for one array the top classes, softmax probabilities, entropy (nats) and problems of its first rows. Read-only.',
  input: { type: 'object', properties: { ...SOURCE, ...CHOICE, ...EDITOR }, additionalProperties: false },
  output: {
    type: 'object',
    properties: {
      arrays: {
        type: 'array',
        description: 'Every array that was found, with its reading and the reasons for it.',
        items: {
          type: 'object',
          properties: {
            name: { type: 'string' },
            shape: {
              type: 'array',
              items: { type: 'integer' },
              description: '-1 where an elided axis is not printed.',
            },
            dtype: { type: 'string' },
            reading: { type: 'string' },
            evidence: { type: 'array', items: { type: 'string' } },
            elided: { type: 'boolean' },
          },
        },
      },
      inspected: { type: 'string', description: 'The array that the rows are of.' },
      count: { type: 'integer', description: 'Rows of that array.' },
      classes: { type: 'integer' },
      rows: ROWS,
      meanConfidence: NUMBER,
      findings: FINDINGS,
      assumed: { type: 'array', items: { type: 'string' } },
      more: { type: 'object', description: 'How many entries of each list were left out.' },
    },
    required: ['arrays', 'assumed'],
  },
  async run(given, reach) {
    const looked = await lookAt(given, SOURCES, reach);
    try {
      const all = await looked.arrays();
      const arrays = all.slice(0, MAX_ARRAYS).map(described);
      if (all.length === 0)
        return {
          arrays,
          assumed: [l10n.t('No array was found. Give nested lists, a printed tensor or JSON.')],
        };
      if (!all.some(({ array, held }) => array ?? held))
        return { arrays, assumed: [l10n.t('Not all values are printed, so no row is shown.')] };
      const opened = await looked.open();
      try {
        return { arrays, ...(await shown(opened, reach)), assumed: assumedOf(opened, given) };
      } finally {
        opened.close();
      }
    } finally {
      looked.close();
    }
  },
};

function described({ name, shape, dtype, reading, elided }: FoundArray): object {
  return {
    name: toldName(name),
    shape,
    dtype,
    reading: reading.kind === 'other' ? 'not classified' : reading.kind,
    evidence: reading.evidence.slice(0, 3),
    elided: elided || undefined,
  };
}

function assumedOf({ found }: OpenedRows, { reading }: Given): string[] {
  return reading === undefined && found.reading.kind === 'other'
    ? [l10n.t('Nothing indicates what the numbers are, so they are read as logits.')]
    : [];
}

async function shown(opened: OpenedRows, reach: Reach): Promise<object> {
  const { client, signal } = reach;
  const { session, found } = opened;
  const settings = settingsUnder(opened, settingsAtFirst(found));
  const rows = [];
  for (let row = 0; row < Math.min(opened.rows, MAX_ROWS); row++)
    rows.push(await rowOf(reach, opened, settings, row));
  const findings = await client.call('audit', { session, settings }, { signal });
  return {
    inspected: toldName(found.name),
    count: opened.rows,
    classes: opened.classes,
    rows,
    findings: findingsOf(findings),
  };
}
