import * as l10n from '@vscode/l10n';
import { sentenceOf } from '../arrays/words/sentence';
import { arrange } from '../arrays/arrange';
import { besideOf } from '../arrays/beside';
import type { FoundArray, NearbyLabels } from '../arrays/types';
import type { Finding } from '../loss/types';
import type { Explained, FindRequest } from '../worker/protocol';
import { settingsAtFirst, settingsUnder } from '../worker/settings';
import { arraysIn } from './arrays/arraysIn';
import type { CallContext } from './callContext';
import { auditOf } from './views/figures';
import { MOST_LOOKED_AT } from './limits';
import type { Session } from './session';
import type { Sessions } from './sessions';

/** What strip and inspector show for the arrays of a text, without showing it. */
export async function explain(
  sessions: Sessions,
  request: FindRequest,
  context: CallContext,
): Promise<Explained[]> {
  const explained: Explained[] = [];
  for (const { found, offered } of arraysIn(request, 'likely')) {
    const isJudged = explained.length < MOST_LOOKED_AT;
    explained.push({
      found,
      offered,
      ...(isJudged ? await judged(sessions, found, context) : { findings: [] }),
    });
  }
  return explained;
}

/** An array's figures and findings, as the inspector opens it at first. */
export async function judged(
  sessions: Sessions,
  found: FoundArray,
  context: CallContext,
): Promise<Pick<Explained, 'batch' | 'findings'>> {
  const arranged = arrange(found, found.reading.kind);
  if (!arranged) return { findings: [] };
  const { labels, decimals } = found;
  const { session } = sessions.open({ ...arranged, decimals });
  try {
    const opened = sessions.get(session);
    const settings = settingsUnder(arranged, settingsAtFirst(found));
    const unfit = labels && labelled(opened, labels);
    const findings = await auditOf(opened, { settings, beside: besideOf(found) }, context);
    return {
      ...(labels && !unfit && { batch: opened.summaryOf(await opened.table(settings, context)) }),
      findings: unfit && labels.axis === undefined ? [unfit, ...findings] : findings,
    };
  } finally {
    sessions.close(session);
  }
}

/** Gives a session its labels; what the inspector says beside them where they do not fit. */
function labelled(session: Session, { values, name }: NearbyLabels): Finding | undefined {
  try {
    session.label({ labels: values });
    return undefined;
  } catch (error) {
    return {
      id: 'labels-not-taken',
      severity: 'warning',
      message: l10n.t('“{0}” can’t be used as labels.', name ?? l10n.t('labels')),
      evidence: sentenceOf(error),
      remedy: l10n.t('Give the class ID of each row, or a distribution per row.'),
    };
  }
}
