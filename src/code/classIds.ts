import { IGNORE_INDEX } from '../arrays/ignoreIndex';
import type { LabelFacts } from '../loss/lossTable';
import type { LossSettings } from '../loss/types';
import type { DumpFields } from '../records/types';
import { python } from './python';
import { isSeparated } from '../records/csv/separated';

/** What tells how labels of a file are read. */
export interface LabelReading {
  fields: DumpFields;
  classes: number;
  facts: LabelFacts;
  settings: LossSettings;
}

/** Rows that have no label, or one that is no class: they are given the id that leaves them out. */
export function leavesOut({ facts }: Pick<LabelReading, 'facts'>): boolean {
  return facts.missing + facts.ignored + facts.outOfRange > 0;
}

/**
 * Lines that make class ids of the labels of all records, one a record; `cell` is the label of record `r`.
 *
 * @param inAnyCase whether some labels differ from the names of classes in their case
 */
export function* classIdLines(reading: LabelReading, cell: string, inAnyCase: boolean): Iterable<string> {
  const { fields, classes, settings } = reading;
  const { labelOffset: offset, ignoreIndex = IGNORE_INDEX } = settings;
  const isText = isSeparated(fields.format);
  const isNamed = areNamed(fields);
  const hasTruths = isText && classes === 2;
  const from = offset ? ` - ${offset}` : '';
  if (!isNamed && !hasTruths && !leavesOut(reading)) {
    yield `LABELS = [int(float(${cell}))${from} for r in records]${offset ? `  # class ids from ${offset}` : ''}`;
    return;
  }
  if (isNamed) yield* namesLines(fields, inAnyCase);
  yield `def class_id(y):  # ${IGNORE_INDEX} leaves a row out`;
  // Texts are read without the blanks around them.
  if (isText) yield '    y = (y or "").strip()';
  // Of names it is the one in the place that the settings say.
  const ignoredName = offset || !isNamed ? undefined : fields.classNames?.[ignoreIndex];
  const isIgnored =
    ignoredName !== undefined &&
    `    if y == ${fields.labelsByName ? ignoredName : python(ignoredName)}: return ${IGNORE_INDEX}`;
  if (isNamed && !fields.labelsByName) {
    if (isIgnored) yield isIgnored;
    yield* lookUpLines(inAnyCase);
  }
  if (hasTruths) yield '    y = {"true": 1, "false": 0}.get(y.lower(), y)';
  yield '    try: y = int(float(y))';
  yield `    except (TypeError, ValueError, OverflowError): return ${IGNORE_INDEX}`;
  if (isNamed && fields.labelsByName) {
    if (isIgnored) yield isIgnored;
    yield `    return names.index(str(y)) if str(y) in names else ${IGNORE_INDEX}`;
  } else {
    if (ignoreIndex !== IGNORE_INDEX) yield `    if y == ${ignoreIndex}: return ${IGNORE_INDEX}`;
    if (offset) yield `    y -= ${offset}  # class ids from ${offset}`;
    yield `    return y if 0 <= y < ${classes} else ${IGNORE_INDEX}`;
  }
  yield `LABELS = [class_id(${cell}) for r in records]`;
}

function* namesLines({ classNames }: DumpFields, inAnyCase: boolean): Iterable<string> {
  yield `names = ${python(classNames)}`;
  if (inAnyCase) yield 'lower = [name.lower() for name in names]';
}

function* lookUpLines(inAnyCase: boolean): Iterable<string> {
  yield '    if y in names: return names.index(y)';
  if (inAnyCase) yield '    if lower.count(str(y).lower()) == 1: return lower.index(str(y).lower())';
}

/** Whether labels are names: numbers are places, unless they are said to be names as well. */
const areNamed = ({ classNames, labelsByName }: DumpFields): boolean =>
  classNames !== undefined && (labelsByName === true || !classNames.every((name) => /^\d+$/.test(name)));
