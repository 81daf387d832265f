import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import { columnGroups, delimiterOf, splitCsv } from './csv';
import { lenientJson } from './lenientJson';
import { createSplitter } from './splitRecords';
import type { DumpFormat, DumpProbe, FieldCandidate, FieldPath } from './types';

/** Bytes of the file that are looked at, and records in them. */
export const PROBE_BYTES = 4 << 20;
const PROBE_RECORDS = 50;
/** Nested fields deeper than this are not looked at, nor objects with more keys. */
const MAX_FIELD_DEPTH = 6;
const MAX_KEYS = 200;
const MAX_CANDIDATES = 20;

/**
 * Finds in the first bytes of a dump what could be logits, labels and losses. Undefined where the text has no records:
 * then it is one value, for the array finder.
 */
export function probeDump(head: Uint8Array, fileName: string): DumpProbe | undefined {
  const name = fileName.toLowerCase().replace(/\.gz$/, '');
  const text = new TextDecoder().decode(head);
  if (/\.(csv|tsv)$/.test(name)) return probeCsv(head, name.endsWith('.tsv') ? 'tsv' : 'csv');
  const lines = isJsonLines(text, name);
  const records = lines ? [] : recordsPath(text);
  if (records === undefined) return undefined;
  const format: DumpFormat = lines ? 'jsonl' : 'json';
  const values = firstRecords(head, format, records);
  if (values.length === 0) return undefined;
  const fields = new Map<string, Field>();
  for (const value of values) collect(value, [], fields, 0);
  const found = [...fields.values()];
  const logits = rank(found, logitsCandidate);
  const best = logits[0] && found.find((field) => samePath(field.path, logits[0].path));
  const classes = best ? widthOf(best.values[0]) : 0;
  const labels = rank(
    found.filter((field) => field !== best),
    (field) => labelCandidate(field, classes, best),
  );
  const losses = rank(found, lossCandidate);
  const beside = lines ? undefined : metadata(text, records);
  return {
    format,
    records,
    logits,
    labels,
    losses,
    classNames: classNamesIn(beside, classes) ?? classNamesIn(values[0], classes),
    printedLoss: printedLossIn(beside, text),
    ambiguous: { logits: isAmbiguous(logits), labels: isAmbiguous(labels) },
  };
}

interface Field {
  path: FieldPath;
  values: unknown[];
}

function isJsonLines(text: string, name: string): boolean {
  const [first, ...rest] = text
    .split('\n', 20)
    .map((line) => line.trim())
    .filter(Boolean);
  if (first === undefined || !first.startsWith('{')) return false;
  if (/\.(jsonl|ndjson)$/.test(name)) return true;
  // A document of one line has nothing after it; lines of records each start anew.
  return lenientJson(first) !== undefined && rest.some((line) => line.startsWith('{'));
}

function firstRecords(head: Uint8Array, format: DumpFormat, records: FieldPath): unknown[] {
  const values: unknown[] = [];
  const splitter = createSplitter(format, records, {
    record({ bytes, start, end }) {
      if (values.length >= PROBE_RECORDS) return;
      const value = lenientJson(new TextDecoder().decode(bytes.subarray(start, end)));
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) values.push(value);
    },
    blank: () => undefined,
    tooLong: () => undefined,
  });
  splitter.push(head);
  splitter.end();
  return values;
}

/** Where the first list of objects stands in a JSON document whose end may be missing. */
function recordsPath(text: string): FieldPath | undefined {
  const path: string[] = [];
  const open: ('object' | 'list')[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[[\]{}:,]/g;
  let last = '';
  let previous = '';
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [t] = match;
    if (t === '{' || t === '[') {
      if (t === '{' && open.at(-1) === 'list' && (previous === '[' || previous === ',')) {
        const lists = open.filter((kind) => kind === 'list').length;
        if (lists === 1) return path.slice(0, open.length - 1);
      }
      if (open.at(-1) === 'object') path[open.filter((kind) => kind === 'object').length - 1] = last;
      open.push(t === '{' ? 'object' : 'list');
    } else if (t === '}' || t === ']') {
      open.pop();
      path.length = Math.min(path.length, open.filter((kind) => kind === 'object').length);
    } else if (t !== ',' && t !== ':') last = unquote(t);
    previous = t;
  }
  return undefined;
}

function unquote(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
}

