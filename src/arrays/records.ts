import type { Frame, Literal, Literals, Scalar } from './literals';

/** The arrays under one key of every record of a list, or of JSON Lines, stacked. */
export interface Gathered {
  /** Of the first array. */
  literal: Literal;
  records: readonly Frame[];
  members: readonly Literal[];
  start: number;
  end: number;
  shape: readonly number[];
  data: Float64Array;
}

/** The record an array belongs to, and where in it: the outermost one below a list, or on a line of its own. */
function placeOf(
  text: string,
  literal: Literal,
): { record: Frame; list: Frame | undefined; path: string } | undefined {
  let path = '';
  let key = literal.key;
  for (let frame = literal.parent; frame !== undefined && text[frame.start] === '{' && key !== undefined;) {
    path = `${text.slice(key[0], key[1])} ${path}`;
    const { parent } = frame;
    if (parent === undefined || text[parent.start] === '[') return { record: frame, list: parent, path };
    key = frame.parentKey;
    frame = parent;
  }
  return undefined;
}

/** Gathers equal arrays of consecutive records; what is left over is returned as it was. */
export function gatherRecords(
  text: string,
  { literals, values }: Literals,
): { gathered: Gathered[]; rest: Literal[] } {
  const groups = new Map<Frame | undefined, Map<string, { records: Frame[]; members: Literal[] }>>();
  for (const literal of literals) {
    const place = placeOf(text, literal);
    if (place === undefined || (place.list === undefined && !startsLine(text, place.record))) continue;
    const paths = groups.get(place.list) ?? new Map<string, { records: Frame[]; members: Literal[] }>();
    groups.set(place.list, paths);
    const group = paths.get(place.path);
    if (group === undefined) paths.set(place.path, { records: [place.record], members: [literal] });
    else {
      group.records.push(place.record);
      group.members.push(literal);
    }
  }
  const taken = new Set<Literal>();
  const gathered: Gathered[] = [];
  for (const paths of groups.values()) {
    for (const { records, members } of paths.values()) {
      const [first] = members;
      const equal = members.every(
        (one, i) =>
          !one.elided &&
          one.shape.length === first.shape.length &&
          one.shape.every((n, axis) => n === first.shape[axis]) &&
          (i === 0 || records[i] !== records[i - 1]),
      );
      if (members.length < 2 || !equal || first.size === 0) continue;
      const data = new Float64Array(members.length * first.size);
      members.forEach((one, i) => {
        data.set(values.subarray(one.valuesStart, one.valuesStart + one.size), i * first.size);
        taken.add(one);
      });
      gathered.push({
        literal: {
          ...first,
          flags: members.reduce((flags, one) => flags | one.flags, 0),
          decimals: members.reduce((most, one) => Math.max(most, one.decimals), 0),
        },
        records,
        members,
        start: records[0].start,
        end: Math.max(records[records.length - 1].end, members[members.length - 1].end),
        shape: [members.length, ...first.shape],
        data,
      });
    }
  }
  return { gathered, rest: taken.size === 0 ? literals : literals.filter((literal) => !taken.has(literal)) };
}

function startsLine(text: string, { start }: Frame): boolean {
  return /(?:^|\n)[ \t#>*]*$/.test(text.slice(Math.max(0, start - 40), start));
}

/** The single values under one key of each record, in the records' order; undefined unless every record has one. */
export function scalarsOf(
  text: string,
  scalars: readonly Scalar[],
  records: readonly Frame[],
): Map<string, (Scalar | undefined)[]> {
  const place = new Map(records.map((record, i) => [record, i]));
  const columns = new Map<string, (Scalar | undefined)[]>();
  for (const scalar of scalars) {
    let record: Frame | undefined = scalar.record;
    while (record !== undefined && !place.has(record)) record = record.parent;
    if (record === undefined) continue;
    const key = text.slice(scalar.key[0], scalar.key[1]);
    let column = columns.get(key);
    if (column === undefined) columns.set(key, (column = records.map(() => undefined)));
    column[place.get(record)!] ??= scalar;
  }
  return columns;
}
