import { findArrays } from '../text/find';
import { findArrayAt } from '../text/findAt';
import { namesOfSet } from '../text/classNames/labelSets/index';
import { namesElsewhere } from '../text/classNames/namesElsewhere';
import { parseArrays } from '../text/parse';
import { importsOf } from '../losscode/imported';
import { checkedOnRows } from './lossOnRows';
import { lossAt } from '../losscode/lossAt';
import { unreadPlaces } from '../losscode/unread';
import { probabilitiesOf } from '../loss/distribution';
import { readLabels } from '../loss/labels';
import {
  logSoftmaxSteps,
  logSumExpSteps,
  softmaxCrossEntropySteps,
  softmaxSteps,
  sparseSoftmaxCrossEntropySteps,
} from '../numerics/index';
import { readArrayMime } from '../bytes/arrayMime';
import { describeCarried } from '../bytes/describeArray';
import type { Call, Offer, Params, Result, ViewSettings } from '../worker/protocol';
import { ArrayFiles } from './arrays/arrayFiles';
import { arraysIn, asChosen } from './arrays/arraysIn';
import type { CallContext } from './callContext';
import {
  auditOf,
  balancedWeightsOf,
  calibrationOf,
  comparisonOf,
  perClassOf,
  placeOf,
  problemsOf,
  reportOf,
} from './views/figures';
import { evaluate } from './evaluation/evaluate';
import { evaluationOfPieces, sampleOf } from './evaluation/pieces';
import { evaluationReport, sessionReport } from './evaluation/report';
import {
  calibrationMethods,
  conformalOf,
  evaluationFields,
  evaluationPage,
  evaluationSlices,
  evaluationSummary,
  multilabelSummary,
  RESAMPLING,
  temperatureSummary,
} from './evaluation/view';
import { runBeside } from './evaluation/runs';
import { explainFile, explainText } from './explainFile';
import { fileKind } from './files/fileKind';
import { findInFile } from './files/fileText';
import { gathered } from './rows/gathered';
import { glance } from './views/glance';
import { Holdings } from './arrays/holdings';
import { inSteps } from './inSteps';
import { MOST_LOOKED_AT } from './limits';
import { hovered } from './views/hovered';
import { recordNames } from './evaluation/recordNames';
import { probeForPeople } from './rows/recordRows';
import type { Session } from './session';
import { Sessions } from './sessions';
import { tokenRecords } from './tokens/records';
import { TokenTexts } from './tokens/texts';
import { valueSummary, valueWindow } from './views/values';

/** Long calls answer with a promise and give way between their steps. */
export type Answers = {
  [C in Call]: (params: Params<C>, context: CallContext) => Result<C> | Promise<Result<C>>;
};

export interface Limits {
  /** Memory for the numbers of one file of records; larger ones are read again when asked anew. */
  keptBytes?: number;
}

/**
 * Where the numbers of what is opened begin: anywhere, with room for 2²⁰ of them. Whoever still holds a number of a worker
 * that ended is told that it is gone, and not shown what another one opened under the same number.
 */
const firstId = () => Math.floor(Math.random() * 2 ** 32) * 2 ** 20;

