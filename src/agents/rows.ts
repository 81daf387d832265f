import type { FoundArray } from '../arrays/types';
import type { ViewSettings } from '../worker/protocol';
import type { OpenedRows } from './open';
import type { Reach } from './tool';
import { toldName } from './toldName';

const CLASSES = 3;

/** A class with its name, where it has one. */
export function classOf(id: number, found: FoundArray): { class: number; name?: string } {
  return { class: id, name: toldName(found.classNames?.[id]) };
}

/** One row in short: its likeliest classes, how sure, what is wrong with it. */
export async function rowOf(
  { client, signal }: Reach,
  { session, found }: OpenedRows,
  settings: ViewSettings,
  row: number,
): Promise<Record<string, unknown>> {
  const detail = await client.call('row', { session, settings, row, k: CLASSES }, { signal });
  const top = Array.from(detail.classes.subarray(0, CLASSES), (id, i) => ({
    ...classOf(id, found),
    p: detail.probabilities[i],
  }));
  return {
    row,
    top: detail.flag ? undefined : top,
    entropy: detail.flag ? undefined : detail.entropy,
    label: detail.label === undefined ? undefined : classOf(detail.label, found),
    loss: detail.loss,
    flag: detail.flag?.message,
  };
}