/** What a document says besides its records: the text before them, closed. */
function metadata(text: string, records: FieldPath): unknown {
  if (records.length === 0) return undefined;
  const whole = lenientJson(text);
  if (whole !== undefined) return whole;
  const key = JSON.stringify(records[records.length - 1]);
  const at = text.search(new RegExp(`${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*:\\s*\\[`));
  if (at < 0) return undefined;
  return lenientJson(`${text.slice(0, text.indexOf('[', at))}[]${'}'.repeat(records.length)}`);
}

function collect(value: unknown, path: FieldPath, fields: Map<string, Field>, depth: number): void {
  if (isNumbers(value) || typeof value !== 'object' || value === null || isTexts(value)) {
    const key = JSON.stringify(path);
    const field = fields.get(key) ?? { path, values: [] };
    field.values.push(value);
    fields.set(key, field);
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

/** A list of numbers, or of equal lists of numbers. */
function isNumbers(value: unknown): value is number[] | number[][] {
  if (!Array.isArray(value) || value.length === 0) return false;
  const isNumber = (item: unknown) => typeof item === 'number' || item === null;
  if (isNumber(value[0])) return value.every(isNumber);
  return (
    Array.isArray(value[0]) &&
    value[0].length > 0 &&
    value.every((row) => Array.isArray(row) && row.length === (value[0] as []).length && row.every(isNumber))
  );
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

function widthOf(value: unknown): number {
  return Array.isArray(value) ? (Array.isArray(value[0]) ? value[0].length : value.length) : 1;
}

const depthOf = (value: unknown) => (Array.isArray(value) ? (Array.isArray(value[0]) ? 2 : 1) : 0);

function rank(
  fields: readonly Field[],
  candidate: (field: Field) => FieldCandidate | undefined,
): FieldCandidate[] {
  return fields
    .map(candidate)
    .filter((one) => one !== undefined)
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_CANDIDATES);
}

/** Two fields of equal standing: a person has to say which. */
function isAmbiguous(candidates: readonly FieldCandidate[]): boolean {
  return candidates.length > 1 && candidates[0].score - candidates[1].score < 2;
}

/** A score says how telling the field's name is; names are the strongest evidence. */
function logitsCandidate({ path, values }: Field): FieldCandidate | undefined {
  const numeric = values.filter(isNumbers);
  if (numeric.length < values.length / 2 || numeric.length === 0) return undefined;
  const width = widthOf(numeric[0]);
  if (width < 2) return undefined;
  const flat = numeric.slice(0, 5).flat(2).slice(0, 5000) as (number | null)[];
  const name = path.join('.').toLowerCase();
  const last = path[path.length - 1]?.toLowerCase() ?? '';
  let score = 0;
  if (/logits?$/.test(last)) score += 10;
  else if (/logit/.test(name)) score += 8;
  else if (/log_?prob/.test(last)) score += 6;
  else if (/scores?$|^outputs?$|preds?$|predictions?$|prob(s|abilit)|activations?$/.test(last)) score += 5;
  if (/embed|hidden|feature|position|mask|bbox|box|coord|attention|input_ids|token_ids|weight/.test(name))
    score -= 6;
  if (/label|target|gold/.test(last)) score -= 4;
  if (flat.every((x) => x === null || Number.isInteger(x))) score -= 4;
  if (flat.some((x) => x !== null && x < 0)) score += 1;
  // Lists of one length are rows of classes; what varies is text.
  if (numeric.some((value) => widthOf(value) !== width)) score -= 3;
  if (score <= -3) return undefined;
  return {
    path,
    name: nameOf(path),
    shape: shapeOf(numeric[0]),
    preview: previewOf(numeric[0]),
    score,
    ...readingOf(numeric),
  };
}

/** Rows that sum to 1 in [0, 1] are probabilities whatever they are called: no logits do that by accident. */
function readingOf(
  values: readonly (readonly (number | null | readonly (number | null)[])[])[],
): Pick<FieldCandidate, 'reading' | 'readingEvidence'> {
  const rows = values.flatMap((value) =>
    Array.isArray(value[0]) ? (value as (number | null)[][]) : [value as (number | null)[]],
  );
  const whole = rows.filter((row) => row.every((x) => x !== null));
  const sum = (row: readonly (number | null)[], of: (x: number) => number) =>
    row.reduce<number>((total, x) => total + of(x!), 0);
  const isOne = (total: number) => Math.abs(total - 1) <= 1e-3;
  if (whole.length === 0) return { reading: 'logits' };
  if (whole.every((row) => row.every((x) => x >= 0 && x <= 1) && isOne(sum(row, (x) => x))))
    return { reading: 'probabilities', readingEvidence: 'rows lie in [0, 1] and sum to 1' };
  if (whole.every((row) => row.every((x) => x <= 0) && isOne(sum(row, Math.exp))))
    return { reading: 'log-probabilities', readingEvidence: 'the exponentials of the rows sum to 1' };
  return { reading: 'logits' };
}

function labelCandidate(
  { path, values }: Field,
  classes: number,
  logits: Field | undefined,
): FieldCandidate | undefined {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return undefined;
  const last = path[path.length - 1]?.toLowerCase() ?? '';
  const name = path.join('.').toLowerCase();
  let score = 0;
  if (/^(labels?|targets?|gold|golds|y|y_true|label_?ids?|class_?id|ground_?truth|answer)$/.test(last))
    score += 10;
  else if (/label|target|gold|truth/.test(name)) score += 7;
  else if (/class|answer|category/.test(name)) score += 3;
  if (/pred|guess|argmax|output/.test(name)) score -= 8;
  if (/(^|\.)(id|idx|index|uid|seed|epoch|step|count|length|num_\w+)$/.test(name)) score -= 8;
  const first = known[0];
  let shape: string;
  if (known.every((value) => Number.isInteger(value))) {
    shape = 'a class id';
    if (known.every((id) => (id as number) >= 0 && (id as number) < classes)) score += 1;
    else if (!known.some((id) => (id as number) >= 0 && (id as number) <= classes)) score -= 3;
  } else if (known.every((value) => typeof value === 'string')) {
    shape = 'a class name';
    if (known.some((text) => text.length > 60)) score -= 6;
    score -= 1;
  } else if (isTexts(first)) {
    shape = `${first.length} class names`;
    score -= 2;
  } else if (isNumbers(first) && known.every(isNumbers)) {
    const depth = depthOf(first);
    const logitsDepth = logits ? depthOf(logits.values.find(isNumbers)) : 1;
    const sameWidth = widthOf(first) === classes;
    if (depth === logitsDepth && sameWidth)
      shape = `${depth === 2 ? 'rows of ' : ''}${classes} numbers, one per class`;
    else if (depth === 1 && logitsDepth === 2) shape = `${first.length} class ids`;
    else return undefined;
    const flat = known.slice(0, 5).flat(2);
    if (flat.some((x) => x < 0 && x !== IGNORE_INDEX)) return undefined;
  } else return undefined;
  if (score < 1) return undefined;
  return { path, name: nameOf(path), shape, preview: previewOf(first), score };
}

function lossCandidate({ path, values }: Field): FieldCandidate | undefined {
  const last = path[path.length - 1]?.toLowerCase() ?? '';
  if (!/^(?:\w+_)?(loss|nll|xent|cross_?entropy)$/.test(last)) return undefined;
  if (!values.every((value) => typeof value === 'number' || value === null)) return undefined;
  return {
    path,
    name: nameOf(path),
    shape: 'a number',
    preview: previewOf(values[0]),
    score: 10 - path.length,
  };
}

function nameOf(path: FieldPath): string {
  return path.join('.');
}

function shapeOf(value: number[] | number[][]): string {
  return Array.isArray(value[0]) ? `${value.length}×${value[0].length} numbers` : `${value.length} numbers`;
}

function previewOf(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

const samePath = (a: FieldPath, b: FieldPath) => a.length === b.length && a.every((key, i) => key === b[i]);

/** `id2label: {"0": "cat", …}`, `label2id: {"cat": 0, …}` or `classes: ["cat", …]` with one name per class. */
function classNamesIn(value: unknown, classes: number): string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    if (
      /^(classes|class_?names|label_?names|labels|categories)$/i.test(key) &&
      isTexts(item) &&
      item.length === classes
    )
      return item;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) continue;
    const entries = Object.entries(item as Record<string, unknown>);
    const pairs = /^id2label$/i.test(key)
      ? entries.map(([id, name]) => [Number(id), name] as const)
      : /^label2id$/i.test(key)
        ? entries.map(([name, id]) => [Number(id), name] as const)
        : undefined;
    if (pairs?.length === classes) {
      const names = new Array<string | undefined>(classes);
      for (const [id, name] of pairs) if (typeof name === 'string') names[id] = name;
      if (names.every((name) => name !== undefined) && names.length === classes) return names;
    }
    if (key === 'config') {
      const nested = classNamesIn(item, classes);
      if (nested) return nested;
    }
  }
  return undefined;
}

