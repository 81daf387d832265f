import { areNumberNames } from '../records/probe/labels';
import type { LossSettings } from './types';

type OfLabels = Pick<LossSettings, 'ignoreIndex' | 'labelOffset'>;

/**
 * Settings for labels that are names of classes, and no IDs: no offset shifts them, and the one that leaves its rows out is
 * written as they are, where their names are numbers. As they come from a person, so that they are meant once.
 *
 * @param names in the order of the IDs; undefined where labels are IDs
 */
export function namedSettings<Settings extends OfLabels>(
  settings: Settings,
  names: readonly string[] | undefined,
): Settings {
  if (!names) return settings;
  const { ignoreIndex } = settings;
  const place = ignoreIndex === undefined ? undefined : placeOf(ignoreIndex, names);
  return { ...settings, labelOffset: undefined, ignoreIndex: place };
}

function placeOf(label: number, names: readonly string[]): number | undefined {
  const place = names.indexOf(String(label));
  if (place >= 0) return place;
  // Among numbers no other one is meant.
  return areNumberNames(names) ? undefined : label;
}
