/** Which rows of logits and which token ids belong together, by names and shapes. */
import { sizeOf } from './ndarray';
import type { ReadingKind } from './types';
import { isVocabulary } from './vocabulary';

/** What is known of an array before its values are asked for. */
export interface Candidate {
  name?: string;
  shape: readonly number[];
  isWhole: boolean;
  kind?: ReadingKind;
}

/** Names of token ids; `labels` are those of classes as well, and have the loss's own view. */
const IDS =
  /(?:^|[._\]'"])(?:input_?ids?|token_?ids?|output_?ids?|target_?ids?|generated(?:_?ids?)?|sequences?|ids|tokens?|idx)\]?['"]*\]?$/i;
const LOGITS = /(?:logits?|log_?probs?|scores?)['"\]]*$/i;
const OF_DISTRIBUTIONS: readonly ReadingKind[] = ['logits', 'log-probabilities', 'probabilities'];
/** Ids beyond the rows: a prompt before what was generated. */
const MOST_BEFORE = 1 << 20;

/** Whether ids are those of the tokens that rows of logits are about. */
export function areOfRows(ids: Candidate, logits: Candidate): boolean {
  const { shape, name = '', kind } = logits;
  const [classes, count] = [shape.at(-1) ?? 0, shape.at(-2) ?? 0];
  if (logits.isWhole || shape.length < 2 || count < 2 || classes < 2) return false;
  if (kind !== undefined && !OF_DISTRIBUTIONS.includes(kind)) return false;
  const length = ids.shape.at(-1) ?? 0;
  const fits =
    ids.isWhole &&
    length >= count &&
    length - count <= MOST_BEFORE &&
    sizeOf(ids.shape.slice(0, -1)) === sizeOf(shape.slice(0, -2));
  const isNamed = LOGITS.test(name) || kind === 'logits' || kind === 'log-probabilities';
  const isKnown = IDS.test(ids.name ?? '') && (isNamed || isVocabulary(shape));
  return fits && (isKnown || (ids.name === undefined && isVocabulary(shape)));
}

/** Rows of logits with their ids: places of both among the arrays, each array of ids used once. */
export function pairsOf(arrays: readonly Candidate[]): { logits: number; ids: number }[] {
  const pairs: { logits: number; ids: number }[] = [];
  const used = new Set<number>();
  arrays.forEach((rows, logits) => {
    const length = (at: number) => arrays[at].shape.at(-1) ?? 0;
    const fitting = arrays.flatMap((ids, at) => (!used.has(at) && areOfRows(ids, rows) ? [at] : []));
    // As many as there are rows before more; of several those that stand nearest.
    const [ids] = fitting.sort(
      (a, b) => length(a) - length(b) || Math.abs(a - logits) - Math.abs(b - logits),
    );
    if (ids === undefined) return;
    used.add(ids);
    pairs.push({ logits, ids });
  });
  return pairs;
}
