/** What a kernel says of its tokenizers, and of rows of logits with the ids beside them, checked. */
import type { Pieces, RowsOfToken, TokenRows } from '../tokens/model';
import { doubles, list, number, record, unreadable } from './answers';

/** A tokenizer among a kernel's variables. */
export interface KernelTokenizer {
  name: string;
  type: string;
  /** How many tokens it has. */
  tokens: number;
}

export function readTokenizers(value: unknown): KernelTokenizer[] {
  return list(value, 'tokenizers').map((item) => {
    const { name, type, tokens } = record(item, 'tokenizer');
    return { name: String(name), type: String(type), tokens: number(tokens) };
  });
}

export function readPieces(value: unknown): Pieces {
  const { spelling, tokens } = record(value, 'vocabulary');
  return {
    spelling: spelling === 'wordpiece' || spelling === 'bytes' ? spelling : 'pieces',
    tokens: list(tokens, 'tokens').map((token) => (typeof token === 'string' ? token : null)),
  };
}

export function readTokenRows(value: unknown, names: TokenRows['names']): TokenRows {
  const rows = record(value, 'rows');
  const column = (name: string) => Array.from(doubles(rows[name], name));
  const columns = (name: string) => list(rows[name], name).map((one) => Array.from(doubles(one, name)));
  const of = (name: 'own' | 'next'): RowsOfToken => {
    const { logprob, rank } = record(rows[name], name);
    return { logprob: Array.from(doubles(logprob, 'logprob')), rank: Array.from(doubles(rank, 'rank')) };
  };
  const read: TokenRows = {
    classes: number(rows.classes),
    ids: column('ids'),
    offset: number(rows.offset),
    names,
    entropy: column('entropy'),
    logSumExp: column('logSumExp'),
    top: columns('top'),
    topLogits: columns('topLogits'),
    own: of('own'),
    next: of('next'),
  };
  if (!agree(read)) throw unreadable('rows: {ids: [offset + n], entropy: [n], ...}', rows);
  return read;
}

/** Whether there is one entry for each row everywhere, and one id for each, the last ones. */
function agree({ ids, offset, classes, entropy, logSumExp, top, topLogits, own, next }: TokenRows): boolean {
  const count = entropy.length;
  const perRow = [logSumExp, top, topLogits, own.logprob, own.rank, next.logprob, next.rank];
  return (
    perRow.every(({ length }) => length === count) &&
    top.every(({ length }, row) => length === topLogits[row].length) &&
    Number.isInteger(offset) &&
    offset >= 0 &&
    ids.length === offset + count &&
    [...ids, ...top.flat()].every(Number.isInteger) &&
    classes > 0
  );
}
