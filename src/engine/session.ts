import * as l10n from '@vscode/l10n';
import { ignoredId } from '../arrays/ignoreIndex';
import { ndarray, toNDArray, type NDArray } from '../arrays/ndarray';
import type { ReadingKind } from '../arrays/types';
import { batchOf } from '../loss/batchOf';
import { classAxisBack } from '../loss/classAxis';
import { probabilitiesOf } from '../loss/distribution';
import { float64Column, type ClassIds } from '../loss/growable';
import { LossTableBuilder, type LossTable } from '../loss/lossTable';
import { NAIVE_ELEMENTS, naiveReport } from '../loss/naiveReport';
import { namedSettings } from '../loss/namedSettings';
import { rowColumns, type LabelledRows, type SpreadColumns } from '../loss/rowColumns';
import { labelsOf } from '../loss/rowLabels';
import { fitTemperature, type TemperatureFit } from '../loss/temperature';
import type { BatchSummary, NaiveReport } from '../loss/types';
import type {
  LabelRequest,
  RankCurve,
  RowDetail,
  RowsPage,
  RowsRequest,
  ViewSettings,
} from '../worker/protocol';
import type { CallContext } from './callContext';
import { blockOf, COPIED_ELEMENTS, PAGE_ELEMENTS, TABLE_ROWS } from './limits';
import { flagAsRead } from '../loss/flagsAsRead';
import { leftOutByMasks } from './labels/maskedRows';
import { RankCurves } from './views/rankCurves';
import type { RecordRows } from './rows/recordRows';
import { rowDetail } from './views/rowDetail';
import { orderOf, spreadFor } from './views/rowOrder';
import type { Rows } from './rows/rows';
import { joinPages, rowsPage } from './views/rowsPage';
import { RowsWithLabels, type Labels } from './rows/rowsWithLabels';
import { Tables } from './views/tables';
import { detailOfYesAndNo } from './views/yesAndNo';

interface SessionOf {
  rows: Rows;
  reading: ReadingKind;
  records?: RecordRows;
  labels?: NDArray;
  table?: LossTable;
}

/** What is asked about one row. */
interface OneRow {
  settings: ViewSettings;
  row: number;
}

/**
 * Rows that someone looks at, with the labels they are looked at with. Whatever the rows lie in, the answers are the
 * same; what is computed of all rows is computed once per settings.
 */
export class Session {
  private labelled: RowsWithLabels;
  private tables: Tables;
  private readonly curves = new RankCurves();
  private labellings = 0;
  /** The labels that stand beside the rows, without those that a mask of the file leaves out; and what is said of these. */
  private readonly own: Labels;
  readonly leftOut: readonly string[];
  /** What the classes are called whose labels were given by name. */
  private givenNames?: readonly string[];

  /** Numbers as logits: their softmax is the distribution. */
  readonly rows: Rows;
  /** What the numbers are, as they lie there. */
  readonly reading: ReadingKind;
  /** The file that the rows are of, where they are records. */
  readonly records?: RecordRows;

  /** `table`: of these rows with the labels that stand beside them, where it is there already. */
  constructor({ rows, reading, records, labels, table }: SessionOf) {
    this.rows = rows;
    this.reading = reading;
    this.records = records;
    const masked = records && leftOutByMasks(records);
    this.leftOut = masked?.notes ?? [];
    this.own = masked?.labels ?? (rows.label && 'stored');
    this.labelled = new RowsWithLabels(rows, labels ? labelsOf(labels, rows) : this.own);
    this.tables = new Tables(masked ? undefined : table);
  }

  get size(): { rows: number; classes: number } {
    const { rows, classes } = this.rows;
    return { rows, classes };
  }

  /** Without values they are the labels that stand beside the rows, which nobody sends to and fro. */
  label({ labels }: Omit<LabelRequest, 'session'>): void {
    const { rows, labelled } = this;
    const stored = labels?.data.length === 0 && rows.label !== undefined;
    const next = stored ? this.own : labels && labelsOf(toNDArray(labels, 'labels'), rows);
    if (next === labelled.labels) return;
    this.labelled = new RowsWithLabels(rows, next);
    this.tables = new Tables();
    this.labellings++;
    this.givenNames = undefined;
  }

  /** Says that the labels that were given are names of classes. */
  nameLabels(names: readonly string[] | undefined): void {
    this.givenNames = names;
  }

