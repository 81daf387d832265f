import type { FoundArray, PrintedLoss } from '../../arrays/types';
import type { LossInText } from './printedLosses';

/** Characters between a field and the array in the same call that are walked through. */
const CALL_REACH = 20_000;
/** Characters of an assignment that are searched for the names it computes with. */
const ASSIGNMENT = 300;
/** Lines that assign one name. */
const MOST_ASSIGNED = 20;
const ASSIGNED = /^\s*(\w+)\s*=(?!=)(.*)/;

/**
 * The loss of each array of scores, of those a text prints: one in the same call's representation, else the first one
 * that follows the array with no other labelled array between, else one that the code computes from it. What is tied to
 * none is the context of them all: the last of a training log.
 *
 * @param inCode what the code calls the array that begins at a place of the text
 */
export function lossesOf(
  losses: readonly LossInText[],
  text: string,
  scores: readonly FoundArray[],
  source: string | undefined,
  inCode: ReadonlyMap<number, string>,
): Map<FoundArray, PrintedLoss> {
  const owned = new Map<FoundArray, PrintedLoss>();
  if (losses.length === 0) return owned;
  const own = (found: FoundArray | undefined, loss: PrintedLoss) => {
    if (found && !owned.has(found)) owned.set(found, loss);
  };
  for (const { loss, start, field } of losses) if (field) own(inCall(text, start, scores), loss);
  const owners = ownersOf(scores);
  for (const { loss, start, logged } of losses)
    if (!logged)
      own(
        owners.findLast(({ range }) => range[1] <= start),
        loss,
      );
  if (source !== undefined) {
    const computed = assignmentsIn(source);
    const called = (name: string | undefined, at: number | undefined) =>
      [name, at === undefined ? undefined : inCode.get(at)].flatMap((one) => wordsIn(one ?? '').slice(-1));
    const namesOf = ({ name, range, labels }: FoundArray): Names => ({
      scores: called(name, range[0]),
      labels: called(labels?.name, labels?.range?.[0]),
    });
    for (const { loss, logged } of losses)
      if (!logged)
        own(
          scores.find((found) => isComputed(computed, loss, namesOf(found))),
          loss,
        );
  }
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

/** The first array behind a field in the same brackets: none that is open at the field closes in between. */
function inCall(text: string, field: number, scores: readonly FoundArray[]): FoundArray | undefined {
  const first = scores.find(({ range }) => range[0] >= field);
  if (first === undefined || first.range[0] - field > CALL_REACH) return undefined;
  let depth = 0;
  for (let at = field; at < first.range[0]; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth < 0) return undefined;
  }
  return first;
}

/** The words that code computes each name from, line by line. */
type Computed = ReadonlyMap<string, readonly ReadonlySet<string>[]>;

function assignmentsIn(source: string): Computed {
  const computed = new Map<string, ReadonlySet<string>[]>();
  for (const line of source.split('\n')) {
    const [, assigned, value] = ASSIGNED.exec(line.slice(0, ASSIGNMENT)) ?? [];
    if (assigned === undefined) continue;
    const name = assigned.toLowerCase();
    const lines = computed.get(name) ?? [];
    if (lines.length < MOST_ASSIGNED) computed.set(name, [...lines, new Set(wordsIn(value))]);
  }
  return computed;
}

/** What the text and the code call an array, and its labels. */
interface Names {
  scores: readonly string[];
  labels: readonly string[];
}

/** `loss = criterion(logits, labels)`, where the code calls the array so. */
function isComputed(computed: Computed, loss: PrintedLoss, { scores, labels }: Names): boolean {
  const lines = computed.get(wordsIn(loss.name ?? '').at(-1) ?? '');
  if (lines === undefined) return false;
  return lines.some(
    (words) => scores.some((name) => words.has(name)) && labels.some((name) => words.has(name)),
  );
}

/** In small letters: a print says “Logits” of what the code calls logits. */
function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/\w+/g) ?? [];
}
