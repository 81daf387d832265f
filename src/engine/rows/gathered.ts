import * as l10n from '@vscode/l10n';
import { ndarray, shapeText } from '../../arrays/ndarray';
import type { FoundArray, NearbyLabels } from '../../arrays/types';

/** Fewer arrays of one kind are looked at one by one. */
const LEAST = 4;

/**
 * Arrays of one kind, such as the batches that a loop printed, as one array of all their rows in the place of the first:
 * nobody looks at forty of them one by one. The others stay as they are.
 */
export function gathered(found: readonly FoundArray[]): FoundArray[] {
  const groups = new Map<string, FoundArray[]>();
  for (const one of found) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return found.flatMap((one) => {
    const key = keyOf(one);
    const group = key === undefined ? undefined : groups.get(key);
    if (!group || group.length < LEAST) return [one];
    return one === group[0] ? [joined(group)] : [];
  });
}

/** What arrays have in common that belong together; undefined for those that stand alone. */
function keyOf({ array, name, container, dtype, shape, reading, labels, partial, entryNames }: FoundArray) {
  if (!array || shape.length !== 2 || partial || entryNames) return undefined;
  if (labels && labels.kind !== 'class-ids') return undefined;
  return JSON.stringify([name, container, dtype, shape[1], reading.kind, labels !== undefined]);
}

function joined(group: readonly FoundArray[]): FoundArray {
  const [first] = group;
  const rows = group.reduce((sum, { shape }) => sum + shape[0], 0);
  const classes = first.shape[1];
  const data = new Float64Array(rows * classes);
  let at = 0;
  for (const { array } of group) {
    data.set(array!.data, at);
    at += array!.data.length;
  }
  const decimals = group.map((one) => one.decimals ?? Infinity).reduce((a, b) => Math.min(a, b));
  const alike = group.every(({ shape }) => shape[0] === first.shape[0]);
  const sentence = alike
    ? l10n.t('{0} arrays of {1}, one after the other', group.length, shapeText(first.shape))
    : l10n.t('{0} arrays, one after the other', group.length);
  return {
    ...first,
    range: [first.range[0], group[group.length - 1].range[1]],
    places: group.flatMap(({ shape, range }) => Array.from({ length: shape[0] }, () => range)),
    shape: [rows, classes],
    array: ndarray(data, [rows, classes]),
    decimals: decimals === Infinity ? undefined : decimals,
    labels: joinedLabels(group.map(({ labels }) => labels)),
    // A loss that was printed beside one of them is not that of all.
    printedLoss: undefined,
    reading: { ...first.reading, evidence: [sentence, ...first.reading.evidence] },
  };
}

/** Every array has some, or none has. */
function joinedLabels(all: readonly (NearbyLabels | undefined)[]): NearbyLabels | undefined {
  const [first] = all;
  if (!first) return undefined;
  const ids = all.flatMap((labels) => [...labels!.values.data]);
  return { ...first, values: ndarray(Float64Array.from(ids), [ids.length]), range: undefined };
}
