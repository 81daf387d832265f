import * as l10n from '@vscode/l10n';
import { areSameButSplit } from '../text/names/dataSplits';
import { CsvValues } from './csv/csvValues';
import { lenientJson } from './text/lenientJson';
import { Problems } from './problems';
import { RecordKeys } from './fields/recordKeys';
import type { RowBlock } from './rowBlocks';
import { RowsOfRecords, type Values } from './rowsOfRecords';
import { RecordScanner } from './text/scanRecord';
import { CsvSplitter } from './csv/splitCsv';
import { splitJson } from './text/splitJson';
import { ShortRecords } from './text/shortRecords';
import { MAX_RECORD_BYTES, type RecordPlace, type RecordVisitor, type Splitter } from './text/splitter';
import { textFields } from './textFields';
import type { DumpFields, FieldPath } from './types';
import { valueAt } from './text/valueAt';
import { isSeparated } from './csv/separated';

/** What a sentence calls the logits. */
function nameOf({ logits, scored }: DumpFields): string {
  if (scored?.within === undefined) return logits.join('.') || l10n.t('record');
  return [...scored.within, `${logits[0]} … ${logits[logits.length - 1]}`].join('.');
}

/** Turns the text of a dump into blocks of rows. A record that cannot be read is skipped and reported. */
export class DumpReader {
  readonly problems = new Problems();
  records = 0;
  blankLines = 0;

  private readonly splitter: Splitter;
  private readonly keys?: RecordKeys;
  private readonly into: RowsOfRecords;

  /** @param after where the text starts in a longer one, of which it is a part, and the header that stands there */
  constructor(
    fields: DumpFields,
    onBlock: (block: RowBlock) => void,
    { offset, classes, header }: { offset: number; classes: number; header?: Uint8Array } = {
      offset: 0,
      classes: 0,
    },
  ) {
    const isCsv = isSeparated(fields.format);
    if (fields.keyed !== undefined) this.keys = new RecordKeys(fields.keyed);
    const { splitter, values } = isCsv
      ? this.csv(fields, offset - (header?.length ?? 0))
      : this.json(fields, offset);
    this.splitter = splitter;
    const name = isCsv && fields.logits.length > 1 ? l10n.t('logits') : nameOf(fields);
    this.into = new RowsOfRecords(values, fields, name, this.problems, onBlock);
    this.into.classes = fields.padded?.to ?? classes;
    if (!header) return;
    this.push(header);
    this.blankLines = 0;
    this.splitter.countFromHere?.();
  }

  get rows(): number {
    return this.into.rows;
  }

  get classes(): number {
    return this.into.classes;
  }

  get lines(): number {
    return this.splitter.lines ?? 0;
  }

  /** A record goes on behind the line end that was read last. */
  get isInRecord(): boolean {
    return this.splitter.isInRecord ?? false;
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
    this.into.flush();
  }

  private csv(fields: DumpFields, offset: number): { splitter: Splitter; values: Values } {
    const values = new CsvValues(fields, this.problems);
    let header = true;
    const short =
      textFields(fields) ||
      fields.scalar === 'label' ||
      fields.labelsByName ||
      fields.labelSets ||
      fields.hotLabels ||
      fields.scored
        ? undefined
        : new ShortRecords(fields);
    const splitter = new CsvSplitter(
      {
        ...this.passedOver,
        ...(short && this.runsOf(short)),
        record: (place, csv) => {
          if (header) {
            values.readHeader(csv);
            const cells = values.cells(csv.delimiter);
            if (cells) short?.expect(cells);
            header = false;
            return;
          }
          this.records++;
          if (values.read(place, csv)) this.into.add(place);
        },
      },
      offset,
    );
    return { splitter, values };
  }

  private json(fields: DumpFields, offset: number): { splitter: Splitter; values: Values } {
    const scanner = new RecordScanner();
    const values: Values = {
      logits: fields.scored?.within
        ? scanner.want(fields.scored.within, {
            members: fields.scored.classes.map((name, at) => [fields.logits[at], name] as const),
          })
        : scanner.want(fields.logits, {
            named: fields.scored !== undefined,
            texts: fields.scalar === 'label',
          }),
      names: fields.scored?.beside && scanner.want(fields.scored.beside, { texts: true }),
      label:
        fields.labels &&
        (fields.hotLabels
          ? scanner.want(fields.hotLabels.within, {
              members: fields.labels.map((name) => [name, name] as const),
              flags: true,
            })
          : scanner.want(fields.labels, { texts: true })),
      loss: fields.loss && scanner.want(fields.loss),
      beside: textFields(fields)?.map(
        (path) => this.keys?.want(path) ?? scanner.want(path, { anything: true }),
      ),
    };
    const mayRun =
      fields.keyed === undefined &&
      fields.format === 'jsonl' &&
      fields.scalar !== 'label' &&
      !fields.labelSets &&
      !fields.labelsByName &&
      !fields.hotLabels &&
      !fields.padded &&
      !fields.scored;
    const short = mayRun ? new ShortRecords(fields) : undefined;
    const visitor: RecordVisitor = {
      ...this.passedOver,
      record: (place) => {
        this.records++;
        if (!this.readJson(scanner, place)) return;
        this.into.add(place);
        const isPlain = values.logits.rank === 1 && scanner.notes.length === 0 && this.into.takesRuns;
        if (isPlain) short?.learn(place.bytes, place.start, place.end, this.into.classes);
      },
      isOther: (path, text) => this.noteOther(path, text, fields),
      ...(short && this.runsOf(short)),
    };
    const splitter = splitJson(fields, visitor, offset);
    return { splitter, values };
  }

  /** Short records of one form are read without looking at each. */
  private runsOf(short: ShortRecords): Pick<RecordVisitor, 'run' | 'ranTo'> {
    return {
      run: (bytes, start, end, base, line) => {
        let lines = 0;
        let from = start;
        for (let rows = -1; rows !== 0 && short.classes > 0 && short.classes === this.into.classes;) {
          rows = this.into.addRun((into) => short.run(bytes, from, end, into, base, line + lines));
          if (rows === 0) break;
          from = short.at;
          lines += rows;
        }
        this.records += lines;
        return lines;
      },
      ranTo: () => short.at,
    };
  }

  /** Notes records beside those that are read, unless they are of another part of a data set. */
  private noteOther(
    path: FieldPath,
    text: string,
    { records, logits, labels, scored, hotLabels }: DumpFields,
  ): boolean {
    const [own, other] = [records.join('.'), path.join('.')];
    if (areSameButSplit(own, other)) return false;
    const record = lenientJson(text);
    const wanted = [
      scored?.within ? [...scored.within, logits[0]] : logits,
      ...(labels ? [hotLabels ? [...hotLabels.within, labels[0]] : labels] : []),
    ];
    if (!wanted.every((field) => valueAt(record, field) !== undefined)) return false;
    this.problems.add({
      skipped: false,
      kind: 'other-records',
      line: 0,
      offset: 0,
      length: 0,
      message: () =>
        l10n.t('“{0}” and “{1}” both hold records, and only those in “{0}” are read', own, other),
    });
    return true;
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
    const start = this.keys?.read(place) ?? place.start;
    if (!scanner.scan(place.bytes, start, place.end)) {
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
}
