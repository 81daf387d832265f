import * as l10n from '@vscode/l10n';
import type { Data, Schema } from 'apache-arrow';
import { smallestOf } from '../../arrays/longLists';
import { TakenValues } from '../columnar/claims';
import type { ColumnarFile, Group, GroupReader } from '../columnar/columnarFile';
import type { FileBytes } from '../columnar/fileBytes';
import type { FieldValues } from '../fields/fieldValues';
import type { ColumnarFormat } from '../types';
import { damaged } from './checkLengths';
import { columnsOf, pairsOf, type ArrowColumn } from './columns';
import type { Dictionary } from './dictionary';
import { addDictionary, columnsOfBatch, type Dictionaries } from './loader';
import { footed, messagesFrom, type Footed, type MessagePlace } from './messages';
import { schemaOf } from './schema';
import { valuesOf } from './values';

/** A batch is decoded as a whole. */
const MAX_BATCH = 1 << 30;
/** In the memory of whoever reads several groups: the values read of them all. */
const TAKEN = 0;

/** A record batch, and how many of the dictionaries before it count for it. */
interface Batch extends Group {
  place: MessagePlace;
  dictionaries: number;
}

/** A file or stream of Arrow's; record batches are read one by one. */
export async function openArrow(file: FileBytes, format: ColumnarFormat): Promise<ColumnarFile> {
  const footer = format === 'arrow-file' ? await footed(file) : undefined;
  const { table, dictionaries, batches } = footer
    ? fromFooter(footer)
    : await fromStream(file, format === 'arrow-file' ? 8 : 0);
  if (!table)
    throw new Error(
      format === 'arrow-file'
        ? l10n.t('the Arrow file has no footer at its end; it is cut off, or still being written')
        : l10n.t('the Arrow stream has no schema'),
    );
  const schema = schemaOf(table);
  const bodyOf = async (place: MessagePlace, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    if (place.length > MAX_BATCH)
      throw new Error(
        l10n.t('a record batch of {0} bytes is above the limit of {1}', place.length, MAX_BATCH),
      );
    return file.slice(place.offset + place.head, place.length - place.head);
  };
  const dictionariesOf = dictionariesIn(schema, dictionaries, bodyOf);
  return {
    format,
    columns: columnsOf(schema.fields),
    pairs: pairsOf(schema.fields),
    groups: batches,
    metadata: schema.metadata,
    open(group, columns, { signal, giveWay }, memory = new Map()) {
      const batch = batches[group];
      const taken = (memory.get(TAKEN) as TakenValues | undefined) ?? new TakenValues(file.size);
      memory.set(TAKEN, taken);
      return groupReader(batch, columns as readonly ArrowColumn[], taken, async () => {
        await giveWay?.();
        const known = await dictionariesOf(batch.dictionaries, signal);
        return columnsOfBatch(schema, batch.place, await bodyOf(batch.place, signal), known);
      });
    },
  };
}

interface Messages {
  table: Footed['schema'] | undefined;
  dictionaries: readonly MessagePlace[];
  batches: readonly Batch[];
}

/** Its dictionaries may stand anywhere. */
function fromFooter({ schema, dictionaries, batches }: Footed): Messages {
  return {
    table: schema,
    dictionaries,
    batches: batches.map((place) => batchAt(place, dictionaries.length)),
  };
}

async function fromStream(file: FileBytes, start: number): Promise<Messages> {
  let table: Messages['table'];
  const dictionaries: MessagePlace[] = [];
  const batches: Batch[] = [];
  for await (const place of messagesFrom(file, start)) {
    const { message, schema } = place;
    if (schema) table ??= schema;
    else if (message.isDictionaryBatch()) dictionaries.push(place);
    else if (message.isRecordBatch()) batches.push(batchAt(place, dictionaries.length));
  }
  return { table, dictionaries, batches };
}

function batchAt(place: MessagePlace, dictionaries: number): Batch {
  const { message } = place;
  if (!message.isRecordBatch()) throw damaged();
  const { length: records } = message.header();
  if (!(records >= 0)) throw damaged();
  return { records, bytes: place.length, place, dictionaries };
}

/** The first so many dictionaries; the last ones that were asked for stay, and are added to by one at a time. */
function dictionariesIn(
  schema: Schema,
  places: readonly MessagePlace[],
  bodyOf: (place: MessagePlace, signal?: AbortSignal) => Promise<Uint8Array>,
): (count: number, signal?: AbortSignal) => Promise<Dictionaries> {
  let kept = { count: 0, known: new Map<number, Dictionary>() };
  const read = async (count: number, signal?: AbortSignal) => {
    if (kept.count > count) kept = { count: 0, known: new Map() };
    while (kept.count < count) {
      const place = places[kept.count];
      addDictionary(schema, place, await bodyOf(place, signal), kept.known);
      kept.count++;
    }
    // Those that come later may stand in the place of these.
    return new Map(kept.known);
  };
  let last: Promise<unknown> = Promise.resolve();
  return (count, signal) => {
    const next = last.catch(() => undefined).then(() => read(count, signal));
    last = next;
    return next;
  };
}

function groupReader(
  { records }: Batch,
  columns: readonly ArrowColumn[],
  taken: TakenValues,
  load: () => Promise<readonly Data[]>,
): GroupReader {
  let takers: ((record: number, into: FieldValues) => void)[] | undefined;
  const at = columns.map(() => 0);
  return {
    async ready() {
      if (!takers) {
        const loaded = await load();
        takers = columns.map((column) => valuesOf({ records, columns: loaded }, column, taken));
      }
      return smallestOf(at.map((taken) => records - taken));
    },
    take(column, into) {
      into.reset();
      into.seen = 1;
      takers![column](at[column]++, into);
    },
  };
}
