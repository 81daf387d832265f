import { arrange } from '../arrays/arrange';
import { isOffered } from '../arrays/offer';
import { withOverride } from '../arrays/override';
import type { FoundArray } from '../arrays/types';
import { batchOf } from '../loss/batchOf';
import { findArrays } from '../text/find';
import type { Explained, FindRequest } from '../worker/protocol';
import type { CallContext } from './callContext';
import { auditOf } from './figures';
import type { Sessions } from './sessions';

/** What strip and inspector show for the arrays of a text, without showing it. */
export async function explain(
  sessions: Sessions,
  { text, overrides, ...about }: FindRequest,
  context: CallContext,
): Promise<Explained[]> {
  const explained: Explained[] = [];
  for (const each of findArrays(text, about)) {
    const found = withOverride(each, overrides);
    const offered = isOffered(found, 'likely');
    explained.push({ found, offered, ...(await judged(sessions, found, context)) });
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
  const { labels, decimals, printedLoss } = found;
  const { session } = sessions.open({ ...arranged, labels: labels?.values, decimals });
  try {
    const opened = sessions.get(session);
    const settings = { temperature: 1 };
    return {
      ...(labels && { batch: batchOf(await opened.table(settings, context)) }),
      findings: await auditOf(opened, { settings, printedLoss }, context),
    };
  } finally {
    sessions.close(session);
  }
}
