import * as l10n from '@vscode/l10n';
import { plural } from '../arrays/words/plural';
import type { FieldValues } from './fields/fieldValues';
import { lenientJson } from './text/lenientJson';
import type { Problems } from './problems';
import { RowBlocks, type RowBlock } from './rowBlocks';
import { RowLabels } from './fields/rowLabels';
import type { RecordPlace } from './text/splitter';
import type { DumpFields } from './types';

/** The wanted values of the record that is being read. */
export interface Values {
  logits: FieldValues;
  /** Whose the logits are, where that stands beside them. */
  names?: FieldValues;
  label?: FieldValues;
  loss?: FieldValues;
  /** Of the fields that are wanted as texts. */
  beside?: readonly FieldValues[];
}

/**
 * Turns the values of records into blocks of rows, whatever file they come from. What is no row of logits is skipped
 * and reported, never guessed at; the first readable record says how many classes there are.
 */
export class RowsOfRecords {
  rows = 0;
  classes = 0;

  private readonly labels?: RowLabels;
  private readonly blocks: RowBlocks;
  private readonly scalar: DumpFields['scalar'];
  /** Rows and labels are taken as they stand. */
  private readonly isPlain: boolean;
  private readonly scored?: ReadonlyMap<string, number>;
  private readonly padded: DumpFields['padded'];

  /** @param name the logits', for messages */
  constructor(
    private readonly values: Values,
    fields: DumpFields,
    private readonly name: string,
    private readonly problems: Problems,
    onBlock: (block: RowBlock) => void,
  ) {
    const { label, loss, beside = [] } = values;
    this.scalar = fields.scalar;
    this.padded = fields.padded;
    this.classes = fields.padded?.to ?? 0;
    this.isPlain = fields.scalar !== 'label' && fields.labelSets === undefined && fields.scored === undefined;
    this.scored = fields.scored && new Map(fields.scored.classes.map((name, id) => [name, id] as const));
    this.labels = label && new RowLabels(label, fields, problems);
    const has = { label: label !== undefined, loss: loss !== undefined, beside: beside.length };
    this.blocks = new RowBlocks(has, onBlock);
  }

  /** Adds the rows of the record whose values stand in `values`. */
  add(place: RecordPlace): void {
    const { logits, loss, beside } = this.values;
    if (this.scalar === 'label' && logits.count === 0 && logits.seen > 0) logits.push(NaN);
    if (this.scalar && logits.count === 1) asRow(logits, this.scalar);
    else if (this.scalar && this.scalar !== 'label' && areSingles(logits)) asRows(logits, this.scalar);
    if (this.scored && !this.arrange(this.scored, place)) return;
    if (!this.isRowsOfClasses(place)) return;
    const { classes, labels } = this;
    const { rows } = logits;
    this.noteNulls(place);
    const { width } = logits;
    const block = this.blocks.room(place, rows, classes, labels?.isSoft(logits, width) ?? false);
    const first = block.rows;
    block.logits.set(logits.data.subarray(0, logits.count), first * classes);
    if (width < classes) block.logits.fill(this.padded!.by, first * classes + width, (first + 1) * classes);
    labels?.fill(block, first, rows, place, width);
    if (loss) fillLosses(block.storedLoss!, first, rows, loss);
    beside?.forEach((values, at) => {
      const own = logits.rank === 2 ? textsOf(values, rows) : undefined;
      const text = own ? '' : textOf(values);
      for (let row = 0; row < rows; row++) block.beside![at].push(own?.[row] ?? text);
    });
    this.rows += rows;
    this.blocks.added(block, rows);
  }

  /** Whether the next rows may be added without their values passing through `values`: nothing is wanted as a text. */
  get takesRuns(): boolean {
    return this.values.beside === undefined && this.classes > 0 && this.isPlain;
  }

  /** Rows that `read` puts into the block it is given, a single score as the second class; it returns how many. */
  addRun(read: (into: { block: RowBlock; capacity: number }) => number): number {
    const into = this.blocks.open(this.classes);
    const rows = read(into);
    this.rows += rows;
    if (this.scalar && this.scalar !== 'label') fillRests(into.block, rows, this.scalar);
    if (rows > 0) this.blocks.added(into.block, rows);
    return rows;
  }

  /** Hands on the last rows. */
  flush(): void {
    this.blocks.flush();
  }

