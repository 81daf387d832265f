import * as l10n from '@vscode/l10n';
import { seenJson } from '../../arrays/words/seenJson';
import { labelsName } from '../../worker/foundInRecords';
import type { Evaluation, EvaluationOptions } from '../../loss/types';
import type { ReportFormat, SessionReportRequest } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import { evaluationOf } from './evaluate';
import { shownRows } from './view';
import { hashFile } from '../files/fileHash';
import type { Session } from '../session';

/** An evaluation as a document. Charts and their styles are loaded when someone wants one. */
export async function evaluationReport(
  evaluation: Evaluation,
  origin: string,
  format: ReportFormat,
): Promise<string> {
  try {
    return await writtenReport(evaluation, origin, format);
  } catch (error) {
    // It may come from a file, and lack what was in it.
    if (error instanceof TypeError)
      throw new Error(l10n.t('The evaluation is incomplete.'), { cause: error });
    throw error;
  }
}

async function writtenReport(evaluation: Evaluation, origin: string, format: ReportFormat): Promise<string> {
  if (format === 'json') return `${seenJson(evaluation, 2)}\n`;
  if (format === 'markdown') {
    const { evaluationMarkdown } = await import('../../code/evaluation/markdown');
    return evaluationMarkdown(evaluation, origin);
  }
  const { evaluationHtml } = await import('../../code/evaluation/html');
  return evaluationHtml(evaluation, origin);
}

/** The same of rows that someone looks at, under the options that they are looked at with. */
export async function sessionReport(
  session: Session,
  { origin, format, selection, by, notes, ...look }: SessionReportRequest,
  context: CallContext,
): Promise<string> {
  const { settings, classNames, calibration } = look;
  const { temperature, ignoreIndex, shifted, labelOffset, loss } = settings;
  const { records } = session;
  const asRead = { ...look, settings: session.settingsOf(settings) };
  const isShown = loss !== 'sigmoid';
  const options: EvaluationOptions = {
    temperature,
    ...(loss && { loss }),
    ...(ignoreIndex !== undefined && { ignoreIndex }),
    ...(shifted !== undefined && { shifted }),
    ...(labelOffset !== undefined && { labelOffset }),
    // Of rows with several labels all are evaluated, as they are.
    ...(calibration && isShown && { calibration }),
    ...(selection !== undefined && isShown && { selection }),
  };
  const opened = {
    session,
    classNames,
    multiHot: loss === 'sigmoid',
    report: records?.report,
    notes,
    taken: { logits: records?.fields.logits.join('.'), labels: records && labelsName(records.fields) },
  };
  const shown = isShown ? await shownRows(session, { ...asRead, by }, context) : undefined;
  const evaluation = await evaluationOf(opened, options, context, shown);
  if (records) {
    evaluation.file = (await hashFile(records.file, context)).hashed;
    // Throws where it is another file than the one whose rows are shown.
    await records.recordOf(0, context.signal);
  }
  return evaluationReport(evaluation, origin, format);
}
