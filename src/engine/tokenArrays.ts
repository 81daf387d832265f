import * as l10n from '@vscode/l10n';
import { sizeOf, type NDArray } from '../arrays/ndarray';
import { pairsOf } from '../arrays/tokenPairs';
import { findArrays } from '../text/find';
import type { TokenRows } from '../tokens/model';
import { tokenRows } from '../tokens/rows';
import type { FileRequest } from '../worker/protocol';
import type { ArrayFiles } from './arrayFiles';
import type { CallContext } from './callContext';

/** The figures of every sequence of a batch; none where the ids are no classes of the rows. */
export function rowsOfPair(logits: NDArray, ids: NDArray, names: TokenRows['names']): TokenRows[] {
  const [count, classes] = logits.shape.slice(-2);
  const length = ids.shape.at(-1)!;
  const given = Array.from(ids.data);
  // Padding lies below 0.
  if (!given.every((id) => Number.isInteger(id) && id < classes)) return [];
  return Array.from({ length: sizeOf(logits.shape.slice(0, -2)) }, (_, sequence) => {
    const from = sequence * count * classes;
    return tokenRows(
      logits.data.subarray(from, from + count * classes),
      classes,
      given.slice(sequence * length, (sequence + 1) * length),
      names,
    );
  });
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
    rowsOfPair(found[logits].array!, found[ids].array!, {
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
    const candidates = arrays.map(({ name, shape, dtype }) => ({
      name,
      shape,
      isWhole: /int/i.test(dtype),
    }));
    const rows: TokenRows[] = [];
    for (const { logits, ids } of pairsOf(candidates))
      rows.push(
        ...rowsOfPair(
          await files.read({ file: opened, index: logits }, context),
          await files.read({ file: opened, index: ids }, context),
          { logits: arrays[logits].name, ids: arrays[ids].name },
        ),
      );
    return rows;
  } finally {
    await files.close({ file: opened }, context);
  }
}