  get isLabelled(): boolean {
    return this.labelled.labels !== undefined;
  }

  /** Whether the labels that were given are names of classes. */
  get hasNamedLabels(): boolean {
    return this.givenNames !== undefined;
  }

  /** What a person set, for labels that are IDs from now on: what its calls below take. */
  settingsOf<Settings extends Pick<ViewSettings, 'ignoreIndex' | 'labelOffset'>>(given: Settings): Settings {
    const { labelled, rows, givenNames } = this;
    return namedSettings(given, labelled.labels === this.own ? rows.labelNames : givenNames);
  }

  async page(request: Omit<RowsRequest, 'session'>, context: CallContext): Promise<RowsPage> {
    const { settings, sort, wrongOnly, where, from, count } = request;
    const { labelled } = this;
    const { rows, classes, atOnce = Infinity } = this.rows;
    const inOrder = (!sort || (sort.key === 'row' && !sort.descending)) && !wrongOnly && !where;
    const order = inOrder ? undefined : await this.orderOf(request, context);
    const total = order?.length ?? rows;
    const first = Math.min(from, total);
    const shown = Math.min(count, total - first);
    const most = Math.min(atOnce, Math.max(1, Math.floor(PAGE_ELEMENTS / classes)));
    if (shown > most) {
      const [asked, limit] = [shown, most].map((n) => n.toLocaleString('en'));
      throw new Error(l10n.t('{0} rows are too many at once; the limit is {1}.', asked, limit));
    }
    const pages: RowsPage[] = [];
    // A page of a million rows costs the page, not the million, and a cancel is heard in between.
    for (let at = first; at === first || at < first + shown; at += blockOf(classes)) {
      const end = Math.min(at + blockOf(classes), first + shown);
      const row = order?.slice(at, end) ?? Int32Array.from({ length: end - at }, (_, i) => at + i);
      const block = order
        ? await labelled.picked(row, settings, context.signal)
        : await labelled.run(at, end - at, settings, context.signal);
      pages.push(rowsPage(total, row, block, settings));
    }
    return joinPages(pages);
  }

  private async orderOf(request: Omit<RowsRequest, 'session'>, context: CallContext): Promise<Int32Array> {
    const { settings } = request;
    const table = await this.table(settings, context);
    const spread = spreadFor(table, request);
    return orderOf(table, request, spread && (await this.spread(spread, settings, context)));
  }

  /** What no table keeps of all rows: rows are sorted by it now and then, and read for that. */
  private async spread(
    key: keyof SpreadColumns,
    settings: ViewSettings,
    context: CallContext,
  ): Promise<Float64Array> {
    const column = float64Column();
    column.expect(this.rows.rows);
    await this.labelled.pass(settings, context, (block) => column.append(rowColumns(block, settings)[key]));
    return column.values;
  }

  /** Some rows as a page of a list of `total` rows. */
  async pageOf(
    row: Int32Array,
    total: number,
    settings: ViewSettings,
    { signal }: CallContext,
  ): Promise<RowsPage> {
    return rowsPage(total, row, await this.labelled.picked(row, settings, signal), settings);
  }

  /** Changes with the labels. */
  get labelling(): number {
    return this.labellings;
  }

  async row({ settings, row, k }: OneRow & { k: number }, context: CallContext): Promise<RowDetail> {
    const one = await this.one({ settings, row }, context);
    const detail =
      settings.loss === 'sigmoid'
        ? detailOfYesAndNo(one, row, settings, k)
        : rowDetail(one, row, settings, k, this.rows.decimals);
    return { ...detail, flag: detail.flag && flagAsRead(detail.flag, this.reading) };
  }

  async ranks(request: OneRow & { points: number }, context: CallContext): Promise<RankCurve> {
    return this.curves.of(request, await this.one(request, context));
  }

  async batch({ settings }: { settings: ViewSettings }, context: CallContext): Promise<BatchSummary> {
    // Without labels nothing is summarized: rows are not read from end to end for having been opened.
    const { rows, lazy } = this.rows;
    if (!this.labelled.labels && lazy) {
      return { rows, counted: 0, ignored: rows, flags: [] };
    }
    return this.summaryOf(await this.table(settings, context));
  }