  /** Puts scores by name in the order of the classes. */
  private arrange(classes: ReadonlyMap<string, number>, place: RecordPlace): boolean {
    const { logits, names = logits } = this.values;
    if (logits.seen === 0 || logits.count === 0) return true;
    const row = new Float64Array(classes.size).fill(NaN);
    const left = new Set(classes.keys());
    const fits = names.texts.length === logits.count && logits.rank === 1;
    const unknown = names.texts.find((name, at) => {
      if (!left.delete(name)) return true;
      row[classes.get(name)!] = logits.data[at];
      return false;
    });
    if (!fits || unknown !== undefined || left.size > 0) {
      const [missing = ''] = left;
      this.problems.skip(place, 'shape', () =>
        unknown === undefined
          ? l10n.t('{0}: no score of “{1}”, which the first record has', this.name, missing)
          : l10n.t(
              '{0}: “{1}” isn’t one of the first record’s classes, or appears there twice',
              this.name,
              unknown,
            ),
      );
      return false;
    }
    logits.data.set(row);
    return true;
  }

  private isRowsOfClasses(place: RecordPlace): boolean {
    const { problems, name } = this;
    const { seen, rank, count, width, nulls, data } = this.values.logits;
    if (seen === 0) problems.skip(place, 'no-logits', () => l10n.t('no field “{0}”', name));
    else if (rank === 0 || count === 0) {
      const kind = nulls > 0 ? 'no-logits' : 'shape';
      problems.skip(place, kind, () =>
        count === 0
          ? l10n.t('{0}: expected a list of numbers, got an empty list', name)
          : l10n.t('{0}: expected a list of numbers, got {1}', name, data[0]),
      );
    } else if (this.padded && rank === 1 && width <= this.classes) return true;
    else if (this.classes !== 0 && width !== this.classes) {
      if (rank === 1) problems.widest = Math.max(problems.widest, width);
      problems.skip(place, 'width', () =>
        l10n.t('{0}: expected {1} numbers, as in the first record, got {2}', name, this.classes, width),
      );
    } else {
      this.classes = width;
      return true;
    }
    return false;
  }

  private noteNulls(place: RecordPlace): void {
    const { nulls } = this.values.logits;
    if (nulls > 0)
      this.problems.note(place, 'null', () =>
        plural(
          nulls,
          l10n.t('{0}: 1 null is read as NaN', this.name),
          l10n.t('{0}: {1} nulls are read as NaN', this.name, nulls),
        ),
      );
  }
}

/** One number as a row: as it is, or beside what its no is. */
function asRow(values: FieldValues, scalar: NonNullable<DumpFields['scalar']>): void {
  const [x] = values.data;
  if (scalar !== 'label') {
    values.data[0] = restOf(x, scalar);
    values.push(x);
  }
  values.rank = values.rows = 1;
  values.width = values.count;
}

/** Whether a list holds one number for each row, as of a batch. */
const areSingles = ({ rank, width }: FieldValues) => rank === 1 || (rank === 2 && width === 1);

function asRows(values: FieldValues, scalar: SingleScore): void {
  const singles = values.data.slice(0, values.count);
  values.count = 0;
  for (const x of singles) {
    values.push(restOf(x, scalar));
    values.push(x);
  }
  values.rank = values.width = 2;
  values.rows = singles.length;
}

/** Of the next rows of a block, of which the second class is known. */
function fillRests({ rows: first, logits }: RowBlock, rows: number, scalar: SingleScore): void {
  for (let at = 2 * first; at < 2 * (first + rows); at += 2) logits[at] = restOf(logits[at + 1], scalar);
}

type SingleScore = Exclude<DumpFields['scalar'], 'label' | undefined>;

/** What stands beside one score a row. */
function restOf(x: number, scalar: SingleScore): number {
  if (scalar === 'logits') return 0;
  return scalar === 'probabilities' ? 1 - x : Math.log1p(-Math.exp(x));
}

/** A value as it is written; empty where there is none. */
function textOf({ text, rank, count, nulls, data }: FieldValues): string {
  if (text !== undefined) return text;
  return rank === 0 && count > 0 && nulls === 0 ? String(data[0]) : '';
}

/** A value for each row of a record, where as many stand in its field. */
function textsOf({ text, texts, count, data }: FieldValues, rows: number): string[] | undefined {
  if (texts.length === rows) return texts;
  if (count === rows) return Array.from(data.subarray(0, rows), (x) => (Number.isNaN(x) ? '' : String(x)));
  const list = text?.startsWith('[') ? lenientJson(text) : undefined;
  if (!Array.isArray(list) || list.length !== rows) return undefined;
  const areScalars = list.every((value) => value === null || typeof value !== 'object');
  return areScalars ? list.map((value) => String(value ?? '')) : undefined;
}

function fillLosses(losses: Float64Array, first: number, rows: number, loss: FieldValues): void {
  const given = loss.seen > 0 && loss.count === rows;
  for (let row = 0; row < rows; row++) losses[first + row] = given ? loss.data[row] : NaN;
}
