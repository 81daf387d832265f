import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import { placeInAnyCase } from '../../arrays/words/anyCase';
import { NO_LABEL } from '../../arrays/noLabel';
import { placesSentence } from '../../arrays/words/placesSentence';
import { printable } from '../../arrays/words/printable';
import { areOrdered } from '../../records/fields/columnGroups';
import { plainNumber } from '../../records/text/numbers';
import { areInFields } from '../../records/probe/field';
import { areNumberNames, numberNames, placesAmong } from '../../records/probe/labels';
import type { DumpProbe, FieldCandidate, UnfitField } from '../../records/types';
import type { OpenedSource } from '../evaluation/openedSource';
import { quotedNames } from '../evaluation/quotedNames';

/** Names of classes that the fields of the scores have, and whether a class ID is a place among them. */
export function ownNamesOf(
  { path, scored }: Pick<FieldCandidate, 'path' | 'scored'>,
  { classNames }: Pick<DumpProbe, 'classNames'>,
): OpenedSource['ownNames'] {
  if (scored) return { names: scored.classes, areOrdered: !scored.areUnordered };
  // A file may name the classes of columns besides.
  const areOwn = path.length > 1 && classNames?.every((name, at) => path[at]?.includes(name));
  return areOwn ? { names: classNames!, areOrdered: areOrdered(classNames!) } : undefined;
}

/** What a person must name where only its values speak for it. */
export function unsure(name: string): Error {
  return new Error(
    l10n.t(
      'An evaluation requires labels. “{0}” is yes or no for each record: if it is the label, name it in “labels”.',
      name,
    ),
  );
}

/** Two words beside one score a row, of which nobody says whose score it is. */
export function noneOfWords(labels: string, [first, second]: readonly string[], score: string): Error {
  return new Error(
    l10n.t(
      '“{0}” holds “{1}” and “{2}”, and nothing says which of them “{3}” is the score of. Name the score after that class, as in “prob_{2}”, or write labels as 0 and 1.',
      printable(labels, 80),
      printable(first, 40),
      printable(second, 40),
      printable(score, 80),
    ),
  );
}

/** Why a field that may be the labels is not taken for them. */
export function notSaid({ name, isYesOrNo, rivals = [] }: FieldCandidate): Error {
  if (isYesOrNo && rivals.length === 0) return unsure(printable(name, 80));
  if (rivals.length === 0)
    return new Error(
      l10n.t(
        'An evaluation requires labels. Nothing says that “{0}” are the labels. If they are, name them in “labels”.',
        printable(name, 80),
      ),
    );
  const names = quotedNames([name, ...rivals]);
  return new Error(l10n.t('Several fields could be the labels: {0}. Name one in “labels”.', names));
}

/** Why a field that is called labels, or looks like them, was not taken. */
export function unfitLabels(
  { name, preview, isFlag, isUnordered, isTop, isOneClass, isPartial, lacksLabel }: UnfitField,
  { file, classes, names }: { file: string; classes: number; names: readonly string[] | undefined },
): Error {
  const shown = printable(name, 80);
  if (isFlag) return unsure(shown);
  if (isTop)
    return new Error(
      l10n.t(
        'An evaluation requires labels. “{0}” is the class with the largest score in each of the first rows, as a prediction is. If it is the label, name it in “labels”.',
        shown,
      ),
    );
  if (isUnordered && names) return noOrder(file, names);
  if (isOneClass)
    return new Error(
      l10n.t(
        'An evaluation requires labels. “{0}” holds {1}; expected 0 or 1 for each class.',
        shown,
        preview,
      ),
    );
  if (isPartial)
    return new Error(
      l10n.t(
        'An evaluation requires labels. “{0}” isn’t in every record; expected 0 or 1 for each class.',
        shown,
      ),
    );
  if (lacksLabel)
    return new Error(
      l10n.t(
        'An evaluation requires labels. “{1}” has labels in “{2}”, but “{0}” has none.',
        shown,
        ...lacksLabel.pair.map((one) => printable(one, 80)),
      ),
    );
  return new Error(
    l10n.t(
      'An evaluation requires labels. “{0}” holds {1}, which isn’t a label of {2} classes. Write class IDs from 0 to {3}, or names of the classes.',
      shown,
      preview,
      classes,
      classes - 1,
    ),
  );
}

/**
 * The class of each label of another file, by the rules for labels in the file of the scores: names of classes, or numbers, which are
 * names where classes have numbers for those. What is neither is no label.
 *
 * @param labelOffset where someone says that class IDs begin: numbers are those then
 */
