import { areOrdered, isNoBeforeYes } from '../fields/columnGroups';
import { isRoundedDistribution, NamedScores, namedScoresIn, namedScoresInText } from '../fields/namedScores';
import type { FieldPath, UnfitField } from '../types';
import { addTo } from './addTo';
import { isSamePath, parentOf, type Field } from './field';
import { FieldsBeside } from './fieldsBeside';
import { classFields, COUNTING, labelsOf, type NumberField } from '../fields/classFields';
import { classPairs, unfitPairs } from './classPairs';
import { isCalledLabel } from './labels';
import { indexOf } from '../fields/nameIndex';
import { hotColumns, hotNames, hotPair, isFlagOrNone, restScore, someOfFlags } from './hotColumns';
import { isOfScores } from '../../text/names/scoreNames';
import type { TableColumn } from './tableColumn';
import { isNumbers, isTexts, widthOf } from './values';

/** Names that tell of scores of classes; other objects of numbers are figures, boxes and counts. */
const TELLING = /logits?$|prob|score|confidence|distribution|^(?:preds?|predictions?|outputs?|cats)$/i;
const ALTERNATIVES = /^top|alternatives?$|candidates?$|choices$|options$/i;
const UNBOUNDED = /logit|log_?prob/i;

/** A value that holds scores by name, under a key that tells so. */
export const scoresAt = (value: unknown, path: FieldPath): NamedScores | undefined =>
  ofField(namedScoresIn(value), path);

function ofField(scores: NamedScores | undefined, path: FieldPath): NamedScores | undefined {
  // Tokens that follow each other are a text, and no classes.
  if (scores?.areTokens && !ALTERNATIVES.test(path.at(-1) ?? '')) return undefined;
  if (!scores || scores.isList) return scores;
  // `outputs.logits` and `outputs.label` of one score a record.
  if (
    scores.names.some(isOfScores) &&
    scores.names.some((name) => isCalledLabel({ path: [name], values: [] }))
  )
    return undefined;
  // `gold.cats`: a 0 or 1 for each class.
  return TELLING.test(path.at(-1) ?? '') && !isCalledLabel({ path, values: [] }) ? scores : undefined;
}

