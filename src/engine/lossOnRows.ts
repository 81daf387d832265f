import * as l10n from '@vscode/l10n';
import type { FoundArray } from '../arrays/types';
import { follow, type Followed } from '../losscode/check';
import type { PrintedValue } from '../losscode/printed';
import type { CheckRequest, CodeFile, LossCodeFinding } from '../losscode/types';
import { findArrays } from '../text/find';

/** The mistakes around the loss; where the notebook shows the numbers in question, with what they cost on these. */
export function checkedOnRows(request: CheckRequest): LossCodeFinding[] {
  const arrays = new Map<string, FoundArray[]>();
  const found = (file: CodeFile, cell: number) => {
    const key = `${cell}\n${file.uri}`;
    let known = arrays.get(key);
    if (known === undefined) arrays.set(key, (known = arraysUnder(file, cell)));
    return known;
  };
  return follow(request).map((followed) => {
    const file = request.files.find(({ uri }) => uri === followed.finding.uri);
    const cost =
      file && costOf(followed, (one) => found(file, one.cell).filter(({ name }) => name === one.name));
    return cost === undefined
      ? followed.finding
      : { ...followed.finding, message: `${followed.finding.message} ${cost}` };
  });
}

function arraysUnder({ cells = [], outputs }: CodeFile, cell: number): FoundArray[] {
  const context = { source: cells[cell], notebook: { cells, at: cell } };
  return (outputs?.[cell] ?? []).flatMap((text) => findArrays(text, context));
}

/** What a second softmax costs on rows that are printed with their labels. */
function costOf(
  { finding, scores, targets }: Followed,
  arraysOf: (one: PrintedValue) => FoundArray[],
): string | undefined {
  if (finding.rule !== 'softmax-into-cross-entropy') return undefined;
  for (const one of scores)
    for (const other of targets) {
      if (one.cut !== other.cut) continue;
      const [probabilities, more] = arraysOf(one);
      const [labels, another] = arraysOf(other);
      if (probabilities === undefined || labels === undefined || more !== undefined || another !== undefined)
        continue;
      const losses = lossesOf(probabilities, labels);
      if (losses === undefined) continue;
      const [twice, once] = [losses.twice, losses.once].map((loss) => loss.toFixed(4));
      return Number.isFinite(losses.once)
        ? l10n.t('On the {0} rows printed in cell {1}, the loss is {2}; without the second softmax, it would be {3}.', losses.rows, one.cell + 1, twice, once) // prettier-ignore
        : l10n.t('On the {0} rows printed in cell {1}, the loss is {2}.', losses.rows, one.cell + 1, twice);
    }
  return undefined;
}

/** How far printed probabilities of a row may be from a sum of 1. */
const NEAR = 0.02;

/** Mean losses of rows of probabilities, in nats: with softmax taken of them, and without. */
function lossesOf(
  { array: p, shape }: FoundArray,
  { array: y, shape: labelled }: FoundArray,
): { rows: number; twice: number; once: number } | undefined {
  const [rows, classes] = shape;
  if (p === undefined || y === undefined || shape.length !== 2 || rows === 0) return undefined;
  if (labelled.length !== 1 || labelled[0] !== rows) return undefined;
  let [twice, once] = [0, 0];
  for (let i = 0; i < rows; i++) {
    const row = Array.from(p.data.slice(i * classes, (i + 1) * classes), Number);
    const label = Number(y.data[i]);
    if (!(label in row) || Math.abs(row.reduce((a, b) => a + b, 0) - 1) > NEAR) return undefined;
    twice += Math.log(row.reduce((sum, one) => sum + Math.exp(one), 0)) - row[label];
    once -= Math.log(row[label]);
  }
  return { rows, twice: twice / rows, once: once / rows };
}
