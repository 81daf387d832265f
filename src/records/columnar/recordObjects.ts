import * as l10n from '@vscode/l10n';
import { FieldValues } from '../fields/fieldValues';
import { MAX_RECORD_BYTES } from '../text/splitter';
import type { Turns } from '../types';
import type { Column, ColumnarFile } from './columnarFile';
import { isOfScores, type ScoresColumn } from './namedColumns';

/** A record's values by the columns they stand in. */
export type ColumnValues = ReadonlyMap<Column, unknown>;

/**
 * Some records as plain values, from one on; fewer where the file ends.
 *
 * @param most values of all records but the last: a few bytes of a packed list may stand for millions, or for megabytes of texts
 */
export async function recordsFrom(
  file: ColumnarFile,
  first: number,
  count: number,
  turns: Turns,
  columns = file.columns,
  most = Infinity,
): Promise<ColumnValues[]> {
  const found: ColumnValues[] = [];
  const values = new FieldValues();
  let at = 0;
  let taken = 0;
  const isEnough = () => found.length === count || taken > most;
  for (const [group, { records }] of file.groups.entries()) {
    const start = at;
    at += records;
    if (at <= first) continue;
    const reader = file.open(group, columns, turns);
    for (let record = start; record < at && !isEnough();) {
      turns.signal?.throwIfAborted();
      const ready = await reader.ready();
      if (ready === 0)
        throw new Error(l10n.t('expected {0} records in group {1}, got {2}', records, group, record - start));
      for (let i = 0; i < ready && !isEnough(); i++, record++) {
        const object = new Map<Column, unknown>();
        for (const [place, column] of columns.entries()) {
          reader.take(place, values);
          if (record < first) continue;
          object.set(
            column,
            values.rank < 1 ? plainScalar(values, column) : await plainList(values, column, turns),
          );
          taken += values.count + lettersIn(values) / LETTERS;
        }
        if (record >= first) found.push(object);
        await turns.giveWay?.();
      }
    }
    if (isEnough()) break;
  }
  return found;
}

/**
 * JSON of a record, with objects where its columns stand inside others. Numbers that JSON lacks are written as Python does.
 * Throws where it is larger than a record of text may be.
 */
export async function recordJson(record: ColumnValues, turns: Turns): Promise<string> {
  const root: Nested = new Map();
  for (const [{ path }, value] of record) {
    let into = root;
    for (const key of path.slice(0, -1)) {
      const inner = into.get(key);
      if (inner instanceof Map) into = inner as Nested;
      else {
        const made: Nested = new Map();
        into.set(key, made);
        into = made;
      }
    }
    into.set(path[path.length - 1], value);
  }
  const writer = new JsonWriter(turns);
  await writer.write(root, '');
  return writer.text;
}

type Nested = Map<string, unknown>;

/** Items of a list between two looks at what else is asked. */
const STEP_ITEMS = 1 << 14;

class JsonWriter {
  text = '';

  constructor(private readonly turns: Turns) {}

  async write(value: unknown, indent: string): Promise<void> {
    if (value instanceof Map) await this.writeMembers(value as Nested, indent);
    else if (Array.isArray(value)) await this.writeItems(value, indent);
    else this.put(writtenValue(value));
  }

  private async writeMembers(members: Nested, indent: string): Promise<void> {
    const inner = `${indent}  `;
    let before = '{\n';
    for (const [key, item] of members) {
      this.put(`${before}${inner}${JSON.stringify(key)}: `);
      await this.write(item, inner);
      before = ',\n';
    }
    this.put(members.size === 0 ? '{}' : `\n${indent}}`);
  }

  private async writeItems(items: readonly unknown[], indent: string): Promise<void> {
    this.put('[');
    for (let at = 0; at < items.length; at++) {
      if (at > 0) this.put(', ');
      if (at % STEP_ITEMS === 0) await this.turns.giveWay?.();
      const item = items[at];
      if (Array.isArray(item)) await this.writeItems(item, indent);
      else this.put(writtenValue(item));
    }
    this.put(']');
  }

  private put(part: string): void {
    if (this.text.length + part.length > MAX_RECORD_BYTES)
      throw new Error(l10n.t('the record is larger than {0} MiB', MAX_RECORD_BYTES >> 20));
    this.text += part;
  }
}

function writtenValue(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return Object.is(value, -0) ? '-0.0' : JSON.stringify(value);
}

function plainScalar(values: FieldValues, column: Column): unknown {
  if (isOfScores(column)) return null;
  const { count, data, text } = values;
  return text ?? (count === 0 ? null : numberIn(values, column)(data[0]));
}

async function plainList(values: FieldValues, column: Column, turns: Turns): Promise<unknown> {
  if (isOfScores(column)) return plainScores(values, column);
  const { rank, count, data, texts, rows, width } = values;
  if (texts.length > 0) return [...texts];
  const number = numberIn(values, column);
  const numbers: unknown[] = [];
  // A cell may hold millions.
  for (let at = 0; at < count; await turns.giveWay?.()) {
    const end = Math.min(count, at + STEP_VALUES);
    for (; at < end; at++) numbers.push(number(data[at]));
  }
  if (rank === 1) return numbers;
  if (values.isRagged) return values.raggedRows().map(([from, to]) => numbers.slice(from, to));
  return Array.from({ length: rows }, (_, row) => numbers.slice(row * width, (row + 1) * width));
}

/** A number as JSON has it: null is NaN among values. */
const numberIn =
  ({ nulls }: FieldValues, { kind }: Column) =>
  (x: number): unknown =>
    nulls > 0 && Number.isNaN(x) ? null : kind === 'boolean' ? x === 1 : x;

/** So many take the room of a number. */
const LETTERS = 8;

function lettersIn({ text, texts }: FieldValues): number {
  let letters = text?.length ?? 0;
  for (const one of texts) letters += one.length;
  return letters;
}

/** Values between two looks at what else is asked. */
const STEP_VALUES = 1 << 18;

/** As JSON has them: objects of a name and a score, or one whose members they are. */
function plainScores({ count, data, texts }: FieldValues, { pair }: ScoresColumn): unknown {
  if (texts.length !== count) return null;
  const scores = Array.from(data.subarray(0, count), (score, at): [string, number] => [texts[at], score]);
  if (pair.isMap) return Object.fromEntries(scores);
  const [name, score] = [pair.names, pair.scores].map(({ path }) => path[path.length - 1]);
  return scores.map(([one, value]) => ({ [name]: one, [score]: value }));
}