  /** What holds for the rows of a table of this session's. */
  summaryOf(table: LossTable): BatchSummary {
    const batch = batchOf(table);
    return { ...batch, flags: batch.flags.map((flag) => flagAsRead(flag, this.reading)) };
  }

  async naive({ settings }: { settings: ViewSettings }, context: CallContext): Promise<NaiveReport> {
    const { rows, classes, atOnce = Infinity } = this.rows;
    // What is written by hand of a softmax is no matter of a sigmoid.
    if (settings.loss === 'sigmoid') return { findings: [], examined: 0, rows, losses: 0 };
    const examined = Math.min(rows, atOnce, Math.max(1, Math.floor(NAIVE_ELEMENTS / classes)));
    const { logits, label } = await this.run(0, examined, settings, context);
    const ignored = ignoredId(settings);
    const counted = label?.map((id) => (id < 0 || id >= classes || id === ignored ? -1 : id));
    const report = naiveReport(ndarray(logits, [examined, classes]), counted, settings.temperature);
    return { ...report, rows };
  }

  /** The distribution of every row, in the array's own shape. */
  async probabilities({ settings }: { settings: ViewSettings }, context: CallContext): Promise<NDArray> {
    const { rows, classes, shape, classAxis, atOnce = Infinity } = this.rows;
    if (rows * classes > COPIED_ELEMENTS || rows > atOnce)
      throw new Error(
        l10n.t('{0} × {1} probabilities are too many to copy.', rows.toLocaleString('en'), classes),
      );
    const { temperature } = settings;
    const reading = this.readingAsLogits(settings);
    const result = new Float64Array(rows * classes);
    const step = blockOf(classes);
    for (let from = 0; from < rows; from += step) {
      const count = Math.min(step, rows - from);
      const { logits } = await this.run(from, count, { temperature }, context);
      const block = probabilitiesOf(ndarray(logits, [count, classes]), reading, { temperature });
      result.set(block.data, from * classes);
    }
    return ndarray(classAxisBack(result, shape, classAxis), shape);
  }

  /** The columns of all rows. */
  table(settings: ViewSettings, context: CallContext): Promise<LossTable> {
    // Other labels may come while it is made: they are not its own.
    const { labelled } = this;
    return this.tables.get(settings, context, async (shared) => {
      const { rows, decimals } = this.rows;
      if (rows > TABLE_ROWS) {
        const [n, most] = [rows, TABLE_ROWS].map((x) => x.toLocaleString('en'));
        throw new Error(
          l10n.t(
            '{0} rows are too many to sort or summarize. The limit is {1}. You can still view them in order.',
            n,
            most,
          ),
        );
      }
      const builder = new LossTableBuilder(settings);
      await labelled.pass(settings, shared, (block) => builder.add(block));
      return { ...builder.build(), decimals };
    });
  }

  /** Fits the temperature to the rows that count: `label` has their class ids, −1 for the others. */
  fit(label: ClassIds, context: CallContext): Promise<TemperatureFit> {
    return fitTemperature(label, (add) => this.labelled.pass({}, context, add));
  }

  /** All rows once, in order, with the labels that the settings mean. */
  pass(
    settings: Partial<ViewSettings>,
    context: CallContext,
    onBlock: (block: LabelledRows) => void,
  ): Promise<void> {
    return this.labelled.pass(settings, context, onBlock);
  }

  /** Neighbouring rows with the labels that the settings mean. */
  run(
    from: number,
    count: number,
    settings: Partial<ViewSettings>,
    { signal }: CallContext,
  ): Promise<LabelledRows> {
    return this.labelled.run(from, count, settings, signal);
  }

  checkRow(row: number): void {
    const { rows } = this.rows;
    if (!Number.isInteger(row) || row < 0 || row >= rows)
      throw new Error(l10n.t('Row {0} is out of range. Valid rows are 0 to {1}.', row, rows - 1));
  }

  /** The rows come as logits: those of probabilities are their logarithms. */
  private readingAsLogits({ loss }: ViewSettings): ReadingKind {
    if (loss === 'sigmoid') return 'binary-logits';
    return this.reading === 'probabilities' ? 'log-probabilities' : this.reading;
  }

  private async one({ row, settings }: OneRow, context: CallContext): Promise<LabelledRows> {
    this.checkRow(row);
    return this.run(row, 1, settings, context);
  }
}
