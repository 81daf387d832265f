import * as l10n from '@vscode/l10n';
import { WHOLLY_AUDITED } from '../../arrays/audited';
import { Fault } from '../../arrays/words/sentence';
import { ignoredId } from '../../arrays/ignoreIndex';
import { shapeText } from '../../arrays/ndarray';
import { rowsText } from '../../arrays/words/plural';
import type { Beside } from '../../arrays/types';
import { probabilitiesOf } from '../../code/program';
import { lossReport } from '../../code/report';
import { audit } from '../../loss/audit/audit';
import { AUDITED_ELEMENTS } from '../../loss/audit/facts';
import { batchOf } from '../../loss/batchOf';
import { Comparer } from '../../loss/compare';
import { balancedWeights, perClass } from '../../loss/perClass';
import type { LabelledRows } from '../../loss/rowColumns';
import type { Calibration, ClassFigures, Comparison, DumpProblem, Finding } from '../../loss/types';
import type { LossReportRequest, RecordPlaceInFile, ViewSettings } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import { flagAsRead } from '../../loss/flagsAsRead';
import { blockOf } from '../limits';
import type { RecordRows } from '../rows/recordRows';
import type { Session } from '../session';

/** Numbers that a report writes out in its code. */
const WRITTEN_ELEMENTS = 400;

interface Asked {
  settings: ViewSettings;
}

export async function perClassOf(
  session: Session,
  { settings }: Asked,
  context: CallContext,
): Promise<ClassFigures[]> {
  return perClass(await session.table(settings, context));
}

export async function balancedWeightsOf(
  session: Session,
  { settings }: Asked,
  context: CallContext,
): Promise<number[]> {
  const { label, classes } = await session.table(plain(settings), context);
  if (!label) throw new Error(l10n.t('Balanced class weights require labels.'));
  return balancedWeights(label, classes);
}

export async function calibrationOf(
  session: Session,
  { settings }: Asked,
  context: CallContext,
): Promise<Calibration> {
  const table = await session.table(plain(settings), context);
  const { label } = table;
  if (!label) throw new Error(l10n.t('Calibration requires labels.'));
  if (table.labels.softRows > 0)
    throw new Error(l10n.t('Fitting a temperature requires class IDs; these labels are rows of numbers.'));
  const fit = await session.fit(label, context);
  const calibration: Calibration = { fit, before: batchOf(table).calibrationError };
  if (fit.kind !== 'found') return calibration;
  const fitted = await session.table({ ...plain(settings), temperature: fit.temperature }, context);
  return { ...calibration, after: batchOf(fitted).calibrationError };
}

export async function auditOf(
  session: Session,
  { settings, beside = {} }: Asked & { beside?: Beside },
  context: CallContext,
): Promise<Finding[]> {
  const table = await session.table(settings, context);
  const { reading, size, rows: all } = session;
  const { rows, classes } = size;
  // Rows are read again to explain a loss that was printed, and where that costs nothing.
  const most = beside.printedLoss ? AUDITED_ELEMENTS : WHOLLY_AUDITED;
  const few = rows * classes <= most;
  const values = few ? await session.run(0, rows, settings, context) : undefined;
  return audit({ table, reading, beside, values, shape: all.shape, classAxis: all.classAxis });
}

export async function comparisonOf(
  [a, b]: readonly [Session, Session],
  { settings: given }: Asked,
  context: CallContext,
): Promise<Comparison> {
  const settings = a.settingsOf(given);
  const { rows, classes } = a.size;
  if (rows !== b.size.rows || classes !== b.size.classes)
    throw new Error(
      l10n.t(
        'Only arrays of the same shape can be compared; these are {0} and {1}.',
        shapeText([rows, classes]),
        shapeText([b.size.rows, b.size.classes]),
      ),
    );
  const comparer = new Comparer(settings);
  const step = blockOf(classes);
  for (let from = 0; from < rows; from += step) {
    const count = Math.min(step, rows - from);
    comparer.add(await a.run(from, count, settings, context), await b.run(from, count, settings, context));
    const done = from + count;
    context.progress({ done, total: rows, message: rowsText(done) });
  }
  return comparer.build();
}

export async function reportOf(
  session: Session,
  { settings: given, origin, classNames, beside }: Omit<LossReportRequest, 'session'>,
  context: CallContext,
): Promise<string> {
  const settings = session.settingsOf(given);
  const table = await session.table(settings, context);
  const findings = await auditOf(session, { settings, beside }, context);
  const content = { origin, table, settings: given, batch: session.summaryOf(table), findings, classNames };
  const { records, reading, size } = session;
  if (records) {
    const { fields, report, name } = records;
    const head = await records.tableHead(context.signal);
    const header = head && { text: new TextDecoder().decode(head.header), delimiter: head.delimiter };
    const dump = { fields, report, header, probabilities: probabilitiesOf(reading) };
    return lossReport({ ...content, origin: name, dump });
  }
  const few = size.rows * size.classes <= WRITTEN_ELEMENTS;
  const rows = few ? written(await session.run(0, size.rows, settings, context), settings) : undefined;
  return lossReport({ ...content, rows });
}

/** What was skipped or noted while reading a file of records, and the rows that have no distribution, in the file's order. */
export async function problemsOf(session: Session, context: CallContext): Promise<DumpProblem[]> {
  const records = recordsOf(session);
  const { report, fields } = records;
  const { flags } = await session.table({ temperature: 1, shifted: fields.shifted }, context);
  const flagged = flags
    .map((flag) => flagAsRead(flag, session.reading))
    .map(({ row, message }) => {
      const { line, offset, length } = records.placeOf(row);
      const told = l10n.t('row {0}: {1}', row, message);
      return { skipped: false, kind: 'nan' as const, line, offset, length, message: told };
    });
  return [...report.problems, ...flagged].sort((a, b) => a.line - b.line);
}

/** Where a row's record stands, for a jump to it, and its text. */
export async function placeOf(
  session: Session,
  row: number,
  { signal }: CallContext,
): Promise<RecordPlaceInFile> {
  session.checkRow(row);
  return recordsOf(session).recordOf(row, signal);
}

function recordsOf({ records }: Session): RecordRows {
  if (!records) throw new Fault('the array is not of a file of records');
  return records;
}

/** The plain loss of the rows that count under the settings. */
function plain({ ignoreIndex, shifted, labelOffset }: ViewSettings): ViewSettings {
  return {
    temperature: 1,
    ...(ignoreIndex !== undefined && { ignoreIndex }),
    ...(shifted && { shifted }),
    ...(labelOffset && { labelOffset }),
  };
}

/** The rows as code has them; a label that leaves its row out is the ignore index, which every loss knows. */
function written({ logits, classes, label, soft }: LabelledRows, settings: ViewSettings) {
  const rowsOf = (data: Float64Array | Float32Array) =>
    Array.from({ length: data.length / classes }, (_, row) => [
      ...data.subarray(row * classes, (row + 1) * classes),
    ]);
  return {
    logits: rowsOf(logits),
    labels: soft
      ? rowsOf(soft)
      : label && Array.from(label, (id) => (id < 0 || id >= classes ? ignoredId(settings) : id)),
  };
}
