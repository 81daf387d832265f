/** What of a file is in no figure, as sentences: nobody who reads one figure looks for it elsewhere. */

import * as l10n from '@vscode/l10n';
import { plural } from '../../arrays/words/plural';
import type { EvaluatedRows } from '../../loss/evaluation/evaluatedRows';
import type { EvaluationOptions } from '../../loss/evaluation/types';
import type { DumpFields, DumpReport, NoteKind, SkipKind } from '../../records/types';

const UNREAD: readonly (NoteKind | SkipKind)[] = ['label-unknown', 'label-several', 'label-shape'];

/**
 * Of the records of a file.
 *
 * Class IDs that no class has are told of rows, wherever they come from, unless labels are lists of classes or rows have their own.
 */
export function notesOfReport(
  report: DumpReport | undefined,
  fields: Pick<DumpFields, 'labelSets' | 'padded'> = {},
): string[] {
  if (!report) return [];
  const isOfRecords = fields.labelSets === true || fields.padded !== undefined;
  const { counts, records, classes } = report;
  return counts.flatMap(({ kind, count, example }) => {
    // What was read of a file that ends early or is damaged may be wrong, too.
    if (kind === 'file-cut-off') return l10n.t('The file is damaged or incomplete: {0}.', example);
    if (kind === 'width')
      return plural(
        count,
        l10n.t(
          '1 of {0} records is left out: it has a different number of classes than the first, {1}.',
          records,
          classes,
        ),
        l10n.t(
          '{0} of {1} records are left out: they have a different number of classes than the first, {2}.',
          count,
          records,
          classes,
        ),
      );
    if (kind === 'no-label' && fields.labelSets)
      return plural(
        count,
        l10n.t('1 row is left out: its label is empty. If it has no class, write [] there.'),
        l10n.t(
          '{0} rows are left out: their labels are empty. If they have no class, write [] there.',
          count,
        ),
      );
    if (!UNREAD.includes(kind) && !(isOfRecords && kind === 'label-out-of-range')) return [];
    return plural(
      count,
      l10n.t('1 label can’t be read: {0}.', example),
      l10n.t('{0} labels can’t be read. The first one: {1}.', count, example),
    );
  });
}

/** Of rows whose labels are none. */
export function notesOfMisfit(
  { misfit, classes }: Pick<EvaluatedRows, 'misfit' | 'classes'>,
  { labelOffset = 0 }: Pick<EvaluationOptions, 'labelOffset'>,
): string[] {
  if (!misfit) return [];
  const { outside, zeros } = misfit;
  // As the file has them.
  const [id, first, last] = [misfit.id, 0, classes - 1].map((at) => at + labelOffset);
  return [
    outside > 0 &&
      plural(
        outside,
        l10n.t('1 row is left out: its label is {0}, and class IDs go from {1} to {2}.', id, first, last),
        l10n.t(
          '{0} rows are left out: their labels aren’t class IDs from {1} to {2}. The first one is {3}.',
          outside,
          first,
          last,
          id,
        ),
      ),
    zeros > 0 &&
      plural(
        zeros,
        l10n.t('1 row is left out: its label has a 0 for each class.'),
        l10n.t('{0} rows are left out: their labels have a 0 for each class.', zeros),
      ),
  ].filter((one) => typeof one === 'string');
}
