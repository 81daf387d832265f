import * as l10n from '@vscode/l10n';
import { toNDArray } from '../arrays/ndarray';
import { findArrays } from '../text/find';
import { findArrayAt } from '../text/findAt';
import { withOverride } from '../arrays/override';
import { isOffered } from '../arrays/offer';
import { parseArrays } from '../text/parse';
import { readLabels } from '../loss/labels';
import {
  logSoftmax,
  logSumExp,
  softmax,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
} from '../numerics/index';
import { readArrayMime } from '../bytes/arrayMime';
import { describeCarried } from '../bytes/describeArray';
import { ArrayFiles } from './arrayFiles';
import { Holdings } from './holdings';
import { previewOf } from './preview';
import { RankCurves } from './rankCurves';
import type { Call, Offer, Params, Result } from '../worker/protocol';
import type { CallContext } from './callContext';
import { Dumps } from './recordRows';
import { LossCalls } from './figures';
import { RangedSessions } from './fileRows';
import { Sessions } from './memoryRows';

/** Long calls answer with a promise and give way between their steps. */
export type Answers = {
  [C in Call]: (params: Params<C>, context: CallContext) => Result<C> | Promise<Result<C>>;
};

export interface Limits {
  /** Memory for the numbers of one file of records; larger ones are read again when asked anew. */
  keptBytes?: number;
}

/** Everything a host can ask, and the room that answers. */
export function createCalls({ keptBytes }: Limits = {}): Answers {
  let lastSession = 0;
  const nextId = () => ++lastSession;
  const sessions = new Sessions(nextId);
  const dumps = new Dumps(nextId, keptBytes);
  const ranged = new RangedSessions(nextId);
  const curves = new RankCurves();
  const losses = new LossCalls(sessions, dumps, ranged);
  const holdings = new Holdings(nextId);
  const files = new ArrayFiles(nextId);
  /** Arrays in memory, in files and dumps answer the same calls. */
  const holder = ({ session }: { session: number }) =>
    [dumps, ranged].find((one) => one.has(session)) ?? sessions;
  return {
    find: ({ text, ...context }) => findArrays(text, context),
    findAt({ text, offset, overrides, ...context }) {
      const at = findArrayAt(text, offset, context);
      const found = at && withOverride(at, overrides);
      return found && { found, preview: previewOf(found) };
    },
    parse: ({ text }) => parseArrays(text),
    offer({ text, detect, overrides, ...context }) {
      const offers: Offer[] = [];
      for (const each of findArrays(text, context)) {
        const found = withOverride(each, overrides);
        // A person who chose another reading still finds the strip, to take it back.
        if (isOffered(found, detect) || isOffered(each, detect))
          offers.push({ found, preview: previewOf(found) });
      }
      return offers;
    },
    readLabels: ({ text, ...logits }) => readLabels(text, logits),

    softmax: ({ logits, options }) => softmax(toNDArray(logits, 'logits'), options),
    logSoftmax: ({ logits, options }) => logSoftmax(toNDArray(logits, 'logits'), options),
    logSumExp: ({ logits, options }) => logSumExp(toNDArray(logits, 'logits'), options),
    softmaxCrossEntropy: ({ logits, labels, options }) =>
      softmaxCrossEntropy(toNDArray(logits, 'logits'), toNDArray(labels, 'labels'), options),
    sparseSoftmaxCrossEntropy: ({ logits, classIds, options }) =>
      sparseSoftmaxCrossEntropy(toNDArray(logits, 'logits'), toNDArray(classIds, 'classIds'), options),

    readArray({ text }) {
      const found = describeCarried(readArrayMime(text));
      return { found, preview: previewOf(found) };
    },
    hold: (request) => holdings.begin(request),
    holdPart: (request) => holdings.add(request),
    holdFile: (request) => holdings.fill(request),
    held: (request) => holdings.finish(request),
    drop: (request) =>
      dumps.has(request.held) ? dumps.close({ session: request.held }) : holdings.drop(request),
    openFile: (request) => files.open(request),
    peekFile: (request) => files.peek(request),
    readFile: (request) => files.read(request),
    closeFile: (request) => files.close(request),

    open({ array, ...request }) {
      if (!('held' in array)) return sessions.open({ array, ...request });
      if (dumps.has(array.held)) return dumps.read({ ...request, session: array.held });
      const source = files.source(array.held);
      if (source) return ranged.open(source, request);
      const held = holdings.array(array.held);
      if (!held) throw new Error(l10n.t('the array is no longer held; fetch it again'));
      return sessions.open({ array: held, ...request });
    },
    label: (request) => holder(request).label(request),
    rows: (request, context) => holder(request).rows(request, context),
    row: (request, context) => holder(request).row(request, context),
    ranks(request, context) {
      const one = holder(request).oneRow(request, context);
      return one instanceof Promise ? one.then((row) => curves.of(request, row)) : curves.of(request, one);
    },
    batch: (request, context) => holder(request).batch(request, context),
    naive: (request, context) => holder(request).naive(request, context),
    probabilities: (request, context) => holder(request).probabilities(request, context),
    // A dump stays open for as long as it is held.
    close: (request) => (dumps.has(request.session) ? undefined : holder(request).close(request)),

    probeDump: ({ file }) => dumps.probe(file),
    openDump: (request, context) => dumps.open(request, context),
    dumpProblems: (request, context) => dumps.problems(request, context),
    recordPlace: (request, context) => dumps.place(request, context),

    perClass: (request, context) => losses.perClass(request, context),
    balancedWeights: (request, context) => losses.balancedWeights(request, context),
    calibrate: (request, context) => losses.calibrate(request, context),
    audit: (request, context) => losses.audit(request, context),
    compare: (request, context) => losses.compare(request, context),
    lossReport: (request, context) => losses.lossReport(request, context),
  };
}
