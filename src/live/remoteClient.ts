import * as l10n from '@vscode/l10n';
import { gone } from '../arrays/words/sentence';
import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { NDArray } from '../arrays/ndarray';
import { rankCurve, type RankedRow } from '../engine/views/rankCurve';
import { partsOf, shiftLabels } from '../loss/sequences';
import type { Finding } from '../loss/types';
import type { CallOptions, WorkerClient } from '../worker/client';
import type { Call, OfSession, OpenRequest, Params, Result, ViewSettings } from '../worker/protocol';
import { ClusterRows } from './clusterRows';
import { filteredPage } from './filteredPage';
import { readBatch, readPage, readRow, readRun, type RunFigures } from './answers';

export interface AskOptions {
  signal?: AbortSignal;
  /** Told what a long call waits for. */
  onWait?(what: string): void;
}

/** Asks the kernel-side file about one array and gives its result. */
export type Ask = (request: Record<string, unknown>, options: AskOptions) => Promise<unknown>;

/** Of a row that is brought for its rank plot. */
const MAX_RANKED = 1 << 18;

interface RemoteClient extends WorkerClient {
  /** The figures now, under the settings and labels that were asked about last. */
  figures(): Promise<RunFigures>;
}

interface Session {
  probabilities: boolean;
  /** Class ids as given. */
  labels?: Int32Array;
  /** The row whose ranks were looked at last. */
  ranked?: RankedRow;
}

/**
 * Answers an inspector's calls where the array is: every answer is computed by the array's own library, and only
 * figures come back.
 *
 * @param shape of the array
 * @param local reads what is typed here, such as labels
 * @param labelsName of labels on the cluster, which an evaluation takes where they are
 */