export function classesOf(
  labels: readonly string[],
  { classNames = [], ownNames, session }: Pick<OpenedSource, 'classNames' | 'ownNames' | 'session'>,
  { file, labelOffset }: { file: string; labelOffset?: number },
): { ids: Float64Array; areNames: boolean; note?: string } {
  const { classes } = session.size;
  const known = placesOf(classNames, labels, columnsOf(session));
  const truths = classes <= 2 ? ['false', 'true'] : [];
  const areNumbers = areNumberNames(classNames);
  const given = [...new Set(labels)].filter((text) => text !== '' && (areNumbers || !known.has(text)));
  const numbers = given
    .map((text) => plainNumber(text) ?? truths.indexOf(text.toLowerCase()))
    .filter(
      (number) => (number !== -1 || known.has('-1')) && number !== IGNORE_INDEX && !Number.isNaN(number),
    );
  // A 0 that is no name says that all are counted from there.
  const areCounted = numbers.some((number) => number === 0 && !known.has('0'));
  const named = areCounted ? [] : numbers.filter((number) => known.has(String(number)));
  const byName = areNumbers && labelOffset === undefined ? numberNames(named, classNames) : undefined;
  if (ownNames && !ownNames.areOrdered && !byName && numbers.length > 0) throw noOrder(file, ownNames.names);
  const areIds = given.length > 0 && labels.every((text) => !known.has(text) || areNumbers);
  const places = areIds ? placesAmong(numbers, classes, ownNames?.names)?.places : undefined;
  const note = byName?.note ?? (places && placesSentence(places, labelOffset));
  const idOf = (text: string): number => {
    const number = plainNumber(text);
    if (areNumbers && byName) {
      const isNone = number === -1 || number === IGNORE_INDEX;
      return known.get(String(number)) ?? (isNone ? number : NO_LABEL);
    }
    const byText = areNumbers && number !== undefined ? undefined : known.get(text);
    const id = byText ?? number ?? truths.indexOf(text.toLowerCase());
    return Number.isInteger(id) && id !== -1 ? id : text === '-1' ? -1 : NO_LABEL;
  };
  const ids = new Map(labels.map((text) => [text, NO_LABEL]));
  for (const text of ids.keys()) ids.set(text, text === '' ? NO_LABEL : idOf(text));
  const [unknown] = given;
  if (unknown !== undefined && [...ids.values()].every((id) => id === NO_LABEL))
    throw noneKnown(file, unknown, { classes, areNamed: classNames.length > 0 });
  return {
    ids: Float64Array.from(labels, (text) => ids.get(text)!),
    areNames: byName !== undefined || (!areNumbers && known.size > 0 && given.length === 0),
    ...(note !== undefined && { note }),
  };
}

/** The columns of the scores, one for each class. */
function columnsOf({ records, size }: OpenedSource['session']): readonly string[] {
  if (!records) return [];
  const { format, logits: path, scored } = records.fields;
  return areInFields(format, { path, scored }) && path.length === size.classes ? path : [];
}

/** The classes by their names, by those of their columns, and by labels that differ from names in nothing but their case. */
function placesOf(
  classNames: readonly string[],
  labels: readonly string[],
  columns: readonly string[],
): Map<string, number> {
  const places = new Map(classNames.map((name, id) => [name, id] as const));
  for (const [id, column] of columns.entries()) if (!places.has(column)) places.set(column, id);
  for (const text of new Set(labels)) {
    const id = places.has(text) ? undefined : placeInAnyCase(classNames, text);
    if (id !== undefined) places.set(text, id);
  }
  return places;
}

/** Why no label of a file is one of the rows' classes. */
function noneKnown(
  file: string,
  label: string,
  { classes, areNamed }: { classes: number; areNamed: boolean },
): Error {
  const shown = printable(label, 40);
  return new Error(
    areNamed
      ? l10n.t('{0}: “{1}” is not one of the class names.', file, shown)
      : l10n.t(
          '{0}: the class of “{1}” is unknown, since the scores have no class names. Write class IDs from 0 to {2}.',
          file,
          shown,
          Math.max(2, classes) - 1,
        ),
  );
}

export function noOrder(file: string, names: readonly string[]): Error {
  return new Error(
    l10n.t(
      '{0}: labels are numbers, and nothing says which class each of them is. Write class names: {1}.',
      file,
      quotedNames(names),
    ),
  );
}