/** Everything a host can ask, and the room that answers. Parameters come checked. */
export function createCalls({ keptBytes }: Limits = {}): Answers {
  let lastId = firstId();
  const nextId = () => ++lastId;
  const holdings = new Holdings(nextId);
  const files = new ArrayFiles(nextId);
  const sessions = new Sessions(nextId, { files, holdings }, keptBytes);
  const tokens = new TokenTexts(nextId, files);
  const of = ({ session }: { session: number }) => sessions.get(session);
  /** An answer under what the settings mean for the session's labels. */
  const on = <Request extends { session: number; settings: ViewSettings }, Answer>(
    request: Request,
    answer: (session: Session, asked: Request) => Answer,
  ): Answer => {
    const session = of(request);
    return answer(session, { ...request, settings: session.settingsOf(request.settings) });
  };
  return {
    find: ({ text, ...context }) => findArrays(text, context),
    findAt({ text, offset, overrides, chosenNames, ...context }) {
      const at = findArrayAt(text, offset, context);
      const found = at && asChosen(at, { overrides, chosenNames });
      return found && { found, preview: hovered(found) };
    },
    parse: ({ text }) => parseArrays(text),
    async offer({ detect, ...request }, context) {
      const offers: Offer[] = [];
      const worth = arraysIn(request, detect).filter(({ offered }) => offered);
      const shown = tokens.without(
        request.text,
        worth.map(({ found }) => found),
      );
      for (const found of gathered(shown))
        offers.push({
          found,
          ...(offers.length < MOST_LOOKED_AT && (await glance(sessions, found, context))),
        });
      return offers;
    },
    glance: ({ found, look }, context) => glance(sessions, found, context, look),
    explain: (request, context) => explainText({ sessions, files }, request, context),
    namesIn: ({ texts }) => namesElsewhere(texts),
    labelSet: ({ id }) => namesOfSet(id) ?? [],
    readLabels: ({ text, ...logits }) => readLabels(text, logits),

    softmax: ({ logits, options }, context) => inSteps(softmaxSteps(logits, options), context),
    logSoftmax: ({ logits, options }, context) => inSteps(logSoftmaxSteps(logits, options), context),
    logSumExp: ({ logits, options }, context) => inSteps(logSumExpSteps(logits, options), context),
    softmaxCrossEntropy: ({ logits, labels, options }, context) =>
      inSteps(softmaxCrossEntropySteps(logits, labels, options), context),
    sparseSoftmaxCrossEntropy: ({ logits, classIds, options }, context) =>
      inSteps(sparseSoftmaxCrossEntropySteps(logits, classIds, options), context),
    distribution: ({ array, reading, axis }) => probabilitiesOf(array, reading, { axis }),

    async readArray({ text }, context) {
      const found = describeCarried(readArrayMime(text));
      return { found, ...(await glance(sessions, found, context)) };
    },
    hold: (request) => holdings.begin(request),
    holdPart: (request) => holdings.add(request),
    holdFile: (request) => holdings.fill(request),
    held: (request) => holdings.finish(request),
    drop(request) {
      sessions.drop(request.held);
      holdings.drop(request);
      tokens.drop(request);
    },
    fileKind: (request) => fileKind(request),
    findInFile: (request, context) => findInFile(request, context),
    evaluate: (request, context) => evaluate({ sessions, files }, request, context),
    explainFile: (request, context) => explainFile({ sessions, files }, request, context),
    openFile: (request, context) => files.open(request, context),
    peekFile: (request, context) => files.peek(request, context),
    readFile: (request, context) => files.read(request, context),
    readFileLabels: (request, context) => files.readLabels(request, context),
    closeFile: (request, context) => files.close(request, context),

    open: (request) => sessions.open(request),
    label: (request) => of(request).label(request),
    rows: (request, context) => on(request, (session, asked) => session.page(asked, context)),
    row: (request, context) => on(request, (session, asked) => session.row(asked, context)),
    ranks: (request, context) => on(request, (session, asked) => session.ranks(asked, context)),
    batch: (request, context) => on(request, (session, asked) => session.batch(asked, context)),
    naive: (request, context) => on(request, (session, asked) => session.naive(asked, context)),
    probabilities: (request, context) => of(request).probabilities(request, context),
    close: ({ session }) => sessions.close(session),
    valueSummary: (request, context) => valueSummary(of(request).rows, context),
    valueWindow: (request, context) => valueWindow(of(request).rows, request, context),
    perClass: (request, context) => on(request, (session, asked) => perClassOf(session, asked, context)),
    balancedWeights: (request, context) =>
      on(request, (session, asked) => balancedWeightsOf(session, asked, context)),
    calibrate: (request, context) => on(request, (session, asked) => calibrationOf(session, asked, context)),
    audit: (request, context) => on(request, (session, asked) => auditOf(session, asked, context)),
    lossReport: (request, context) => reportOf(of(request), request, context),
    evaluationSummary: (request, context) =>
      on(request, (session, asked) => evaluationSummary(session, asked, context)),
    multilabelSummary: (request, context) =>
      on(request, (session, asked) => multilabelSummary(session, asked, context)),
    evaluationFields: (request, context) => evaluationFields(of(request), context),
    evaluationSlices: (request, context) =>
      on(request, (session, asked) => evaluationSlices(session, asked, context)),
    runBeside: ({ other, ...request }, context) =>
      runBeside([of(request), sessions.get(other)], request, context),
    temperatureSummary: (request, context) =>
      on(request, (session, asked) => temperatureSummary(session, asked, context)),
    evaluationOfPieces: ({ answer, classNames }, context) =>
      evaluationOfPieces(answer, classNames, RESAMPLING, context),
    openSample: ({ answer, reading }) => sessions.open({ ...sampleOf(answer, reading), reading }),
    evaluationReport: ({ evaluation, origin, format }) => evaluationReport(evaluation, origin, format),
    sessionReport: (request, context) => sessionReport(of(request), request, context),
    calibrationMethods: (request, context) =>
      on(request, (session, asked) => calibrationMethods(session, asked, context)),
    conformalSets: (request, context) =>
      on(request, (session, asked) => conformalOf(session, asked, context)),
    evaluationPage: (request, context) =>
      on(request, (session, asked) => evaluationPage(session, asked, context)),
    compare: ({ first, second, ...request }, context) =>
      comparisonOf([sessions.get(first), sessions.get(second)], request, context),

    probeDump: ({ file }, context) => probeForPeople(file, context),
    openDump: (request, context) => sessions.openRecords(request, context),
    dumpProblems: (request, context) => problemsOf(of(request), context),
    recordNames: (request, context) => recordNames(of(request), request.rows, context),
    recordPlace: (request, context) => placeOf(of(request), request.row, context),

    findTokens: (request) => tokens.find(request),
    holdTokens: (request, context) => tokens.hold(request, context),
    tokenRecords: ({ file }, context) => tokenRecords(file, context),
    vocabulary: ({ of }, context) => tokens.vocabulary(of, context),
    nameTokens: (request, context) => tokens.name(request, context),
    openTokens: (request) => tokens.open(request),
    closeTokens: (request) => tokens.close(request),
    tokenRun: (request) => tokens.run(request),
    tokenAlternatives: (request) => tokens.place(request),
    tokenTotals: (request) => tokens.totals(request),
    compareTokens: ({ first, second }) => tokens.compare(first, second),
    tokenWhatIf: (request) => tokens.whatIf(request),
    tokenReport: (request) => tokens.report(request),

    checkLossCode: (request) => checkedOnRows(request),
    lossAt: ({ uri, place, ...request }) => lossAt(request, uri, place),
    codeImports: ({ files }) => importsOf(files),
    unreadCode: ({ files }) => unreadPlaces(files),
  };
}
