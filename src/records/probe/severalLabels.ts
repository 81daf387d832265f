import { placesSentence } from '../../arrays/words/placesSentence';
import * as l10n from '@vscode/l10n';
import { isMissingWord } from '../../arrays/words/missingWord';
import { printable } from '../../arrays/words/printable';
import { labelTextsOf, partsOf, type LabelTexts } from '../fields/labelTexts';
import { listInText } from '../text/listInText';
import { isPredictedName } from '../../text/names/labelNames';
import { indexOf, placeOf } from '../fields/nameIndex';
import { nameOf, type Field } from './field';
import { areNumberNames, NAMES_CLASSES, placesAmong, type KnownClasses } from './labels';

/**
 * A field some of whose texts hold several labels of a row, as `A|B` or `0 3`: its values are lists of class IDs then. Where one is no
 * class, or several things may be meant, the field is no label, and its first text that can't be read is told.
 *
 * @param written its values as they stand in the file
 */
export function withSeveral(
  field: Field,
  written: readonly unknown[],
  { count, names }: Pick<KnownClasses, 'count' | 'names'>,
): Field {
  if (count < 2) return field;
  // Lists are what others write, too, and are told with those.
  const open = written.filter(
    (value, at): value is string =>
      typeof value === 'string' &&
      /[|;, ]/.test(value.trim()) &&
      !Array.isArray(field.values[at]) &&
      listInText(value) === undefined,
  );
  // Classes that are called after numbers have these in lists as well.
  const areNumbers = names !== undefined && areNumberNames(names);
  if (open.length === 0 && !(areNumbers && written.some(isListed))) return field;
  let unread: string | undefined;
  for (const byName of areNumbers ? [true, false] : [false]) {
    const reader = labelTextsOf(names, count, byName);
    const values = written.map((value) => idsOf(value, reader));
    const at = values.indexOf(undefined);
    const isSeveral = at < 0 && values.some((ids) => ids && ids.length > 1);
    const areNames = isSeveral && names !== undefined && areOfNames(written, names);
    // `0 1` of two classes may be a row of 0 and 1 as well.
    if (isSeveral && (areNames || count > 2)) {
      const ids = areNames ? [] : values.flatMap((one) => one ?? []);
      const note = () => noteOf(nameOf(field), areNames ? undefined : placesAmong(ids, count, names)?.places);
      return { ...field, values, several: kindOf(field, { areNames, byName, names }), note };
    }
    const seeming = open.find((text) => reader.seemSeveral(text));
    if (seeming !== undefined) unread ??= at < 0 ? seeming : String(written[at]);
  }
  return unread === undefined ? field : { ...field, unread };
}

const isListed = (value: unknown): boolean =>
  Array.isArray(value) || (typeof value === 'string' && listInText(value) !== undefined);

function areOfNames(written: readonly unknown[], names: readonly string[]): boolean {
  const isName = (part: string) => placeOf(names, part) !== undefined;
  return Array.from(new Set(written)).every(
    (value) =>
      typeof value !== 'string' ||
      isMissingWord(value) ||
      isName(value) ||
      partsOf(value, isName) !== undefined,
  );
}

/** Null where there is no label; undefined where one is no class. */
function idsOf(value: unknown, reader: LabelTexts): readonly number[] | null | undefined {
  if (value === null || value === '' || Number.isNaN(value)) return null;
  if (Array.isArray(value)) {
    const ids = value.map((one: unknown) => reader.idOf(String(one as string | number)));
    return ids.includes(undefined) ? undefined : (ids as number[]);
  }
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  const id = reader.idOf(text);
  if (id !== undefined) return [id];
  return reader.idsIn(text) ?? (isMissingWord(text) ? null : undefined);
}

function kindOf(
  { path }: Field,
  { areNames, byName, names }: { areNames: boolean; byName: boolean; names: readonly string[] | undefined },
): NonNullable<Field['several']> {
  return {
    shape: areNames ? l10n.t('any number of class names') : l10n.t('any number of class IDs'),
    score: areNames && !isPredictedName(path.at(-1) ?? '') ? NAMES_CLASSES : 0,
    isSet: true,
    ...(areNames && { areNames: true }),
    ...((byName || (areNames && indexOf(names!).hasNumbers)) && { byName: true }),
  };
}

function noteOf(name: string, places: readonly string[] | undefined): string {
  const note = severalInTexts(name);
  return places ? `${note} ${placesSentence(places)}` : note;
}

/** Why each class is a yes or no of its own. */
export const severalInTexts = (name: string): string =>
  l10n.t(
    'Some texts in “{0}” are read as several labels, so each class is treated as its own yes or no.',
    printable(name, 80),
  );