export function createRemoteClient(
  ask: Ask,
  shape: readonly number[],
  local: WorkerClient,
  labelsName?: string,
): RemoteClient {
  const classes = shape[shape.length - 1] ?? 0;
  const rows = classes === 0 ? 0 : shape.reduce((a, b) => a * b, 1) / classes;
  const sessions = new Map<number, Session>();
  let next = 1;
  let last: { session: number; settings: ViewSettings } | undefined;

  const sessionOf = ({ session }: { session: number }) => {
    const found = sessions.get(session);
    if (!found) throw gone();
    return found;
  };
  /** What a question is about, as it stands when it is asked: labels may be others before the answer comes. */
  const about = ({ session: id, settings }: { session: number; settings: ViewSettings }) => {
    if (settings.loss === 'sigmoid')
      throw new Error(
        l10n.t('Only softmax cross-entropy is computed in the kernel. Fetch the array for sigmoid losses.'),
      );
    if (settings.labelOffset)
      throw new Error(l10n.t('In the kernel, class IDs start at 0. Fetch the array to use other labels.'));
    const session = sessionOf({ session: id });
    last = { session: id, settings };
    const ids = settings.shifted ? session.labels && shifted(session.labels, shape) : session.labels;
    const labels = ids && Array.from(ids, (id) => (id < 0 || id === ignoreOf(settings) ? -1 : id));
    return {
      session,
      ids,
      settings: { ...settings, ...(session.probabilities && { probabilities: true }) },
      labels,
    };
  };
  const setLabels = (session: Session, labels: NDArray | undefined, ignoreIndex?: number) => {
    session.labels = labels && classIds(labels, rows, classes, ignoreIndex);
  };
  /** Asks with the array's shape, so that figures of another array under its name are refused. */
  const askFor = (request: Record<string, unknown>, { signal, onProgress }: CallOptions) =>
    ask({ ...request, shape }, { signal, onWait: (message) => onProgress?.({ done: 0, message }) });

  const cluster = new ClusterRows(
    (request, { signal, onProgress }) =>
      ask({ ...request, labelsName }, { signal, onWait: (message) => onProgress?.({ done: 0, message }) }),
    local,
  );
  const onSample = async <T>(
    { session }: { session: number },
    options: CallOptions,
    answer: (sample: number) => Promise<T>,
  ) => cluster.onSample(sessionOf({ session }).probabilities ? 'probabilities' : 'logits', options, answer);
  const evaluated = async (
    { session, settings }: OfSession,
    names: { classNames?: readonly string[] } | 'any',
    options: CallOptions,
  ) => cluster.evaluated(settings, { probabilities: sessionOf({ session }).probabilities, names }, options);

  const answers: { [C in Call]?: (params: Params<C>, options: CallOptions) => Promise<Result<C>> } = {
    open({ axis, reading, labels }: OpenRequest) {
      if (axis !== undefined && axis !== -1 && axis !== shape.length - 1)
        throw new Error(
          l10n.t('In the kernel, the last axis holds the classes. Fetch the array to choose another axis.'),
        );
      if (classes === 0) throw new Error(l10n.t('The last axis has no classes.'));
      const session: Session = { probabilities: reading === 'probabilities' };
      setLabels(session, labels);
      sessions.set(next, session);
      return Promise.resolve({ session: next++, rows, classes });
    },
    label(params) {
      setLabels(sessionOf(params), params.labels, params.ignoreIndex);
      return Promise.resolve();
    },
    async rows(params, options) {
      const { sort, wrongOnly, where, from, count } = params;
      if (where)
        throw new Error(l10n.t('An array in the kernel can’t be filtered by a chart. Fetch it first.'));
      // A list asks for what it shows; a copy of all rows is not for an array of this size.
      if (count > 20_000 && rows > 20_000)
        throw new Error(l10n.t('{0} rows are too many to fetch at once.', rows));
      const { settings, labels } = about(params);
      const asked = { op: 'page', sort, wrongOnly, from, count: Math.min(count, rows), settings, labels };
      return readPage(await askFor(asked, options), { rows, classes, count: asked.count });
    },
    async row(params, options) {
      const { row, k } = params;
      const { settings, labels, ids } = about(params);
      const answer = await askFor({ op: 'row', row, k, settings, labels }, options);
      return readRow(answer, { row, classes, k }, params.settings, ids?.[row]);
    },
    async ranks(params, options) {
      const { row, points } = params;
      const { session, settings, ids } = about(params);
      const top = async (k: number, { temperature }: { temperature: number }) => {
        const request = { op: 'row', row, k, settings: { ...settings, temperature } };
        return readRow(await askFor(request, options), { row, classes, k }, { temperature });
      };
      const wanted = Math.min(classes, MAX_RANKED);
      const now = await top(1, settings);
      // Kept for one row, as long as its largest logit is the same: the array may change under its name.
      let ranked = session.ranked;
      if (ranked?.row !== row || ranked.classes[0] !== now.classes[0] || ranked.logits[0] !== now.logits[0])
        session.ranked = ranked = await top(wanted, { temperature: 1 });
      const label = ids?.[row];
      const counts = label !== ignoreOf(params.settings);
      return rankCurve(ranked, settings.temperature, now.logSumExp, points, counts ? label : undefined);
    },
    async batch(params, options) {
      const { settings, labels } = about(params);
      if (!labels) return { rows, counted: 0, ignored: rows, flags: [] };
      return readBatch(await askFor({ op: 'batch', settings, labels }, options), { rows, classes });
    },
    async evaluationSummary({ session, settings, classNames, filter }, options) {
      if (filter) throw new Error(l10n.t('On the cluster, a selection filters only the listed rows.'));
      return (await evaluated({ session, settings }, { classNames }, options)).summary;
    },
    async temperatureSummary({ session, settings }, options) {
      const { suspects } = await evaluated({ session, settings }, 'any', options);
      return suspects ? { labelErrors: suspects.length } : {};
    },
    calibrationMethods: ({ session, settings }, options) =>
      onSample({ session }, options, (sample) =>
        local.call('calibrationMethods', { session: sample, settings }, options),
      ),
    conformalSets: ({ session, ...asked }, options) =>
      onSample({ session }, options, (sample) =>
        local.call('conformalSets', { ...asked, session: sample }, options),
      ),
    evaluationFields: () => Promise.resolve({ names: [] }),
    async evaluationPage({ session, settings, filter, from, count }, options) {
      const { listed, suspects } = await evaluated({ session, settings }, 'any', options);
      return filteredPage(listed, filter, { from, count, suspects });
    },
    naive: () => Promise.resolve({ findings: [], examined: 0, rows, losses: 0 }),
    audit: () => Promise.resolve([unaudited()]),
    perClass: () => Promise.resolve([]),
    close({ session }) {
      sessions.delete(session);
      return Promise.resolve();
    },
    readLabels: (params, options) => local.call('readLabels', params, options),
  };

  return {
    async call(call, params, options = {}) {
      const answer = answers[call];
      if (!answer) throw new Error(l10n.t('This needs the whole array. Fetch it from the kernel.'));
      return answer(params, options);
    },
    async figures() {
      if (last === undefined || !sessions.has(last.session)) return {};
      const { settings, labels } = about(last);
      const plain = { ...settings, reduction: 'mean' as const };
      return readRun(await askFor({ op: 'batch', settings: plain, labels }, {}));
    },
    dispose() {
      sessions.clear();
      cluster.dispose();
    },
  };
}

/** Labels of sequences, whose positions lie along the axis before the classes. */
function shifted(labels: Int32Array, shape: readonly number[]): Int32Array {
  return shiftLabels(labels, partsOf(labels.length, shape.at(-2) ?? 1));
}

function ignoreOf({ ignoreIndex = IGNORE_INDEX }: ViewSettings): number {
  return ignoreIndex;
}

function classIds({ data }: NDArray, rows: number, classes: number, ignoreIndex = IGNORE_INDEX): Int32Array {
  if (data.length !== rows)
    throw new Error(
      l10n.t('Labels: expected one class ID for each of the {0} rows, got {1}.', rows, data.length),
    );
  return Int32Array.from(data, (id, row) => {
    if (id === IGNORE_INDEX || id === ignoreIndex || (Number.isInteger(id) && id >= 0 && id < classes))
      return id;
    throw new Error(l10n.t('labels[{0}] is {1}; valid class IDs are 0 to {2}', row, id, classes - 1));
  });
}

/** Not that nothing was found: nothing was looked for. */
function unaudited(): Finding {
  return {
    id: 'in-kernel',
    severity: 'info',
    message: l10n.t('Only whole arrays are checked for problems.'),
    evidence: l10n.t('This array stays in the kernel.'),
    remedy: l10n.t('Fetch the whole array to check it.'),
  };
}
