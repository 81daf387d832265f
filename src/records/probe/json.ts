import { append, largestOf } from '../../arrays/longLists';
import { MOST_FIELDS } from '../fields/classFields';
import { CLOSE_LIST, CLOSE_OBJECT, NEWLINE, OPEN_LIST, OPEN_OBJECT } from '../text/jsonBytes';
import { lenientJson } from '../text/lenientJson';
import { NamedScores, namedScoresIn } from '../fields/namedScores';
import { splitJson } from '../text/splitJson';
import { splitUntil } from '../text/splitter';
import { valueAt } from '../text/valueAt';
import type { DumpFields, DumpProbe, FieldCandidate, FieldPath, ProbeOptions } from '../types';
import { classNamesIn, letteredClasses } from './classNames';
import { isSamePath, nameOf, type Field } from './field';
import { labelCandidates, unfitLabel } from './labels';
import { logitsCandidate } from './logits';
import { lossCandidate, printedLossIn } from './losses';
import { comparedByValue, meantFirst } from './meant';
import { hotFields, inOrder, partialLabel, scoresAt, unfitBeside, withClassFields } from './named';
import { ownClassesIn } from './ownClasses';
import { isAmbiguous, rank } from './rank';
import { labelsOrGuess, labelsOrUnfit, scalarCandidates } from './scalars';
import { besideSeveral } from './reading';
import { asTwo, withoutPredictions } from './predictions';
import { withSeveral } from './severalLabels';
import { keyedPath } from './keyedPath';
import { KEY, keyedRecord, keyFieldOf } from '../fields/recordKeys';
import { maybeBatches, rowsOfBatches } from './batches';
import { recordsPath } from './recordsPath';
import { fieldsOfMasks, fieldsOfSets } from './sets';
import { asNumbers, isNumbers, isTensor, isTexts, widthOf, writtenAs } from './values';

const PROBE_RECORDS = 50;
/** Texts between brackets that are no JSON, beside those that are: what JSON.parse throws takes its time. */
const MOST_UNREAD = 10_000;
/** From this score on a field's name says that it holds scores of classes. */
const TELLING = 4;
/** Nested fields deeper than this are not looked at, nor further keys of an object, nor more fields. */
const MAX_FIELD_DEPTH = 10;
const MAX_KEYS = MOST_FIELDS + 64;
const MAX_FIELDS = 4 * MAX_KEYS;

/** Where the records of a file stand. */
type Place = Pick<DumpProbe, 'format' | 'records'> & { isKeyed?: boolean };

/** @param name the file's, in lower case */
export function probeJson(head: Uint8Array, name: string, options: ProbeOptions = {}): DumpProbe | undefined {
  if (!isJsonLines(head, name)) {
    const listed = recordsPath(head);
    const records = listed ?? keyedPath(head);
    return records && probeIn(head, { format: 'json', records, isKeyed: listed === undefined }, options);
  }
  const lines = probeIn(head, { format: 'jsonl', records: [] }, options);
  const records = lines && listInLines(lines);
  return (records && probeIn(head, { format: 'json', records }, options)) ?? lines;
}

function probeIn(
  head: Uint8Array,
  { format, records, isKeyed = false }: Place,
  { scalars = false, batches }: ProbeOptions,
): DumpProbe | undefined {
  const isDocument = format === 'json';
  const written = firstRecords(head, { format, records, ...(isKeyed && { keyed: KEY }) });
  if (written.length === 0) return undefined;
  const rows = rowsOfBatches(written, batches);
  const values = rows ?? written;
  // Outputs of one response, each an array of its own.
  if (isDocument && values.every(isTensor)) return undefined;
  const text = isDocument ? new TextDecoder().decode(head) : '';
  const beside = isDocument ? metadata(text, records) : undefined;
  // Of thousands of fields many have as many classes.
  const namesOf = new Map<number, readonly string[] | undefined>();
  const known = (classes: number) => {
    if (!namesOf.has(classes))
      namesOf.set(classes, classNamesIn(beside, classes) ?? classNamesIn(values[0], classes));
    return namesOf.get(classes);
  };
  const { classes, letters, ...candidates } = candidatesIn(values, scalars, known);
  // Members of an object may be anything that a document has several of.
  const isTold = candidates.labels.length > 0 || (candidates.logits[0]?.score ?? 0) >= TELLING;
  if (isKeyed && !isTold) return undefined;
  return {
    format,
    records,
    ...(isKeyed && { keyed: keyFieldOf(written) }),
    ...(!rows && { maybeBatches: maybeBatches(written) }),
    ...candidates,
    classNames: candidates.logits[0]?.scored?.classes ?? known(classes) ?? letters,
    printedLoss: printedLossIn(beside, text),
  };
}

