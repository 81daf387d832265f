/** What a kernel says of its tokenizers, and of rows of logits with the ids beside them, checked. */
import * as l10n from '@vscode/l10n';
import type { Pieces, RowsOfToken, TokenRows } from '../tokens/model';
import { doubles, integer, integers, list, record, text, unreadable } from './fields';

/** A tokenizer among a kernel's variables. */
export interface KernelTokenizer {
  name: string;
  type: string;
  /** How many tokens it has. */
  tokens: number;
}

/** Of a list that a person chooses from; the kernel lists fewer. */
const MAX_TOKENIZERS = 100;
/** Ids of a vocabulary, rows that are asked about at once, and what is listed of each. */
const [MAX_TOKENS, MAX_ROWS, MAX_TOP] = [4_000_000, 100_000, 100];
const MAX_IDS = 1 << 20;
const MAX_CLASSES = 2 ** 31 - 1;

export function readTokenizers(value: unknown): KernelTokenizer[] {
  return list(value, 'tokenizers', MAX_TOKENIZERS).map((item) => {
    const { name, type, tokens } = record(item, 'tokenizer');
    return { name: text(name, 'name'), type: text(type, 'type'), tokens: integer(tokens, 'tokens') };
  });
}

export function readPieces(value: unknown): Pieces {
  const { spelling, tokens } = record(value, 'vocabulary');
  return {
    spelling: spelling === 'wordpiece' || spelling === 'bytes' ? spelling : 'pieces',
    tokens: list(tokens, 'tokens', MAX_TOKENS).map((token, id) =>
      token === null ? null : text(token, `tokens[${id}]`),
    ),
  };
}

/** One entry for each row everywhere, and one id for each, the last ones. */
export function readTokenRows(value: unknown, names: TokenRows['names']): TokenRows {
  const rows = record(value, 'rows');
  const entropy = doubles(list(rows.entropy, 'entropy', MAX_ROWS), 'entropy');
  const count = entropy.length;
  const classes = integer(rows.classes, 'classes', 1, MAX_CLASSES);
  const offset = integer(rows.offset, 'offset', 0, MAX_IDS);
  const column = (of: unknown, name: string) => Array.from(doubles(of, name, count));
  const one = (name: 'own' | 'next'): RowsOfToken => {
    const { logprob, rank } = record(rows[name], name);
    return { logprob: column(logprob, 'logprob'), rank: integers(rank, 'rank', [0, classes], count) };
  };
  const top = lists(rows.top, 'top', count).map((ids) =>
    integers(list(ids, 'top', MAX_TOP), 'top', [0, classes - 1]),
  );
  return {
    classes,
    ids: integers(rows.ids, 'ids', [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER], offset + count),
    offset,
    names,
    entropy: Array.from(entropy),
    logSumExp: column(rows.logSumExp, 'logSumExp'),
    top,
    topLogits: lists(rows.topLogits, 'topLogits', count).map((logits, row) =>
      Array.from(doubles(logits, 'topLogits', top[row].length)),
    ),
    own: one('own'),
    next: one('next'),
  };
}

function lists(value: unknown, what: string, length: number): unknown[] {
  const all = list(value, what);
  if (all.length === length) return all;
  throw unreadable(l10n.t('{0}: expected a list of {1}, got {2}', what, length, all.length));
}
