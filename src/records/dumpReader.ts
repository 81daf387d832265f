import * as l10n from '@vscode/l10n';
import { plural } from '../arrays/plural';
import { CsvValues } from './csvValues';
import type { FieldValues } from './fieldValues';
import { Problems } from './problems';
import { RowBlocks, type RowBlock } from './rowBlocks';
import { RowLabels } from './rowLabels';
import { RecordScanner } from './scanRecord';
import { CsvSplitter } from './splitCsv';
import { splitJson } from './splitJson';
import { MAX_RECORD_BYTES, type RecordPlace, type Splitter } from './splitter';
import type { DumpFields } from './types';

export type { RowBlock } from './rowBlocks';

/** Where the wanted values of the current record stand. */
interface Values {
  logits: FieldValues;
  label?: FieldValues;
  loss?: FieldValues;
}

/**
 * Turns the text of a dump into blocks of rows. A record that cannot be read is skipped and reported, never guessed
 * at; the first readable record says how many classes there are.
 */
export class DumpReader {
  readonly problems = new Problems();
  records = 0;
  blankLines = 0;
  rows = 0;
  classes = 0;

  private readonly splitter: Splitter;
  private readonly values: Values;
  private readonly labels?: RowLabels;
  private readonly blocks: RowBlocks;
  private readonly name: string;

  constructor(fields: DumpFields, onBlock: (block: RowBlock) => void) {
    const isCsv = fields.format === 'csv' || fields.format === 'tsv';
    const { splitter, values } = isCsv ? this.csv(fields) : this.json(fields);
    this.splitter = splitter;
    this.values = values;
    const { label, loss } = values;
    this.labels = label && new RowLabels(label, fields.labels!.join('.'), this.problems, fields.classNames);
    this.blocks = new RowBlocks({ label: label !== undefined, loss: loss !== undefined }, onBlock);
    this.name =
      isCsv && fields.logits.length > 1 ? l10n.t('logits') : fields.logits.join('.') || l10n.t('record');
  }

  push(chunk: Uint8Array): void {
    this.splitter.push(chunk);
  }

  /** Ends the text and hands on the last rows. `cutOff`: why the bytes ended early. */
  end(cutOff?: string): void {
    const whole = this.splitter.end();
    if (cutOff !== undefined || !whole) {
      this.problems.add({
        skipped: false,
        kind: 'file-cut-off',
        line: 0,
        offset: 0,
        length: 0,
        message: () =>
          l10n.t(
            '{0}; only the records before that are read',
            cutOff ?? l10n.t('the file ends inside the list of records'),
          ),
      });
    }
    this.blocks.flush();
  }

  private csv(fields: DumpFields): { splitter: Splitter; values: Values } {
    const values = new CsvValues(fields, this.problems);
    let header = true;
    const splitter = new CsvSplitter({
      ...this.passedOver,
      record: (place, csv) => {
        if (header) {
          values.readHeader(csv);
          header = false;
          return;
        }
        this.records++;
        if (values.read(place, csv)) this.addRows(place);
      },
    });
    return { splitter, values };
  }

  private json(fields: DumpFields): { splitter: Splitter; values: Values } {
    const scanner = new RecordScanner();
    const values: Values = {
      logits: scanner.want(fields.logits),
      label: fields.labels && scanner.want(fields.labels, { texts: true }),
      loss: fields.loss && scanner.want(fields.loss),
    };
    const splitter = splitJson(fields, {
      ...this.passedOver,
      record: (place) => {
        this.records++;
        if (this.readJson(scanner, place)) this.addRows(place);
      },
    });
    return { splitter, values };
  }

  private readonly passedOver = {
    blank: () => {
      this.blankLines++;
    },
    tooLong: (offset: number, line: number) => {
      this.records++;
      this.problems.add({
        skipped: true,
        kind: 'too-long',
        line,
        offset,
        length: 0,
        message: () => l10n.t('the record is larger than {0} MiB', MAX_RECORD_BYTES >> 20),
      });
    },
  };

  private readJson(scanner: RecordScanner, place: RecordPlace): boolean {
    const { problems } = this;
    if (!scanner.scan(place.bytes, place.start, place.end)) {
      const { kind, message } = scanner.problem;
      if (kind === 'cut-off' && place.last)
        problems.skip(place, 'cut-off', () =>
          l10n.t('the last record is incomplete: the file ends inside it'),
        );
      else problems.skip(place, kind === 'cut-off' ? 'not-json' : kind, message);
      return false;
    }
    for (const { kind, message } of scanner.notes) problems.note(place, kind, message);
    return true;
  }

  private addRows(place: RecordPlace): void {
    if (!this.isRowsOfClasses(place)) return;
    const { classes, labels } = this;
    const { logits, loss } = this.values;
    const { rows } = logits;
    this.noteNulls(place);
    const block = this.blocks.room(place, rows, classes, labels?.isSoft(logits, classes) ?? false);
    const first = block.rows;
    block.logits.set(logits.data.subarray(0, logits.count), first * classes);
    labels?.fill(block, first, rows, place);
    if (loss) fillLosses(block.storedLoss!, first, rows, loss);
    this.rows += rows;
    this.blocks.added(block, rows);
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
    } else if (this.classes !== 0 && width !== this.classes)
      problems.skip(place, 'shape', () =>
        l10n.t('{0}: expected {1} numbers, as in the first record, got {2}', name, this.classes, width),
      );
    else {
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

function fillLosses(losses: Float64Array, first: number, rows: number, loss: FieldValues): void {
  const given = loss.seen > 0 && loss.count === rows;
  for (let row = 0; row < rows; row++) losses[first + row] = given ? loss.data[row] : NaN;
}
