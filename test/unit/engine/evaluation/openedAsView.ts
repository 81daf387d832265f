import type { Answers } from '../../../../src/engine/calls';
import type { EvaluationOptions } from '../../../../src/loss/types';
import type { DumpFile, ViewSettings } from '../../../../src/worker/protocol';
import { fieldsOf, likelyLabels } from '../../../../src/worker/foundInRecords';
import { context } from './twelveRows';

/** A file as a view opens it where nobody says which fields are meant, under the settings of the options; undefined where nothing says which its logits are. */
export async function openedAsView(
  calls: Answers,
  file: DumpFile,
  { temperature = 1, ignoreIndex, labelOffset, shifted }: EvaluationOptions,
): Promise<{ session: number; settings: ViewSettings; classNames?: readonly string[] } | undefined> {
  const probe = await calls.probeDump({ file }, context);
  const logits = probe?.logits[0];
  // A person would be asked.
  if (!logits || probe.ambiguous.logits) return undefined;
  const fields = fieldsOf(probe, logits, likelyLabels(probe));
  const opened = await calls.openDump({ file, fields, reading: logits.reading ?? 'logits' }, context);
  const isEach = opened.labels?.multiHot === true || (opened.reading === 'sigmoid-scores' && !fields.scalar);
  const settings = {
    temperature,
    ...(ignoreIndex !== undefined && { ignoreIndex }),
    ...(labelOffset !== undefined && { labelOffset }),
    ...(shifted !== undefined && { shifted }),
    ...(isEach && { loss: 'sigmoid' as const }),
  };
  return { session: opened.session, settings, classNames: fields.classNames };
}
