import type { PrintedLoss } from '../arrays/types';
import { audit } from '../loss/audit/audit';
import { batchOf } from '../loss/batchOf';
import { Comparer } from '../loss/compare';
import type { LossTable } from '../loss/lossTable';
import { balancedWeights, perClass } from '../loss/perClass';
import { lossReport } from '../code/report';
import type { LabelledRows } from '../loss/rowColumns';
import { fitTemperatureOf } from '../loss/temperature';
import type { Calibration, ClassFigures, Comparison, Finding } from '../loss/types';
import type { CallContext } from './callContext';
import type { Dumps } from './recordRows';
import type { LossReportRequest, ViewSettings } from '../worker/protocol';
import type { RangedSessions } from './fileRows';
import type { Sessions } from './memoryRows';

/** Rows of two files that are compared at once. */
const COMPARED_ELEMENTS = 1 << 20;
/** Numbers that a report writes out in its code. */
const MAX_WRITTEN = 400;

/** What is asked of a batch, whether it is an opened array or a dump. */
export class LossCalls {
  constructor(
    private readonly sessions: Sessions,
    private readonly dumps: Dumps,
    private readonly ranged: RangedSessions,
  ) {}

  async perClass(
    { session, settings }: { session: number; settings: ViewSettings },
    context: CallContext,
  ): Promise<ClassFigures[]> {
    return perClass(await this.table(session, settings, context));
  }

  async balancedWeights(
    { session, settings }: { session: number; settings: ViewSettings },
    context: CallContext,
  ): Promise<number[]> {
    const { label, classes } = await this.table(session, plain(settings), context);
    if (!label) throw new Error('weights "balanced" follow from the labels: there are none');
    return balancedWeights(label, classes);
  }

  async calibrate(
    { session, settings }: { session: number; settings: ViewSettings },
    context: CallContext,
  ): Promise<Calibration> {
    const table = await this.table(session, plain(settings), context);
    const { label } = table;
    if (!label) throw new Error('calibration compares probabilities with labels: there are none');
    if (table.labels.softRows > 0)
      throw new Error('a temperature is fitted to class ids; these labels are rows of numbers');
    const fit = this.dumps.has(session)
      ? await this.dumps.fit(session, label, context)
      : this.ranged.has(session)
        ? await this.ranged.fit(session, label, context)
        : this.fitArray(session, label);
    const calibration: Calibration = { fit, before: batchOf(table).calibrationError };
    if (fit.kind !== 'found') return calibration;
    const fitted = await this.table(session, { ...plain(settings), temperature: fit.temperature }, context);
    return { ...calibration, after: batchOf(fitted).calibrationError };
  }

  async audit(
    {
      session,
      settings,
      printedLoss,
    }: { session: number; settings: ViewSettings; printedLoss?: PrintedLoss },
    context: CallContext,
  ): Promise<Finding[]> {
    const table = await this.table(session, settings, context);
    if (this.dumps.has(session))
      return audit({ table, reading: this.dumps.fields(session).reading, printedLoss });
    if (this.ranged.has(session))
      return audit({ table, reading: this.ranged.readingOf(session), printedLoss });
    const { labelled, reading } = this.sessions.content(session);
    return audit({ table, reading, printedLoss, logits: labelled.logits });
  }

  async compare(
    { first, second, settings }: { first: number; second: number; settings: ViewSettings },
    context: CallContext,
  ): Promise<Comparison> {
    const [a, b] = [this.sizeOf(first), this.sizeOf(second)];
    if (a.rows !== b.rows || a.classes !== b.classes)
      throw new Error(
        `only arrays of equal shape can be compared; these are ${a.rows}×${a.classes} and ${b.rows}×${b.classes}`,
      );
    const comparer = new Comparer(settings);
    const step = Math.max(1, Math.floor(COMPARED_ELEMENTS / a.classes));
    for (let from = 0; from < a.rows; from += step) {
      context.signal.throwIfAborted();
      const count = Math.min(step, a.rows - from);
      comparer.add(
        await this.rowsOf(first, from, count, context),
        await this.rowsOf(second, from, count, context),
      );
      context.progress({
        done: from + count,
        total: a.rows,
        message: `${(from + count).toLocaleString('en')} rows`,
      });
    }
    return comparer.build();
  }

  async lossReport(
    { session, settings, origin, classNames, printedLoss }: LossReportRequest,
    context: CallContext,
  ): Promise<string> {
    const table = await this.table(session, settings, context);
    const findings = await this.audit({ session, settings, printedLoss }, context);
    const content = { origin, table, batch: batchOf(table), findings, classNames };
    if (this.dumps.has(session)) {
      const { fields, reading, name } = this.dumps.fields(session);
      const dump = {
        fields,
        report: this.dumps.report({ session }),
        probabilities: reading === 'probabilities',
      };
      return lossReport({ ...content, origin: name, dump });
    }
    if (this.ranged.has(session)) return lossReport(content);
    const { labelled } = this.sessions.content(session, settings);
    return lossReport({
      ...content,
      rows: labelled.logits.length <= MAX_WRITTEN ? written(labelled, settings) : undefined,
    });
  }

  private fitArray(session: number, label: Int32Array) {
    const { logits, classes } = this.sessions.content(session).labelled;
    return fitTemperatureOf(logits, classes, label);
  }

  private table(
    session: number,
    settings: ViewSettings,
    context: CallContext,
  ): LossTable | Promise<LossTable> {
    if (this.ranged.has(session)) return this.ranged.table(session, settings, context);
    if (this.dumps.has(session)) return this.dumps.table(session, settings, context);
    if (!this.sessions.has(session))
      throw new Error('no findings here: they are made of arrays in memory and of files of records');
    return this.sessions.table(session, settings);
  }

  private sizeOf(session: number): { rows: number; classes: number } {
    if (this.dumps.has(session)) return this.dumps.report({ session });
    if (this.ranged.has(session)) return this.ranged.sizeOf(session);
    const { logits, classes } = this.sessions.content(session).labelled;
    return { rows: logits.length / classes, classes };
  }

  private rowsOf(
    session: number,
    from: number,
    count: number,
    context: CallContext,
  ): LabelledRows | Promise<LabelledRows> {
    if (this.dumps.has(session)) return this.dumps.rowsFrom(session, from, count, context);
    if (this.ranged.has(session)) return this.ranged.rowsFrom(session, from, count);
    const { logits, classes, label, soft } = this.sessions.content(session).labelled;
    const to = from + count;
    return {
      logits: logits.subarray(from * classes, to * classes),
      classes,
      label: label?.subarray(from, to),
      soft: soft?.subarray(from * classes, to * classes),
    };
  }
}

/** The plain loss of the rows that count under the settings. */
function plain({ ignoreIndex, shifted }: ViewSettings): ViewSettings {
  return { temperature: 1, ...(ignoreIndex !== undefined && { ignoreIndex }), ...(shifted && { shifted }) };
}

/** The rows as code has them; a label that leaves its row out is the ignore index, which every loss knows. */
function written({ logits, classes, label, soft }: LabelledRows, { ignoreIndex = -100 }: ViewSettings) {
  const rowsOf = (data: Float64Array | Float32Array) =>
    Array.from({ length: data.length / classes }, (_, row) => [
      ...data.subarray(row * classes, (row + 1) * classes),
    ]);
  return {
    logits: rowsOf(logits),
    labels: soft
      ? rowsOf(soft)
      : label && Array.from(label, (id) => (id < 0 || id >= classes ? ignoreIndex : id)),
  };
}
