import * as l10n from '@vscode/l10n';
import type { CodeFile, LossCodeFinding } from '../losscode/types';
import { sourceOf } from './source';
import type { Reach, Tool } from './tool';

const MAX_SHOWN = 100;
const SOURCES = ['text', 'path', 'cells'];

/** Mistakes around the loss in Python code. */
export const checkCode: Tool = {
  name: 'logitscope_check_code',
  title: 'Check loss code',
  description:
    'Checks Python code (PyTorch, TensorFlow/Keras, JAX, NumPy, scikit-learn) for mistakes of the loss: softmax before cross-entropy, log of softmax, wrong softmax axis, logits where probabilities are expected and the like. Follows values through models, functions and notebook cells. Answers with the place, what happens, and an edit that mends it. Read-only.',
  input: {
    type: 'object',
    properties: {
      text: { type: 'string', description: 'Python code.' },
      path: { type: 'string', description: 'A .py or .ipynb file. Absolute, or relative to the workspace.' },
      cells: {
        type: 'array',
        items: { type: 'string' },
        description: 'The code cells of a notebook, in order.',
      },
    },
    additionalProperties: false,
  },
  output: {
    type: 'object',
    properties: {
      findings: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            rule: { type: 'string' },
            severity: { type: 'string', enum: ['error', 'warning', 'hint'] },
            message: { type: 'string' },
            cell: { type: 'integer', description: 'Counted from 1.' },
            line: { type: 'integer', description: 'Counted from 1.' },
            code: { type: 'string' },
            because: { type: 'array', items: { type: 'string' }, description: 'Where the other end is.' },
            fix: {
              type: 'object',
              properties: {
                title: { type: 'string' },
                edits: {
                  type: 'array',
                  items: {
                    type: 'object',
                    properties: {
                      cell: { type: 'integer' },
                      line: { type: 'integer' },
                      from: { type: 'string' },
                      to: { type: 'string' },
                    },
                  },
                },
              },
            },
          },
        },
      },
      more: { type: 'object', description: 'How many entries of each list were left out.' },
    },
    required: ['findings'],
  },
  async run(given, reach) {
    const file = await codeOf(given, reach);
    const findings = await reach.client.call('checkLossCode', { files: [file] }, { signal: reach.signal });
    return { findings: findings.slice(0, MAX_SHOWN).map((finding) => described(finding, file)) };
  },
};

async function codeOf(given: Readonly<Record<string, unknown>>, reach: Reach): Promise<CodeFile> {
  const source = sourceOf(given, SOURCES);
  if (source === 'text') return { uri: 'code.py', text: given.text as string };
  if (source === 'cells') {
    const cells = given.cells as unknown[];
    const wrong = cells.findIndex((cell) => typeof cell !== 'string');
    if (wrong >= 0) throw new Error(l10n.t('cells[{0}]: expected the code of a cell as text', wrong));
    return { uri: 'notebook.ipynb', cells: cells as string[] };
  }
  const path = given.path as string;
  if (!path.endsWith('.ipynb')) return { uri: path, text: await reach.text(path) };
  return { uri: path, cells: (await reach.cells(path)).map((cell) => cell.source) };
}

function described(
  { rule, severity, message, range, related, fixes }: LossCodeFinding,
  file: CodeFile,
): object {
  const [fix] = fixes;
  return {
    rule,
    severity,
    message,
    ...placed(range, file),
    code: textAt(range, file),
    because: related.map((place) => `${place.message} (${lineText(place.range, file)})`),
    fix: fix && {
      title: fix.title,
      edits: fix.edits.map((edit) => ({
        ...placed(edit.range, file),
        from: textAt(edit.range, file),
        to: edit.text,
      })),
    },
  };
}

type Range = LossCodeFinding['range'];

function codeAt({ cell }: Range, { text, cells }: CodeFile): string {
  return (cell === undefined ? text : cells?.[cell]) ?? '';
}

function textAt(range: Range, file: CodeFile): string {
  return codeAt(range, file).slice(range.start, range.end);
}

function placed(range: Range, file: CodeFile): { cell?: number; line: number } {
  const line = codeAt(range, file).slice(0, range.start).split('\n').length;
  return { cell: range.cell === undefined ? undefined : range.cell + 1, line };
}

function lineText(range: Range, file: CodeFile): string {
  const { cell, line } = placed(range, file);
  return cell === undefined ? l10n.t('line {0}', line) : l10n.t('cell {0}, line {1}', cell, line);
}