const LISTED = /^[{[]/;

/** Columns of a table, with the scores by name that some of their cells hold. */
export function namedCells(columns: readonly TableColumn[]): (Field & { isListed?: boolean })[] {
  return columns.map((column) => {
    const { path, cells } = column;
    if (column.isPlain || !LISTED.test(cells.find((text) => text !== '')!)) return column;
    return {
      path,
      isListed: true,
      values: column.values.map((value, at) => ofField(namedScoresInText(cells[at]), path) ?? value),
    };
  });
}

/** Fields of a table whose cells name their scores, or have the names in a cell beside them. */
export function namedInCells(read: readonly Field[]): Field[] {
  const mayBe = ({ values }: Field) => values.some((value) => typeof value === 'object' && value !== null);
  return read.some(mayBe) ? inOrder(read, () => undefined).filter(({ scored }) => scored) : [];
}

/**
 * Fields of scores by name as lists of numbers in the order of the classes. Of objects only logits and what sums to 1, or
 * whose keys a label beside it has: a record's metrics are no classes.
 *
 * @param known the order of the classes, where the file says it
 */
export function inOrder(
  fields: readonly Field[],
  known: (classes: number) => readonly string[] | undefined,
): Field[] {
  const beside = new FieldsBeside(fields);
  return fields.flatMap((field): Field[] => {
    const named = field.values.filter((value) => isNamed(value));
    if (named.length === 0) return [namedBeside(field, beside, known) ?? field];
    const [first] = named;
    const order = orderOf(first, known);
    // Keys in an order of each record's own, as those that are sorted by score, say nothing of the classes' order.
    if (!first.isList && order.classes !== known(first.names.length) && !areInOneOrder(named))
      order.isOwn = false;
    const values = field.values.map((value) => (isNamed(value) ? arranged(value, order.classes) : null));
    const whole = values.filter((value) => value !== null);
    if (whole.length < 0.9 * values.length) return [];
    if (!first.isList && !isTold(field.path, first.names, whole, beside)) return [];
    return [{ ...field, values, scored: { ...order, key: first.key } }];
  });
}

/** A list of numbers whose names stand beside it, in an order of each record's own. */
function namedBeside(
  field: Field,
  beside: FieldsBeside,
  known: (classes: number) => readonly string[] | undefined,
): Field | undefined {
  if (!isNumbers(field.values[0])) return undefined;
  const width = widthOf(field.values[0]);
  const { field: names, isSorted } = beside.namesBeside(field, width) ?? {};
  if (!names || names.values.length !== field.values.length) return undefined;
  const named = field.values.map((scores, at): NamedScores | undefined => {
    const own = names.values[at];
    const fits = isTexts(own) && isNumbers(scores) && own.length === scores.length;
    return fits ? new NamedScores(own, scores as number[], true) : undefined;
  });
  const [first] = named;
  if (!first) return undefined;
  const order = orderOf(first, known);
  // A list in the order of its own scores says nothing of the order of the classes.
  if (isSorted && known(width)?.join('\0') === first.names.join('\0')) order.isOwn = false;
  const values = named.map((one) => one && arranged(one, order.classes));
  return values.every((one) => one)
    ? { ...field, values, scored: { ...order, beside: names.path } }
    : undefined;
}

/**
 * Fields of one number each that are the classes of one row, as one field of rows: `{"lp_A": -1.2, "lp_B": -0.4, …}`. They stand side
 * by side, in every record that is looked at.
 *
 * @param records how many were looked at
 */
export function withClassFields(fields: readonly Field[], records: number): Field[] {
  const paired = pairedFields(fields, records);
  const found = paired.length > 0 ? paired : classFieldsIn(fields, records);
  const used = new Map<string, Set<string>>();
  for (const { path, scored } of found) {
    const parent = parentOf([...scored!.within!, '']);
    const names = used.get(parent);
    if (!names) used.set(parent, new Set(path));
    else for (const name of path) names.add(name);
  }
  if (used.size === 0) return [...fields];
  return [...found, ...fields.filter(({ path }) => !used.get(parentOf(path))?.has(path.at(-1)!))];
}

function classFieldsIn(fields: readonly Field[], records: number): Field[] {
  const [beside, partial] = [new Map<string, Field[]>(), new Map<string, string[]>()];
  for (const field of fields) {
    const isNumber = field.values.every((value) => typeof value === 'number' || value === null);
    if (!isNumber) continue;
    const parent = parentOf(field.path);
    if (field.values.length === records) addTo(beside, parent, field);
    else addTo(partial, parent, field.path.at(-1)!);
  }
  const groups = [...beside].filter(([, { length }]) => length > 1);
  if (groups.length === 0) return [];
  // Each object of numbers is compared with all labels.
  const most = Math.ceil(MOST_COMPARED / groups.length);
  const labels = labelsOf(
    fields
      .filter(isCalledLabel)
      .slice(0, most)
      .map(({ values }) => values),
  );
  const hot = hotNamesIn(fields).slice(0, most);
  const found: Field[] = [];
  for (const [parent, members] of groups) {
    const numbers = members.map(numberField);
    const classes = classFields(numbers, labels, { partial: partial.get(parent), hot });
    if (!classes) continue;
    const byName = new Map(numbers.map((one) => [one.name, one]));
    for (const { fields: names, classes: called, counted } of [classes, ...(classes.again ?? [])])
      found.push(
        asRows(
          names.map((name) => byName.get(name)!),
          { classes: called, within: members[0].path.slice(0, -1), isOwn: counted },
        ),
      );
  }
  return found;
}

/** Objects of numbers times labels: more are no records of anybody's scores. */
const MOST_COMPARED = 20_000;

/** Fields of one number each that have a field of 0 and 1 beside them for each class, in the same object or in another one. */
function pairedFields(fields: readonly Field[], records: number): Field[] {
  for (const members of numbersBeside(fields, records)) {
    const pairs = classPairs(members).filter(({ scores: [first, ...others] }) =>
      others.every(({ field }) => isSamePath(field.path.slice(0, -1), first.field.path.slice(0, -1))),
    );
    if (pairs.length > 0)
      return pairs.map(({ scores, classes }) => {
        const own = withinObjects(
          classes,
          scores.map(({ field }) => field),
        );
        return asRows(
          scores.map(({ field }) => numberField(field)),
          { classes: own, within: scores[0].field.path.slice(0, -1), isOwn: areOrdered(own) },
        );
      });
  }
  return [];
}

/** What classes are called in their objects, where the names of these differ in a part: `cat` of `gold_cats.cat` beside `pred_cats.cat`. */
function withinObjects(classes: readonly string[], fields: readonly Field[]): readonly string[] {
  const keys = fields.map(({ path }) => path.at(-1)!);
  return classes.every((name, at) => name.endsWith(`.${keys[at]}`)) ? keys : classes;
}

/** Why fields that are called so are no such pairs. */
export function unfitBeside(fields: readonly Field[], records: number): UnfitField | undefined {
  for (const members of numbersBeside(fields, records)) {
    const unfit = unfitPairs(members);
    if (unfit) return unfit;
  }
  return undefined;
}

/** A member of an object of labels that not every record has, as where those that are 0 are left out. */
export function partialLabel(
  fields: readonly Field[],
  names: readonly string[] = [],
  records: number,
): UnfitField | undefined {
  const found = fields.find(
    ({ path, values }) =>
      values.length < records &&
      path.length > 1 &&
      indexOf(names).places.has(path.at(-1)!) &&
      values.every(isFlagOrNone) &&
      restScore('', path.slice(0, -1)) > 0,
  );
  return found && { name: found.path.join('.'), preview: '', isPartial: true };
}

/** Numbers of every record that stand in one object, or in objects beside each other, by their names there. */
function numbersBeside(fields: readonly Field[], records: number): (NumberField & { field: Field })[][] {
  const beside = new Map<string, Field[]>();
  for (const field of fields) {
    const isNumber = field.values.every((value) => typeof value === 'number' || isFlagOrNone(value));
    if (!isNumber || field.values.length !== records) continue;
    for (let depth = 1; depth <= Math.min(2, field.path.length); depth++)
      addTo(beside, JSON.stringify(field.path.slice(0, -depth)), field);
  }
  return [...beside].map(([parent, members]) => {
    const { length } = JSON.parse(parent) as string[];
    return members.map((field) => ({
      ...numberField(field),
      name: field.path.slice(length).join('.'),
      field,
    }));
  });
}

const numberField = ({ path, values }: Field): NumberField => ({
  name: path.at(-1)!,
  values: values.map((value) => (value === null ? NaN : Number(value))),
});

/** A row of the numbers of each record. */
function asRows(scores: readonly NumberField[], scored: NonNullable<Field['scored']>): Field {
  return {
    path: scores.map(({ name }) => name),
    values: scores[0].values.map((_, row) =>
      scores.map(({ values }) => (Number.isNaN(values[row]) ? null : values[row])),
    ),
    scored,
  };
}

/** What fields of 0 and 1 that are called labels have for classes. */
function hotNamesIn(fields: readonly Field[]): Set<string>[] {
  const names = new Map<string, string[]>();
  for (const { path, values } of fields) {
    if (!values.every((value) => isFlagOrNone(value))) continue;
    addTo(names, JSON.stringify(path.slice(0, -1)), path.at(-1)!);
  }
  return [...names].flatMap(([parent, members]) => hotNames(members, JSON.parse(parent) as string[]));
}

/**
 * Fields of 0 and 1 of one object, one for each class, that every record has; and all that can't be labels by themselves, since
 * there are several of them.
 *
 * @param isOne whether a record has one score, that of the second of two classes
 */
export function hotFields(
  fields: readonly Field[],
  { path, scored, values }: Pick<Field, 'path' | 'scored' | 'values'>,
  known: readonly string[] | undefined,
  { records, isOne = false }: { records: number; isOne?: boolean },
): { hot: ReturnType<typeof hotColumns>; isAmong: (field: Field) => boolean } {
  const width = widthOf(values.find(isNumbers));
  const classes = scored?.classes ?? known ?? Array.from({ length: width }, (_, id) => String(id));
  const beside = new Map<string, Field[]>();
  for (const field of fields) {
    if (!field.values.every((value) => isFlagOrNone(value))) continue;
    addTo(beside, parentOf(field.path), field);
  }
  let hot: ReturnType<typeof hotColumns>;
  const some = new Set<string>();
  for (const members of beside.values()) {
    const within = members[0].path.slice(0, -1);
    const isScores = scored?.within && isSamePath(scored.within, within);
    const flags = members.filter((field) => !(isScores && path.includes(field.path.at(-1)!)));
    const numbers = flags.map((field) => ({
      name: field.path.at(-1)!,
      values: field.values.map((value) => (value === null ? NaN : Number(value))),
    }));
    const whole = numbers.filter((_, at) => flags[at].values.length === records);
    hot ??= isOne ? hotPair(whole, within) : hotColumns(whole, classes, within);
    for (const name of someOfFlags(numbers, classes)) some.add(JSON.stringify([...within, name]));
  }
  return { hot, isAmong: (field) => some.has(JSON.stringify(field.path)) };
}

const areInOneOrder = ([first, ...others]: readonly NamedScores[]): boolean =>
  others.every(({ names }) => names.every((name, at) => name === first.names[at]));

const isNamed = (value: unknown) => value instanceof NamedScores;

function orderOf(
  { names, isList }: NamedScores,
  known: (classes: number) => readonly string[] | undefined,
): { classes: readonly string[]; isOwn: boolean } {
  const said = known(names.length);
  if (said && names.every((name) => said.includes(name))) return { classes: said, isOwn: true };
  const isYesFirst = names.length === 2 && isNoBeforeYes(names[1], names[0]);
  if (!isList) return { classes: isYesFirst ? names.toReversed() : names, isOwn: true };
  const numbers = names.map((name) => /^LABEL_(\d+)$/i.exec(name)?.[1]);
  const isNumbered = numbers.every((one) => one !== undefined && Number(one) < names.length);
  return { classes: names.toSorted(COUNTING.compare), isOwn: isNumbered };
}

/** In the order of the classes; null where one is missing or another one is there. */
function arranged({ names, scores }: NamedScores, classes: readonly string[]): number[] | null {
  if (names.length !== classes.length) return null;
  const row = classes.map((name) => scores[names.indexOf(name)]);
  return row.includes(undefined as never) ? null : row;
}

function isTold(
  path: FieldPath,
  names: readonly string[],
  rows: readonly number[][],
  beside: FieldsBeside,
): boolean {
  if (UNBOUNDED.test(path.at(-1) ?? '')) return true;
  if (rows.every(isRoundedDistribution)) return true;
  return beside.areNamed(names) || beside.haveFlags(path, names);
}
