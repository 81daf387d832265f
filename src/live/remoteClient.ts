import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { NDArray } from '../arrays/ndarray';
import type { CallOptions, WorkerClient } from '../worker/client';
import type { Call, OpenRequest, Params, Result, ViewSettings } from '../worker/protocol';
import { rankCurve, type RankedRow } from '../engine/rankCurve';
import { readBatch, readPage, readRow } from './answers';

/** Asks the kernel-side file about one array and gives its result. */
export type Ask = (request: Record<string, unknown>, signal?: AbortSignal) => Promise<unknown>;

/** Of a row that is brought for its rank plot. */
const MAX_RANKED = 1 << 18;

interface Session {
  probabilities: boolean;
  labels?: number[];
  /** The row whose ranks were looked at last. */
  ranked?: RankedRow;
}

/**
 * Answers an inspector's calls where the array is: every answer is computed by the array's own library, and only
 * figures come back.
 *
 * @param shape of the array
 * @param local reads what is typed here, such as labels
 */
export function createRemoteClient(ask: Ask, shape: readonly number[], local: WorkerClient): WorkerClient {
  const classes = shape[shape.length - 1] ?? 0;
  const rows = classes === 0 ? 0 : shape.reduce((a, b) => a * b, 1) / classes;
  const sessions = new Map<number, Session>();
  let next = 1;

  const sessionOf = ({ session }: { session: number }) => {
    const found = sessions.get(session);
    if (!found) throw new Error(`session ${session} is not open`);
    return found;
  };
  const about = (session: Session, settings: ViewSettings) => {
    if (settings.loss === 'sigmoid')
      throw new Error('where the array is, softmax cross-entropy is computed; fetch it for the sigmoid’s');
    if (settings.shifted) throw new Error('where the array is, labels are not shifted; fetch it for that');
    return {
      settings: { ...settings, ...(session.probabilities && { probabilities: true }) },
      ...(session.labels && { labels: withIgnored(session.labels, settings.ignoreIndex) }),
    };
  };
  const setLabels = (session: Session, labels: NDArray | undefined, ignoreIndex?: number) => {
    session.labels = labels && classIds(labels, rows, classes, ignoreIndex);
  };

  const answers: { [C in Call]?: (params: Params<C>, options: CallOptions) => Promise<Result<C>> } = {
    open({ axis, reading, labels }: OpenRequest) {
      if (axis !== undefined && axis !== -1 && axis !== shape.length - 1)
        throw new Error('where the array is, its rows are computed along the last axis; fetch it for others');
      if (classes === 0) throw new Error('the last axis has no classes');
      const session: Session = { probabilities: reading === 'probabilities' };
      setLabels(session, labels);
      sessions.set(next, session);
      return Promise.resolve({ session: next++, rows, classes });
    },
    label(params) {
      setLabels(sessionOf(params), params.labels, params.ignoreIndex);
      return Promise.resolve();
    },
    async rows(params, { signal }) {
      const { sort, wrongOnly, from, count } = params;
      // A list asks for what it shows; a copy of all rows is not for an array of this size.
      if (count > 20_000 && rows > 20_000) throw new Error(`${rows} rows are too many to bring at once`);
      const session = sessionOf(params);
      const request = { op: 'page', sort, wrongOnly, from, count: Math.min(count, rows) };
      return readPage(await ask({ ...request, ...about(session, params.settings) }, signal));
    },
    async row(params, { signal }) {
      const session = sessionOf(params);
      const { settings, row, k } = params;
      const result = await ask({ op: 'row', row, k, ...about(session, settings) }, signal);
      const label = session.labels?.[row];
      return readRow(
        { ...(result as object), total: classes, label },
        settings.temperature,
        !settings.labelSmoothing && !settings.classWeights,
      );
    },
    async ranks(params, { signal }) {
      const session = sessionOf(params);
      const { settings, row, points } = params;
      const top = async (k: number, asked: ViewSettings) => {
        const result = await ask(
          { op: 'row', row, k, ...about({ ...session, labels: undefined }, asked) },
          signal,
        );
        return readRow({ ...(result as object), total: classes }, asked.temperature, true);
      };
      if (session.ranked?.row !== row)
        session.ranked = await top(Math.min(classes, MAX_RANKED), { temperature: 1 });
      const { logSumExp } = await top(1, settings);
      const label = session.labels?.[row];
      const counts = label !== settings.ignoreIndex;
      return rankCurve(session.ranked, settings.temperature, logSumExp, points, counts ? label : undefined);
    },
    async batch(params, { signal }) {
      const session = sessionOf(params);
      if (!session.labels) return { rows, counted: 0, ignored: rows, flags: [] };
      return readBatch(await ask({ op: 'batch', ...about(session, params.settings) }, signal));
    },
    naive: () => Promise.resolve({ findings: [], examined: 0, rows }),
    close({ session }) {
      sessions.delete(session);
      return Promise.resolve();
    },
    readLabels: (params, options) => local.call('readLabels', params, options),
  };

  return {
    async call(call, params, options = {}) {
      const answer = answers[call];
      if (!answer) throw new Error('this needs the whole array: fetch it from the kernel');
      return answer(params, options);
    },
    dispose: () => sessions.clear(),
  };
}

function classIds({ data }: NDArray, rows: number, classes: number, ignoreIndex = IGNORE_INDEX): number[] {
  if (data.length !== rows)
    throw new Error(`labels: expected one class id for each of the ${rows} rows, got ${data.length}`);
  return Array.from(data, (id, row) => {
    if (id === IGNORE_INDEX || id === ignoreIndex || (Number.isInteger(id) && id >= 0 && id < classes))
      return id;
    throw new Error(`labels[${row}] is ${id}; valid class ids are 0 to ${classes - 1}`);
  });
}

/** Rows that are left out have −1. */
function withIgnored(labels: readonly number[], ignoreIndex = IGNORE_INDEX): number[] {
  return labels.map((id) => (id < 0 || id === ignoreIndex ? -1 : id));
}
