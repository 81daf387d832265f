import * as l10n from '@vscode/l10n';
import { largestOf } from '../arrays/longLists';
import { printable } from '../arrays/words/printable';
import { ndarray } from '../arrays/ndarray';
import type { NearbyLabels } from '../arrays/types';
import type { Shown } from '../readings/source/shownValue';
import { candidateOf, type Candidate } from './candidate';
import { labelsInLine } from './nearby/saidLabels';

/** Rows under one prefix, or of one value of the code, are a loop's from this number on; with nothing beside them, from that. */
const LEAST = 3;
const LEAST_BARE = 8;
/** Characters of a line that are looked at before an array. */
const LONGEST_PREFIX = 200;

/**
 * Rows that a loop prints, each on a line of its own, as one array with a row for each round; everything else stays. Rows
 * belong together where the code shows one value there, or where the text before them differs in its numbers alone.
 */
export function gatherRounds(text: string, candidates: readonly Candidate[]): Candidate[] {
  if (candidates.length < LEAST) return [...candidates];
  const rounds = new Map<string, Candidate[]>();
  const shownIds = new Map<Shown, number>();
  let end = 0;
  for (const candidate of candidates) {
    const key = roundOf(text, candidate, end, shownIds);
    if (!isCounter(candidate)) end = candidate.found.range[1];
    if (key === undefined) continue;
    const round = rounds.get(key);
    if (round === undefined) rounds.set(key, [candidate]);
    else round.push(candidate);
  }
  const gathered = new Map<Candidate, Candidate | undefined>();
  for (const [key, rows] of rounds) {
    if (rows.length < LEAST) continue;
    const isBare = key.startsWith(BARE) && rows.length < LEAST_BARE;
    if (
      isBare &&
      labelsOfLines(
        text,
        rows.map(({ found }) => found.range),
      ) === undefined
    )
      continue;
    rows.forEach((row, i) => gathered.set(row, i === 0 ? stacked(text, rows) : undefined));
  }
  return candidates.flatMap((one) => (gathered.has(one) ? (gathered.get(one) ?? []) : [one]));
}

/** `[007]`, the number of a round in brackets. */
function isCounter({ found: { shape }, subject }: Candidate): boolean {
  return !subject.floating && shape.length === 1 && shape[0] === 1;
}

const BARE = 'bare ';

/** What the rows of one loop have in common; undefined for what is no single row on a line of its own. */
function roundOf(
  text: string,
  { found, subject, record, records, labels }: Candidate,
  previousEnd: number,
  shownIds: Map<Shown, number>,
): string | undefined {
  const { shape, array, container, dtype, range, classNames, entryNames } = found;
  const classes = shape[shape.length - 1];
  const row = shape.length === 1 || (shape.length === 2 && shape[0] === 1);
  if (!row || classes < 2 || array === undefined || !subject.floating) return undefined;
  if (record !== undefined || records !== undefined || labels !== undefined) return undefined;
  if (classNames !== undefined || entryNames !== undefined) return undefined;
  const from = Math.max(0, range[0] - LONGEST_PREFIX);
  const prefix = text.slice(from, range[0]);
  const newline = prefix.lastIndexOf('\n');
  const lineStart = newline < 0 ? from : from + newline + 1;
  if (lineStart > 0 && (newline < 0 || previousEnd > lineStart)) return undefined;
  const alike = `${shape.join()} ${container} ${dtype} ${subject.gradFn}`;
  const { shown } = subject;
  if (shown !== undefined && !shown.part) {
    if (!shownIds.has(shown)) shownIds.set(shown, shownIds.size);
    return `shown ${shownIds.get(shown)} ${alike}`;
  }
  const said = withoutBar(text.slice(lineStart, range[0]))
    .trim()
    .replace(/'[^'\n]*'|"[^"\n]*"|\d+/g, '#');
  return /[^\W\d_]/.test(said) ? `said ${said} ${alike}` : `${BARE}${said} ${alike}`;
}

/** What stands behind a progress bar that a print went on the line of: `100%|██| 3/3 [00:00<00:00, 31.20it/s]logits:`. */
function withoutBar(line: string): string {
  const end = /(?:it\/s|s\/it|\?it\/s)[^\]\n]{0,100}\]/.exec(line);
  return end !== null && /%\|/.test(line) ? line.slice(end.index + end[0].length) : line;
}

/** Lines that may belong to a row: its own and those below. */
const LINES_BELOW = 3;

/** A class id that each row's line or those below it say, `label: 2`, under one name. */
function labelsOfLines(
  text: string,
  places: readonly (readonly [number, number])[],
): NearbyLabels | undefined {
  let name: string | undefined;
  const ids: number[] = [];
  for (const [row, [start, end]] of places.entries()) {
    // Up to the line of the next row: YAML has the label below.
    const next = text
      .slice(end, Math.min(end + LONGEST_PREFIX, places[row + 1]?.[0] ?? Infinity))
      .split('\n');
    const lines = row + 1 < places.length ? Math.max(1, next.length - 1) : next.length;
    const behind = next.slice(0, Math.min(lines, LINES_BELOW)).join('\n');
    const before = text.slice(Math.max(0, start - LONGEST_PREFIX), start);
    const said = labelsInLine(`${before.slice(before.lastIndexOf('\n') + 1)} ${behind}`);
    const one = name === undefined ? said[0] : said.find((other) => other.name === name);
    if (one === undefined) return undefined;
    ({ name } = one);
    ids.push(one.id);
  }
  return {
    kind: 'class-ids',
    values: ndarray(Float64Array.from(ids), [ids.length]),
    name,
    source: l10n.t('“{0}” in each row’s line', printable(name!)),
  };
}

function stacked(text: string, rows: readonly Candidate[]): Candidate {
  const [{ found, subject }] = rows;
  const classes = found.shape[found.shape.length - 1];
  const data = new Float64Array(rows.length * classes);
  rows.forEach((row, i) => data.set(row.found.array!.data, i * classes));
  const decimals = rows.map((row) => row.found.decimals);
  const { shown } = subject;
  const name = shown?.name ?? withoutCounter(found.name);
  const { container, dtype } = found;
  const one = candidateOf(
    {
      range: [found.range[0], rows[rows.length - 1].found.range[1]],
      name,
      container,
      shape: [rows.length, classes],
      dtype,
      elided: false,
      decimals: decimals.includes(undefined) ? undefined : largestOf(decimals.map((n) => n!)),
      data,
    },
    { floating: true, gradFn: subject.gradFn, shown, requiresGrad: subject.requiresGrad },
  );
  if (shown?.name !== undefined) one.subject.name = undefined;
  one.found.places = rows.map((row) => row.found.range);
  const labels = labelsOfLines(text, one.found.places);
  return labels === undefined ? one : { ...one, labels };
}

/** `sentence` of `sentence 12`. */
function withoutCounter(name: string | undefined): string | undefined {
  let end = name?.length ?? 0;
  while (end > 0 && /[\s\d#_.[\]():]/.test(name![end - 1])) end--;
  return end === 0 ? undefined : name!.slice(0, end);
}
