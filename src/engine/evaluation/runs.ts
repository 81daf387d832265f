import * as l10n from '@vscode/l10n';
import { inClassesOf } from '../../loss/evaluation/sameClasses';
import { TOP_FIGURES, TopFigures } from '../../loss/evaluation/topFigures';
import { onesOf } from '../../loss/evaluation/figures';
import { pairedEvaluation, pairedRows, pairedSlices } from '../../loss/evaluation/paired';
import { rankRows } from '../../loss/evaluation/rankedRows';
import type { EvaluatedRows } from '../../loss/evaluation/evaluatedRows';
import type { EvaluationFigures, EvaluationLook, RunBeside, SliceFields } from '../../loss/evaluation/types';
import type { ViewSettings } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import { inTurns } from './evaluate';
import { RESAMPLING, rowsOf, sliceField } from './view';
import { idColumn } from './idColumn';
import type { Session } from '../session';

interface Asked extends Omit<EvaluationLook, 'filter'> {
  settings: ViewSettings;
  name: string;
  by: SliceFields;
  /** A field of both files that tells which rows belong together; row by row without it. */
  id?: string;
}

/** Another run beside the one that is looked at: differences over the rows that count in both. */
export async function runBeside(
  [session, other]: readonly [Session, Session],
  { settings, calibration, name, by, id, classNames }: Asked,
  context: CallContext,
): Promise<RunBeside> {
  const joinOf = async (one: Session) => ({
    rows: one.size.rows,
    ...(id !== undefined && { ids: await idColumn(one.records, id, context) }),
    part: one.records?.places.part.subarray(0, one.size.rows),
  });
  const first = await rowsOf(session, { settings: session.settingsOf(settings), calibration }, context);
  // A calibration is this run's; the other one is taken as it is.
  const rows = await rowsOf(other, { settings: { ...other.settingsOf(settings), temperature: 1 } }, context);
  const namesOf = ({ records }: Session) => records?.fields.classNames;
  const second = inClassesOf(
    { classes: first.classes, names: namesOf(session) },
    { rows, names: namesOf(other) },
  );
  const { pair, otherLabels } = pairedRows([first, second], [await joinOf(session), await joinOf(other)]);
  if (pair[0].row.length === 0) throw new Error(l10n.t('No row can be compared in both runs.'));
  const paired = await inTurns(pairedEvaluation(pair, name, RESAMPLING), context);
  const field = await sliceField(session, pair[0], { by, classNames }, context);
  return {
    ...paired,
    ...(otherLabels > 0 && { otherLabels }),
    here: valuesOf(pair[0]),
    figures: valuesOf(pair[1]),
    slices: pairedSlices(pair, field),
  };
}

function valuesOf(rows: EvaluatedRows): EvaluationFigures {
  const values = new TopFigures(rankRows(rows)).of(onesOf(rows.row.length));
  return Object.fromEntries(
    TOP_FIGURES.flatMap((name, at) => (Number.isNaN(values[at]) ? [] : [[name, { value: values[at] }]])),
  );
}