function printedLossIn(value: unknown, text: string): DumpProbe['printedLoss'] {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item !== 'number' || !/^(?:eval_|test_|val_|mean_|avg_)?(loss|nll|cross_?entropy)$/i.test(key))
      continue;
    const printed = new RegExp(`"${key}"\\s*:\\s*(-?\\d+(?:\\.(\\d+))?)(?![\\d.eE])`).exec(text);
    return { value: item, decimals: printed ? (printed[2]?.length ?? 0) : undefined, name: key };
  }
  return undefined;
}

function probeCsv(head: Uint8Array, format: 'csv' | 'tsv'): DumpProbe | undefined {
  const lines: string[] = [];
  const splitter = createSplitter(format, [], {
    record({ bytes, start, end }) {
      if (lines.length <= PROBE_RECORDS) lines.push(new TextDecoder().decode(bytes.subarray(start, end)));
    },
    blank: () => undefined,
    tooLong: () => undefined,
  });
  splitter.push(head);
  splitter.end();
  if (lines.length < 2) return undefined;
  const delimiter = delimiterOf(lines[0]);
  const header = splitCsv(lines[0], delimiter);
  const rows = lines.slice(1).map((line) => splitCsv(line, delimiter));
  const column = (name: string) => rows.map((row) => row[header.indexOf(name)] ?? '');
  const isNumber = (field: string) =>
    field === '' || !Number.isNaN(Number(field)) || /^(nan|[-+]?inf(inity)?)$/i.test(field);
  // A few bad fields are reported when the file is read; they do not hide a column.
  const isNumeric = (name: string) => column(name).filter(isNumber).length > rows.length / 2;
  const groups = columnGroups(header).filter(({ columns }) => columns.every(isNumeric));
  const logits: FieldCandidate[] = groups.map(({ name, columns }) => ({
    path: columns,
    name,
    shape: `${columns.length} columns`,
    preview: previewOf(columns.slice(0, 8).map((one) => Number(column(one)[0]))),
    ...readingOf(rows.map((_, i) => columns.map((one) => Number(column(one)[i])))),
    score:
      (/logit/i.test(name) ? 10 : /score|out|pred|prob/i.test(name) ? 5 : 1) +
      Math.min(columns.length, 100) / 100,
  }));
  for (const name of header) {
    const first = lenientJson(column(name)[0]?.replace(/\s+/g, ' ') ?? '');
    if (isNumbers(first) && depthOf(first) === 1 && first.length > 1)
      logits.push({
        path: [name],
        name,
        shape: shapeOf(first),
        preview: previewOf(first),
        score: /logit/i.test(name) ? 10 : /score|out|pred|prob/i.test(name) ? 5 : 1,
      });
  }
  logits.sort((a, b) => b.score - a.score);
  if (logits.length === 0) return undefined;
  const classes = logits[0].path.length > 1 ? logits[0].path.length : 0;
  const used = new Set(groups.flatMap(({ columns }) => columns));
  const labels: FieldCandidate[] = [];
  const losses: FieldCandidate[] = [];
  for (const name of header) {
    if (used.has(name) || logits.some(({ path }) => path.length === 1 && path[0] === name)) continue;
    const values = column(name).map((text) => (text !== '' && isNumeric(name) ? Number(text) : text));
    const label = labelCandidate({ path: [name], values }, classes, undefined);
    if (label) labels.push(label);
    const loss = isNumeric(name) ? lossCandidate({ path: [name], values }) : undefined;
    if (loss) losses.push(loss);
  }
  labels.sort((a, b) => b.score - a.score);
  const named = groups.find(({ columns }) => samePath(columns, logits[0].path))?.classNames;
  return {
    format,
    records: [],
    logits,
    labels,
    losses,
    classNames: named,
    ambiguous: { logits: isAmbiguous(logits), labels: isAmbiguous(labels) },
  };
}
