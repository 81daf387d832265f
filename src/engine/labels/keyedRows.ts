import { lenientJson } from '../../records/text/lenientJson';
import { isRoundedDistribution, NamedScores, namedScoresIn } from '../../records/fields/namedScores';
import { stringEnd } from '../../records/probe/recordsPath';
import { depthOf, isNumbers, widthOf } from '../../records/probe/values';
import { KEY } from '../../records/fields/recordKeys';
import { splitJson } from '../../records/text/splitJson';
import type { FieldPath } from '../../records/types';
import { isLabelName } from '../../text/names/labelNames';
import { isOfScores } from '../../text/names/scoreNames';
import type { FileRequest } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import { textUpTo } from '../files/fileText';

/** Longer documents are no rows of scores by their keys. */
const LONGEST = 32 << 20;
/** Rows may be the members of an object beside what else a document says. */
const MAX_DEPTH = 2;

/** Scores of rows by the keys that their labels have as well. */
export interface KeyedRows {
  /** Records, one a line, in the document's order. */
  file: FileRequest;
  /** The field that the key of each stands in. */
  id: string;
  /** Only labels that name the classes say that the numbers are scores. */
  areUntold: boolean;
  /** There are more rows than numbers in each. */
  areMany: boolean;
}

/**
 * A JSON document whose members are the scores of one row each, `{"a.png": [0.1, 0.9], …}` or `{"a.png": {"cat": 0.1, "dog": 0.9},
 * …}`, as records. By itself it may as well hold columns: labels that have the same keys tell. Undefined where it holds anything else.
 *
 * @param id what the field of the keys is called, where someone says it
 */
export async function keyedRows(
  file: FileRequest,
  id: string = KEY,
  context: CallContext,
): Promise<KeyedRows | undefined> {
  if (!/\.json(?:\.gz)?$/i.test(file.name)) return undefined;
  const text = await textUpTo(file, LONGEST, context);
  const found = text === undefined ? undefined : rowsIn(new TextEncoder().encode(text), []);
  if (!found) return undefined;
  const { members, kind } = found;
  const records = [...members].map(([key, value]) => {
    const [name, ofKey, field] = [id, key, kind.field].map((one) => JSON.stringify(one));
    return `{${name}: ${ofKey}, ${field}: ${value.replace(/\s+/g, ' ')}}`;
  });
  return {
    file: { name: file.name, bytes: new TextEncoder().encode(records.join('\n')) },
    id,
    areUntold: kind.areUntold ?? false,
    areMany: members.size > kind.width,
  };
}

/** The members of a document, or of the one object in it, if all are rows of one kind. */
function rowsIn(
  bytes: Uint8Array,
  path: FieldPath,
): { members: ReadonlyMap<string, string>; kind: RowKind } | undefined {
  const members = membersAt(bytes, path);
  const texts = [...members.values()];
  const [first, second] = texts;
  // Most documents hold something else, as their first members tell.
  const mayBe = second !== undefined && ROW.test(first) && kindOf([first, second].map(lenientJson));
  const kind = mayBe ? kindOf(texts.map(lenientJson)) : undefined;
  if (kind) return { members, kind };
  const [only, another] = [...members].filter(([, value]) => value.startsWith('{'));
  return only && !another && path.length + 1 < MAX_DEPTH ? rowsIn(bytes, [...path, only[0]]) : undefined;
}

const ROW = /^[[{\d.-]/;

/** In their order. Of a key that stands twice the last counts, as in every JSON reader. */
function membersAt(bytes: Uint8Array, path: FieldPath): Map<string, string> {
  const members = new Map<string, string>();
  const decoder = new TextDecoder();
  const splitter = splitJson(
    { format: 'json', records: path, keyed: KEY },
    {
      record(place) {
        const end = stringEnd(place.bytes, place.start);
        const key = lenientJson(decoder.decode(place.bytes.subarray(place.start, end)));
        const value = decoder.decode(place.bytes.subarray(end, place.end)).replace(/^\s*:\s*/, '');
        if (typeof key === 'string') members.set(key, value);
      },
      blank: () => undefined,
      tooLong: () => undefined,
    },
  );
  splitter.push(bytes);
  splitter.end();
  return members;
}

interface RowKind {
  /** What its field is called. */
  field: string;
  /** Numbers of a row. */
  width: number;
  areUntold?: true;
}

function kindOf(values: readonly unknown[]): RowKind | undefined {
  const [first] = values;
  if (typeof first === 'number') {
    // Whole numbers are classes that a model predicts.
    const areScores = values.every((x) => typeof x === 'number') && !values.every(Number.isInteger);
    return areScores ? { field: 'score', width: 1 } : undefined;
  }
  if (isNumbers(first)) {
    const width = widthOf(first);
    const isRow = (value: unknown) => isNumbers(value) && depthOf(value) === 1 && widthOf(value) === width;
    return width > 1 && values.every(isRow) ? { field: 'scores', width } : undefined;
  }
  const named = values.map(namedScoresIn);
  return named.every((one) => one !== undefined) ? kindOfNamed(named) : undefined;
}

function kindOfNamed(rows: readonly NamedScores[]): RowKind | undefined {
  const { names, isList } = rows[0];
  const width = names.length;
  const known = new Set(names);
  const areAlike = rows.every(
    (row) => row.names.length === width && row.names.every((name) => known.has(name)),
  );
  if (!areAlike || rows.some((row) => row.isList !== isList)) return undefined;
  if (isList) return { field: 'scores', width };
  // `{"a.png": {"logit": 1.2, "label": 1}, …}` are records.
  if (names.some((name) => isOfScores(name) || isLabelName(name))) return undefined;
  const areShares = rows.every(({ scores }) => isRoundedDistribution(scores));
  return areShares ? { field: 'scores', width } : { field: 'logits', width, areUntold: true };
}
