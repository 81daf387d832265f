import * as l10n from '@vscode/l10n';
import { sizeOf, type NDArray } from '../../arrays/ndarray';
import { pairsOf, rowsWithIds, type Candidate } from '../../arrays/tokenPairs';
import type { ReadingKind } from '../../arrays/types';
import { findArrays } from '../../text/find';
import type { TokenRows } from '../../tokens/model';
import { tokenRows } from '../../tokens/rows';
import type { FileRequest } from '../../worker/protocol';
import type { ArrayFiles } from '../arrays/arrayFiles';
import type { CallContext } from '../callContext';

/** Of the sum of a row of half-precision probabilities from 1, as its logarithm. */
const SUM_ERROR = 0.01;

/**
 * The figures of every sequence of a batch; none where the ids are no classes of the rows, or probabilities do not add up to
 * 1. Probabilities become their logarithms.
 */
function rowsOfPair(
  logits: NDArray,
  kind: ReadingKind,
  ids: NDArray,
  names: TokenRows['names'],
): TokenRows[] {
  const isGiven = kind === 'probabilities';
  const [count, classes] = logits.shape.slice(-2);
  const length = ids.shape.at(-1)!;
  const given = Array.from(ids.data);
  // Padding lies below 0.
  if (!given.every((id) => Number.isInteger(id) && id < classes)) return [];
  const sequences = Array.from({ length: sizeOf(logits.shape.slice(0, -2)) }, (_, sequence) => {
    const from = sequence * count * classes;
    const values = logits.data.subarray(from, from + count * classes);
    return tokenRows(
      isGiven ? Float64Array.from(values, Math.log) : values,
      classes,
      given.slice(sequence * length, (sequence + 1) * length),
      names,
    );
  });
  const addUp = ({ logSumExp }: TokenRows) => logSumExp.every((log) => Math.abs(log) < SUM_ERROR);
  return isGiven && !sequences.every(addUp) ? [] : sequences;
}

/** Rows of logits with ids in a text: one output, one record, or several. */
export function rowsInText(text: string): TokenRows[] {
  if (!/ids|token|sequence|generated|idx|\[/i.test(text)) return [];
  const found = findArrays(text, {}).filter(({ array }) => array !== undefined);
  const arrays = found.map(({ name, shape, array, reading }) => ({
    name,
    shape,
    kind: reading.kind,
    isWhole: array!.data.every(Number.isInteger),
  }));
  return pairsOf(arrays).flatMap(({ logits, ids }) =>
    rowsOfPair(found[logits].array!, found[logits].reading.kind, found[ids].array!, {
      logits: found[logits].name ?? l10n.t('logits'),
      ids: found[ids].name ?? l10n.t('IDs'),
    }),
  );
}

/** The same of a file of arrays, which names them. */
export async function rowsInFile(
  files: ArrayFiles,
  file: FileRequest,
  context: CallContext,
): Promise<TokenRows[]> {
  const { file: opened, arrays } = await files.open(file, context);
  try {
    const candidates = arrays.map(({ name, shape, dtype }): Candidate => ({
      name,
      shape,
      isWhole: /int/i.test(dtype),
    }));
    // What may be rows is read by its name and its first values.
    for (const index of rowsWithIds(candidates))
      candidates[index].kind = (await files.peek({ file: opened, index }, context)).found.reading.kind;
    const rows: TokenRows[] = [];
    for (const { logits, ids } of pairsOf(candidates))
      rows.push(
        ...rowsOfPair(
          await files.read({ file: opened, index: logits }, context),
          candidates[logits].kind!,
          await files.read({ file: opened, index: ids }, context),
          { logits: arrays[logits].name, ids: arrays[ids].name },
        ),
      );
    return rows;
  } finally {
    await files.close({ file: opened }, context);
  }
}
