import * as l10n from '@vscode/l10n';
import { gone } from '../arrays/words/sentence';
import { logitsOf } from '../loss/distribution';
import { ndarray } from '../arrays/ndarray';
import type { DumpFields } from '../records/types';
import type { DumpFile, DumpReading, Opened, OpenedDump, OpenRequest } from '../worker/protocol';
import type { ArrayFiles } from './arrays/arrayFiles';
import type { CallContext } from './callContext';
import { fileRows } from './rows/fileRows';
import type { Holdings } from './arrays/holdings';
import { memoryRows } from './rows/memoryRows';
import type { OpenedRecords } from './rows/openedRecords';
import { openRecords } from './rows/openRecords';
import { mapped, type Rows } from './rows/rows';
import { Session } from './session';

/** Where values that are held lie. */
interface Held {
  files: ArrayFiles;
  holdings: Holdings;
}

/** What someone looks at, and the files of records that are held for it. */
export class Sessions {
  private readonly opened = new Map<number, Session>();
  private readonly records = new Map<number, OpenedRecords>();

  /** @param keptBytes memory for the numbers of one file of records */
  constructor(
    private readonly nextId: () => number,
    private readonly held: Held,
    private readonly keptBytes?: number,
  ) {}

  get(id: number): Session {
    const session = this.opened.get(id);
    if (!session) throw gone();
    return session;
  }

  open(request: OpenRequest): Opened {
    const { array } = request;
    const records = 'held' in array ? this.records.get(array.held) : undefined;
    return this.add(this.nextId(), records ? sessionOver(records, request) : this.sessionOf(request));
  }

  /**
   * The file is held under the number of its first session.
   *
   * @param request.isSoftmax its rows have one class each, whatever their labels are
   */
  async openRecords(
    request: { file: DumpFile; fields: DumpFields; reading: DumpReading; isSoftmax?: boolean },
    context: CallContext,
  ): Promise<OpenedDump> {
    const { records, reading, multiHot } = await this.readRecords(request, context);
    const id = this.nextId();
    this.records.set(id, records);
    const session = sessionOver(records, { reading });
    const opened = this.add(id, session);
    const { label, labels } = records.table;
    return {
      ...opened,
      report: records.rows.report,
      reading,
      labels: label && { given: labels.given, multiHot },
      ...(session.leftOut.length > 0 && { leftOut: session.leftOut }),
    };
  }

  private async readRecords(
    request: { file: DumpFile; fields: DumpFields; reading: DumpReading; isSoftmax?: boolean },
    context: CallContext,
  ): Promise<{ records: OpenedRecords; reading: DumpReading; multiHot: boolean }> {
    const records = await openRecords(request, context, this.keptBytes);
    const { labels } = records.table;
    const multiHot =
      request.fields.labelSets === true ||
      (labels.multiHotRows > 0 && labels.softRows === labels.multiHotRows + labels.oneHotRows);
    const { reading } = request;
    // Each class is a yes or no there, and its share no logarithm's exponential.
    if (multiHot && reading === 'probabilities' && !request.isSoftmax)
      return this.readRecords({ ...request, reading: 'sigmoid-scores' }, context);
    return { records, reading, multiHot };
  }

  close(id: number): void {
    this.opened.delete(id);
  }

  /** Lets go of a file of records, and of its first session. */
  drop(held: number): void {
    if (this.records.delete(held)) this.close(held);
  }

  private add(id: number, session: Session): Opened {
    this.opened.set(id, session);
    return { session: id, ...session.size, ...(session.records && { records: true }) };
  }

  private sessionOf({ array, axis, labels, decimals, reading }: OpenRequest): Session {
    const source = 'held' in array ? this.held.files.source(array.held) : undefined;
    if (source) return new Session({ rows: asLogits(fileRows(source, axis), reading), reading, labels });
    const values = 'held' in array ? this.held.holdings.array(array.held) : array;
    if (!values) throw new Error(l10n.t('This array is no longer in memory. Fetch it again.'));
    const logits = ndarray(logitsOf(values.data, reading), values.shape);
    // The printed precision is that of the probabilities, not of their logarithms.
    const rows = memoryRows(logits, axis, isTransformed(reading) ? undefined : decimals);
    return new Session({ rows, reading, labels });
  }
}

/** Another look at a file of records: its own reading and labels, over the same rows. */
function sessionOver(
  { rows, reading: first, table }: OpenedRecords,
  { reading, axis = -1, labels }: Pick<OpenRequest, 'reading' | 'axis' | 'labels'>,
): Session {
  if (axis !== -1 && axis !== 1)
    throw new Error(l10n.t('The classes of an evaluation file are along axis 1, not axis {0}.', axis));
  return new Session({
    rows: asLogits(rows, reading),
    reading,
    records: rows,
    labels,
    table: reading === first ? table : undefined,
  });
}

function asLogits(rows: Rows, reading: OpenRequest['reading']): Rows {
  return isTransformed(reading) ? mapped(rows, (values) => logitsOf(values, reading)) : rows;
}

function isTransformed(reading: OpenRequest['reading']): boolean {
  return reading === 'probabilities' || reading === 'sigmoid-scores';
}
