import * as vscode from 'vscode';
import { shapeText, sizeOf } from '../arrays/ndarray';
import { areOfRows, type Candidate } from '../arrays/tokenPairs';
import type { Variable } from '../live/answers';
import { pick } from '../ui/picks';

/** Rows of logits and the ids beside them, by their paths in a kernel: the only ones, or those a person picks. */
export async function choosePair(
  variables: readonly Variable[],
): Promise<{ logits: string; ids: string } | undefined> {
  // The kernel computes one sequence at a time.
  const single = variables.filter(({ shape }) => shape !== undefined && sizeOf(shape.slice(0, -2)) === 1);
  const pairs = single.flatMap((logits) =>
    variables
      .filter((ids) => ids.shape !== undefined && areOfRows(asCandidate(ids), asCandidate(logits)))
      .map((ids) => ({ logits, ids })),
  );
  if (pairs.length <= 1)
    return pairs.map(({ logits, ids }) => ({ logits: logits.name, ids: ids.name })).at(0);
  const picked = await pick(
    pairs.map(({ logits, ids }) => ({
      label: logits.name,
      description: vscode.l10n.t('{0} with the IDs in {1}', shapeText(logits.shape!), ids.name),
      value: { logits: logits.name, ids: ids.name },
    })),
    {
      title: vscode.l10n.t('Show token probabilities'),
      placeHolder: vscode.l10n.t('Select logits and token IDs of the kernel'),
    },
  );
  if (!picked) throw new vscode.CancellationError();
  return picked.value;
}

function asCandidate({ name, dtype, shape = [] }: Variable): Candidate {
  return { name, shape, isWhole: /int/.test(dtype) };
}
