import * as l10n from '@vscode/l10n';
import type { DumpReport } from '../../records/types';

/** Throws where records of a file are left out because they stand in another list. */
export function checkOthers({ counts }: Pick<DumpReport, 'counts'>, file: string): void {
  const others = counts.find(({ kind }) => kind === 'other-records');
  if (others)
    throw new Error(
      l10n.t('{0}: {1}. To evaluate all of them, write them in one list.', file, others.example),
    );
}
