import * as l10n from '@vscode/l10n';
import { printable } from '../arrays/words/printable';
import type { CodeFile, CodePlace, CodeRange, LossCodeFinding } from '../losscode/types';
import { sizeOf, Verbatim } from './fit';
import { sourceOf } from './source';
import type { NamedCode, Reach, Tool } from './tool';
import { toldName } from './toldName';

const MAX_SHOWN = 100;
const MAX_UNREAD = 5;
/** Of a line that could not be read. */
const MAX_LINE = 80;
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
      path: {
        type: 'string',
        description:
          'A .py or .ipynb file, checked with the files of the workspace that it imports. Absolute, or relative to the workspace.',
      },
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
            file: { type: 'string', description: 'Where that is an imported file.' },
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
                      file: { type: 'string' },
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
      unread: {
        type: 'array',
        description: 'Where part of the code could not be read as Python: mistakes there may be missed.',
        items: {
          type: 'object',
          properties: { cell: { type: 'integer' }, line: { type: 'integer' }, code: { type: 'string' } },
        },
      },
      note: { type: 'string' },
      more: { type: 'object', description: 'How many entries of each list were left out.' },
    },
    required: ['findings'],
  },
  async run(given, reach) {
    const files = await codeOf(given, reach);
    const { signal } = reach;
    const [own] = files;
    const findings = await reach.client.call(
      'checkLossCode',
      { files: files.map(({ code }) => code) },
      { signal },
    );
    const unread = await reach.client.call('unreadCode', { files: [own.code] }, { signal });
    // Those of the file itself before those of what it imports.
    const isOther = ({ uri }: LossCodeFinding) => Number(uri !== own.code.uri);
    const sorted = [...findings].sort((a, b) => isOther(a) - isOther(b));
    return {
      findings: sorted.slice(0, MAX_SHOWN).map((finding) => described(finding, files)),
      ...(unread.length > 0 && {
        unread: unread.slice(0, MAX_UNREAD).map(({ range }) => lineAt(own.code, range)),
        note: l10n.t('Part of the code couldn’t be read as Python. Mistakes there may be missed.'),
      }),
    };
  },
};

async function codeOf(given: Readonly<Record<string, unknown>>, reach: Reach): Promise<NamedCode[]> {
  const source = sourceOf(given, SOURCES, reach);
  if (source === 'text') return [{ name: '', code: { uri: 'code.py', text: given.text as string } }];
  if (source === 'path') {
    const path = given.path as string;
    if (!/\.(pyi?|pyw|ipynb)$/i.test(path))
      throw new Error(
        l10n.t(
          'path: expected a .py or .ipynb file, got “{0}”. Give other code as text.',
          printable(path, 200),
        ),
      );
    return reach.code(path);
  }
  const cells = given.cells as unknown[];
  const wrong = cells.findIndex((cell) => typeof cell !== 'string');
  if (wrong >= 0) throw new Error(l10n.t('cells[{0}]: expected the code of a cell as text', wrong));
  return [{ name: '', code: { uri: 'notebook.ipynb', cells: cells as string[] } }];
}

function described(finding: LossCodeFinding, files: readonly NamedCode[]): object {
  const { rule, severity, message, related, fixes } = finding;
  const [fix] = fixes;
  const at = (place: CodePlace) => placeIn(files, { ...place, uri: place.uri ?? finding.uri });
  const { code, ...where } = at(finding);
  return {
    rule,
    severity,
    message,
    ...where,
    code,
    because: related.map((place) => `${place.message} (${placeText(at(place))})`),
    fix: fix && fixIn(fix, at),
  };
}

/** Bytes of the edits of a fix: one that leaves no room for what it mends is not told. */
const LARGEST_FIX = 1000;

function fixIn({ title, edits }: LossCodeFinding['fixes'][number], at: (place: CodePlace) => Place) {
  const written = edits.map((edit) => {
    const { code, ...where } = at(edit);
    return { ...where, from: code, to: edit.text };
  });
  if (sizeOf(written) > LARGEST_FIX) return undefined;
  return {
    title,
    edits: written.map(({ from, to, ...where }) => ({
      ...where,
      from: new Verbatim(from),
      to: new Verbatim(to),
    })),
  };
}

interface Place {
  /** Absent in the file that was asked about. */
  file?: string;
  cell?: number;
  line: number;
  code: string;
}

function placeIn(files: readonly NamedCode[], { uri, range: { cell, start, end } }: CodePlace): Place {
  const index = files.findIndex(({ code }) => code.uri === uri);
  const { text, ...where } = lineOf(files[index].code, cell, start);
  return {
    file: index === 0 ? undefined : toldName(files[index].name),
    ...where,
    code: text.slice(start, end),
  };
}

function lineOf({ text, cells }: CodeFile, cell: number | undefined, start: number) {
  const whole = (cell === undefined ? text : cells?.[cell]) ?? '';
  return {
    cell: cell === undefined ? undefined : cell + 1,
    line: whole.slice(0, start).split('\n').length,
    text: whole,
  };
}

/** A whole line of a file, by a place in it. */
function lineAt(file: CodeFile, { cell, start }: CodeRange): Place {
  const { text, ...where } = lineOf(file, cell, start);
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(from, from + 4 * MAX_LINE).split('\n', 1)[0];
  return { ...where, code: printable(line.trim(), MAX_LINE) };
}

function placeText({ file, cell, line }: Place): string {
  const place = cell === undefined ? l10n.t('line {0}', line) : l10n.t('cell {0}, line {1}', cell, line);
  return file === undefined ? place : `${file}, ${place}`;
}