function candidatesIn(
  records: readonly unknown[],
  scalars: boolean,
  named: (classes: number) => readonly string[] | undefined,
) {
  const fields = new Map<string, Field>();
  for (const record of records) collect(record, [], fields, 0);
  const found = withClassFields(inOrder([...fields.values()], named), records.length);
  const logits = meantFirst(rank(found, logitsCandidate));
  const best = logits[0] && found.find(({ path }) => isSamePath(path, logits[0].path));
  const classes = best ? widthOf(best.values[0]) : 0;
  // Questions may have choices of their own.
  const most = best ? largestOf(best.values.map((value) => (isNumbers(value) ? widthOf(value) : 0))) : 0;
  const areLogitsAmbiguous = isAmbiguous(logits);
  if (scalars) append(logits, scalarCandidates(found));
  const { hot, isAmong } = hotBeside(
    [...fields.values()],
    { best, first: logits[0] },
    named(classes),
    records.length,
  );
  const isHot = ({ path }: Field) =>
    hot !== undefined &&
    isSamePath(path.slice(0, -1), hot.candidate.isHot!.within) &&
    hot.candidate.path.includes(path.at(-1)!);
  const { classes: names, isOwn, beside } = best?.scored ?? {};
  const known = { count: classes, names, areOrdered: isOwn };
  // Looked for once: a record may have as many fields as it has characters.
  const ofClasses = names ?? named(classes);
  const others = found
    .filter(
      (field) =>
        field !== best && !isSamePath(field.path, beside ?? NOWHERE) && !isHot(field) && !isAmong(field),
    )
    .map((field) => withSeveral(field, field.values, { ...known, names: ofClasses }));
  const ranked = labelCandidates(others, known, best);
  const called = withoutPredictions(ranked, others, scoresIn(best, logits[0], found), ofClasses);
  if (hot) {
    called.push(hot.candidate);
    called.sort((a, b) => b.score - a.score);
  }
  const { labels, unfit } = labelsOrUnfit(
    labelsOrGuess(called, found, logits[0]),
    () =>
      unfitBeside([...fields.values()], records.length) ??
      partialLabel([...fields.values()], names, records.length) ??
      unfitLabel(others, known, best),
  );
  const own = labels[0] && [...others, ...found].find(({ path }) => isSamePath(path, labels[0].path));
  const rows = hot && labels[0] === hot.candidate ? hot.rows : own?.values;
  if (best && rows) logits[0] = besideSeveral(logits[0], best.values, { rows });
  const ownClasses = ownClassesIn([...fields.values()]);
  const byLength = found.find(({ path }) => /^acc_norm$/.test(path.at(-1) ?? ''))?.path.join('.');
  return {
    classes,
    letters: letteredClasses(own, most, { fields: found }),
    logits,
    labels,
    ...comparedByValue(
      logits,
      (one) =>
        found.find((field) => nameOf(field) === one.name && isSamePath(field.path, one.path))?.values ?? [],
    ),
    ...(unfit && { unfit }),
    losses: rank(found, lossCandidate),
    sets: fieldsOfSets(others),
    masks: fieldsOfMasks(found),
    ambiguous: { logits: areLogitsAmbiguous, labels: isAmbiguous(labels) },
    ...(byLength && { byLength }),
    ...(ownClasses && { ownClasses }),
  };
}

/** Labels that are a field of 0 and 1 for each class, of the scores of each record or of one score. */
function hotBeside(
  fields: readonly Field[],
  { best, first }: { best: Field | undefined; first: FieldCandidate | undefined },
  known: readonly string[] | undefined,
  records: number,
): ReturnType<typeof hotFields> {
  if (best) return hotFields(fields, best, known, { records });
  if (!first?.isScalar) return { hot: undefined, isAmong: () => false };
  return hotFields(fields, { path: first.path, values: [] }, undefined, { records, isOne: true });
}

export function isJsonLines(head: Uint8Array, name: string): boolean {
  const first = firstLine(head, 0);
  const second = firstLine(head, first.end);
  if (/\.(jsonl|ndjson)$/.test(name)) {
    // The end of a log begins amid a record.
    const isTorn = head[first.start] !== OPEN_LIST && head[second.start] === OPEN_OBJECT;
    return head[first.start] === OPEN_OBJECT || isTorn;
  }
  if (head[first.start] !== OPEN_OBJECT) return false;
  // A document of one line has nothing after it; lines of records each start anew.
  if (head[second.start] !== OPEN_OBJECT) return false;
  const [record, other] = [first, second].map(({ start, end }) =>
    lenientJson(new TextDecoder().decode(head.subarray(start, end))),
  );
  return record !== undefined && !areKeyedDocuments(head, record, other);
}

/** Records have fields in common, and objects whose members are records none. */
function areKeyedDocuments(head: Uint8Array, one: unknown, other: unknown): boolean {
  if (typeof other !== 'object') return false;
  const path = keyedPath(head);
  if (path === undefined) return false;
  const [keys, others] = [one, other].map((value) => keysOf(valueAt(value, path)));
  return others.length > 0 && !others.some((key) => keys.includes(key));
}

const keysOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];

/** Where the list stands that holds the records of each line: fields of its elements were taken for those of the line. */
function listInLines({
  logits: [logits],
  labels: [labels],
}: Pick<DumpProbe, 'logits' | 'labels'>): FieldPath | undefined {
  if (!logits || !labels || labels.isGuess || logits.scored) return undefined;
  const at = logits.path.findIndex(isIndex);
  const list = logits.path.slice(0, at);
  const isOfList = at > 0 && isSamePath(labels.path.slice(0, at), list) && isIndex(labels.path[at]);
  return isOfList ? list : undefined;
}

const isIndex = (key: string | undefined) => key === '0' || key === '1';

/** The first line from `at` on that is not blank. */
function firstLine(bytes: Uint8Array, at: number): { start: number; end: number } {
  let start = at;
  while (bytes[start] <= 0x20) start++;
  const newline = bytes.indexOf(NEWLINE, start);
  return { start, end: newline < 0 ? bytes.length : newline };
}

function firstRecords(head: Uint8Array, fields: Pick<DumpFields, 'format' | 'records' | 'keyed'>): unknown[] {
  const values: unknown[] = [];
  let unread = 0;
  const isEnough = () => values.length >= PROBE_RECORDS || unread >= MOST_UNREAD;
  const splitter = splitJson(fields, {
    record({ bytes, start, end }) {
      if (isEnough() || (fields.keyed === undefined && !isBracketed(bytes, start, end))) return;
      const text = new TextDecoder().decode(bytes.subarray(start, end));
      const value = fields.keyed !== undefined ? keyedRecord(text)?.value : lenientJson(text);
      if (typeof value === 'object' && value !== null && (!Array.isArray(value) || namedScoresIn(value)))
        values.push(value);
      else if (value === undefined) unread++;
    },
    blank: () => undefined,
    tooLong: () => undefined,
  });
  splitUntil(splitter, head, isEnough);
  return values;
}

/** Whether a text may be an object or a list: most lines of a log are told by their first and last byte. */
function isBracketed(bytes: Uint8Array, start: number, end: number): boolean {
  let last = end - 1;
  while (last > start && bytes[last] <= 0x20) last--;
  const isObject = bytes[start] === OPEN_OBJECT && bytes[last] === CLOSE_OBJECT;
  return isObject || (bytes[start] === OPEN_LIST && bytes[last] === CLOSE_LIST);
}

/** What a document says besides its records: the text before them, closed. */
function metadata(text: string, records: FieldPath): unknown {
  if (records.length === 0) return undefined;
  const whole = lenientJson(text);
  if (whole !== undefined) return whole;
  const key = JSON.stringify(records[records.length - 1]);
  // eslint-disable-next-line no-restricted-syntax -- one key in quotes, a colon and a bracket: linear
  const at = text.search(new RegExp(`${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*:\\s*\\[`));
  if (at < 0) return undefined;
  return lenientJson(`${text.slice(0, text.indexOf('[', at))}[]${'}'.repeat(records.length)}`);
}

/** The scores of each record, where they are one number a record those of two classes. */
function scoresIn(
  best: Field | undefined,
  first: FieldCandidate | undefined,
  fields: readonly Field[],
): readonly unknown[] {
  if (best || !first?.isScalar) return best?.values ?? [];
  const single = fields.find(({ path }) => isSamePath(path, first.path));
  return single?.values.map((score) => asTwo(score, first.reading)) ?? [];
}

const NOWHERE = ['\0'];

function collect(written: unknown, path: FieldPath, fields: Map<string, Field>, depth: number): void {
  const given = scoresAt(written, path) ?? asNumbers(written);
  // As the cells of a table are read.
  const value = typeof given === 'string' ? given.trim() : given;
  if (
    isNumbers(value) ||
    value instanceof NamedScores ||
    typeof value !== 'object' ||
    value === null ||
    isTexts(value)
  ) {
    const key = JSON.stringify(path);
    const known = fields.get(key);
    if (known) known.values.push(value);
    else if (fields.size < MAX_FIELDS) {
      const as = isNumbers(value) ? writtenAs(written) : undefined;
      fields.set(key, { path, values: [value], ...(as && { written: as }) });
    }
    return;
  }
  if (depth >= MAX_FIELD_DEPTH) return;
  if (Array.isArray(value)) {
    // `choices[0].logits`: a short list of objects is walked by index.
    for (const [index, item] of value.slice(0, 2).entries())
      if (typeof item === 'object' && item !== null && !Array.isArray(item))
        collect(item, [...path, String(index)], fields, depth + 1);
    return;
  }
  for (const [key, item] of Object.entries(value).slice(0, MAX_KEYS))
    collect(item, [...path, key], fields, depth + 1);
}
