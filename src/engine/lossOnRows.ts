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

/** Mean losses of some rows, in nats: with an activation taken twice, and once. */
interface Losses {
  rows: number;
  twice: number;
  once: number;
}

interface Costly {
  losses(scores: FoundArray, labels: FoundArray): Losses | undefined;
  say(losses: Losses, cell: number): string;
}

/** Mistakes whose cost can be computed from what goes into the loss. */
const COSTLY: ReadonlyMap<string, Costly> = new Map([
  ['softmax-into-cross-entropy', { losses: lossesOfSoftmax, say: saySoftmax }],
  ['sigmoid-into-bce-with-logits', { losses: lossesOfSigmoid, say: saySigmoid }],
]);

function saySoftmax(losses: Losses, cell: number): string {
  const [twice, once] = figures(losses);
  return Number.isFinite(losses.once)
    ? l10n.t('On the {0} rows printed in cell {1}, the loss is {2}; without the second softmax, it would be {3}.', losses.rows, cell, twice, once) // prettier-ignore
    : sayTwice(losses, cell);
}

function saySigmoid(losses: Losses, cell: number): string {
  const [twice, once] = figures(losses);
  return Number.isFinite(losses.once)
    ? l10n.t('On the {0} rows printed in cell {1}, the loss is {2}; without the second sigmoid, it would be {3}.', losses.rows, cell, twice, once) // prettier-ignore
    : sayTwice(losses, cell);
}

function sayTwice(losses: Losses, cell: number): string {
  return l10n.t('On the {0} rows printed in cell {1}, the loss is {2}.', losses.rows, cell, figures(losses)[0]); // prettier-ignore
}

function figures({ twice, once }: Losses): [twice: string, once: string] {
  return [twice.toFixed(4), once.toFixed(4)];
}

/** What an activation taken twice costs on rows that are printed with their labels. */
function costOf(
  { finding, scores, targets, isPlainMean }: Followed,
  arraysOf: (one: PrintedValue) => FoundArray[],
): string | undefined {
  const costly = COSTLY.get(finding.rule);
  if (costly === undefined || !isPlainMean) return undefined;
  for (const one of scores)
    for (const other of targets) {
      if (one.cut !== other.cut) continue;
      const [probabilities, more] = arraysOf(one);
      const [labels, another] = arraysOf(other);
      if (probabilities === undefined || labels === undefined || more !== undefined || another !== undefined)
        continue;
      const losses = costly.losses(probabilities, labels);
      if (losses !== undefined) return costly.say(losses, one.cell + 1);
    }
  return undefined;
}

/** How far printed probabilities of a row may be from a sum of 1. */
const NEAR = 0.02;

function lossesOfSoftmax(
  { array: p, shape }: FoundArray,
  { array: y, shape: labelled }: FoundArray,
): Losses | undefined {
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

/** Each number its own yes or no. */
function lossesOfSigmoid(
  { array: p, shape }: FoundArray,
  { array: y, shape: labelled }: FoundArray,
): Losses | undefined {
  const rows = shape[0] ?? 0;
  if (p === undefined || y === undefined || rows === 0 || String(shape) !== String(labelled))
    return undefined;
  const count = p.data.length;
  let [twice, once] = [0, 0];
  for (let i = 0; i < count; i++) {
    const [score, label] = [Number(p.data[i]), Number(y.data[i])];
    if (!(score >= 0 && score <= 1 && label >= 0 && label <= 1)) return undefined;
    twice += Math.log1p(Math.exp(score)) - label * score;
    // 0 · ∞ is nothing.
    if (label > 0) once -= label * Math.log(score);
    if (label < 1) once -= (1 - label) * Math.log1p(-score);
  }
  return { rows, twice: twice / count, once: once / count };
}
