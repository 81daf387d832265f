import type { FoundArray, PrintedLoss } from '../arrays/types';
import type { LossInText } from './printedLosses';

/** Characters between a field and the array in the same call that are walked through. */
const CALL_REACH = 20_000;
/** Characters of an assignment that are searched for the names it computes with. */
const ASSIGNMENT = 300;
const ASSIGNED = /^\s*(\w+)\s*=(?!=)(.*)/;

/**
 * The loss of each array of scores, of those a text prints: one in the same call's representation, else the first one
 * that follows the array with no other labelled array between, else one that the code computes from it. What is tied to
 * none is the context of them all: the last of a training log.
 */
export function lossesOf(
  losses: readonly LossInText[],
  text: string,
  scores: readonly FoundArray[],
  source: string | undefined,
): Map<FoundArray, PrintedLoss> {
  const owned = new Map<FoundArray, PrintedLoss>();
  if (losses.length === 0) return owned;
  const own = (found: FoundArray | undefined, loss: PrintedLoss) => {
    if (found && !owned.has(found)) owned.set(found, loss);
  };
  for (const { loss, start, field } of losses)
    if (field)
      own(
        scores.find(({ range }) => sameCall(text, start, range[0])),
        loss,
      );
  const owners = ownersOf(scores);
  for (const { loss, start, logged } of losses)
    if (!logged)
      own(
        owners.findLast(({ range }) => range[1] <= start),
        loss,
      );
  if (source !== undefined)
    for (const { loss } of losses)
      own(
        scores.find((found) => isComputed(source, loss, found)),
        loss,
      );
  const [{ loss: context }] = losses.slice(-1);
  for (const found of owners) own(found, { ...context, untied: true });
  return owned;
}

/** Arrays that a loss can be of: scores of classes that have labels, else what has labels, else scores of classes. */
function ownersOf(scores: readonly FoundArray[]): FoundArray[] {
  if (scores.length === 1) return [...scores];
  const labelled = scores.filter(({ labels }) => labels !== undefined);
  const read = scores.filter(({ reading: { kind } }) => kind !== 'other');
  const both = labelled.filter((found) => read.includes(found));
  return [both, labelled, read].find((some) => some.length > 0) ?? [];
}

/** Whether a field and an array behind it stand in the same brackets: none that is open there closes in between. */
function sameCall(text: string, field: number, start: number): boolean {
  if (start < field || start - field > CALL_REACH) return false;
  let depth = 0;
  for (let at = field; at < start; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth < 0) return false;
  }
  return true;
}

/** `loss = criterion(logits, labels)`, where the code calls the array so. */
function isComputed(source: string, loss: PrintedLoss, { name, labels }: FoundArray): boolean {
  const [scores, target, result] = [name, labels?.name, loss.name].map((one) => wordsIn(one ?? '').at(-1));
  if (!scores || !target || !result) return false;
  return source.split('\n').some((line) => {
    const [, assigned, value] = ASSIGNED.exec(line.slice(0, ASSIGNMENT)) ?? [];
    if (assigned?.toLowerCase() !== result.toLowerCase()) return false;
    const words = wordsIn(value);
    return words.includes(scores) && words.includes(target);
  });
}

function wordsIn(text: string): string[] {
  return text.match(/\w+/g) ?? [];
}
