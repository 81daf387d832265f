import * as l10n from '@vscode/l10n';
import { describe } from '../../arrays/ndarray';
import { plural } from '../../arrays/words/plural';
import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import { isUnknownLabel } from '../../arrays/labelShape';
import { placeInAnyCase } from '../../arrays/words/anyCase';
import { NO_LABEL } from '../../arrays/noLabel';
import { excerpt } from '../text/excerpt';
import type { FieldValues } from './fieldValues';
import { LabelTexts } from './labelTexts';
import { plainNumber } from '../text/numbers';
import type { Problems } from '../problems';
import type { RowBlock } from '../rowBlocks';
import type { RecordPlace } from '../text/splitter';
import type { DumpFields } from '../types';

const MAX_ID = 2147483647;
/** What JSON, pandas and R call the second of two classes, and the first. */
const TRUTHS: ReadonlyMap<string, number> = new Map([
  ['false', 0],
  ['true', 1],
]);

/** Turns what a record holds in its label's field into class ids or distributions. What is no label is noted, never guessed. */
export class RowLabels {
  private readonly ids?: ReadonlyMap<string, number>;
  private readonly classNames?: readonly string[];
  private readonly shared: ReadonlySet<string>;

  private readonly name: string;
  /** Lists of classes: a yes or no for each. */
  private readonly areSets: boolean;
  /** Numbers are names of classes. */
  private readonly byName: boolean;
  private several?: LabelTexts;
  /** Rows have classes of their own. */
  private readonly isPadded: boolean;
  /** What stands for a yes or no of the row that nobody knows. */
  private unknown?: number;

  constructor(
    private readonly values: FieldValues,
    {
      labels,
      labelSets,
      labelsByName,
      classNames,
      padded,
    }: Pick<DumpFields, 'labels' | 'labelSets' | 'labelsByName' | 'classNames' | 'padded'>,
    private readonly problems: Problems,
  ) {
    this.name = labels!.join('.');
    this.areSets = labelSets ?? false;
    this.byName = labelsByName ?? false;
    this.isPadded = padded !== undefined;
    this.classNames = classNames;
    this.ids = classNames && idsOf(classNames);
    this.shared = new Set(classNames?.filter((one, id) => this.ids!.get(one) !== id));
  }

  /** Whether one number per class stands where a row's label would be. */
  isSoft(logits: FieldValues, classes: number): boolean {
    if (this.areSets) return true;
    const { rank, width, count } = this.values;
    this.unknown = undefined;
    const isSoft = rank >= 1 && rank === logits.rank && width === classes && count > 0;
    if (isSoft && rank === 1) this.unknown = unknownIn(this.values);
    return isSoft && this.unknown === undefined;
  }

  /**
   * Fills in the labels of the block's rows from `first` on.
   *
   * @param width how many classes each of these rows has
   */
  fill(block: RowBlock, first: number, rows: number, place: RecordPlace, width: number): void {
    const { values } = this;
    block.label!.fill(NO_LABEL, first, first + rows);
    // A bare class ID or name is a set of one.
    if (this.areSets && values.seen > 0 && (values.rank === 1 || !values.isEmpty))
      return this.fillSet(block, first, place);
    if (values.seen === 0 || values.isEmpty) return this.noteMissing(place);
    if (this.unknown !== undefined) return this.noteUnknown(place, this.unknown);
    if (block.soft) this.fillSoft(block, first, rows, place);
    else this.fillIds(block, first, rows, place, width);
  }

  private fillSoft(block: RowBlock, first: number, rows: number, place: RecordPlace): void {
    const { values, name } = this;
    const { classes } = block;
    if (values.rows !== rows)
      return this.problems.note(place, 'label-shape', () =>
        l10n.t('{0}: expected {1} rows, as in the logits, got {2}', name, rows, values.rows),
      );
    const { width } = values;
    block.soft!.fill(0, first * classes, (first + rows) * classes);
    block.soft!.set(values.data.subarray(0, values.count), first * classes);
    for (let row = 0; row < rows; row++) block.label![first + row] = largest(values.data, row * width, width);
  }

  private noteUnknown(place: RecordPlace, unknown = NaN): void {
    this.problems.note(place, 'label-unknown', () =>
      l10n.t(
        'one of the labels in “{0}” is {1}; the row counts as unlabeled',
        this.name,
        Number.isNaN(unknown) ? 'null' : unknown,
      ),
    );
  }

  private noteMissing(place: RecordPlace): void {
    this.problems.note(place, 'no-label', () =>
      l10n.t('no label in “{0}”; the row counts as unlabeled', this.name),
    );
  }

  /** The classes of a row, which may be none; where one is no class, or not told, none is known. */
  private fillSet(block: RowBlock, row: number, place: RecordPlace): void {
    const { values, name } = this;
    const { classes } = block;
    if (values.rank > 1)
      return this.problems.note(place, 'label-shape', () =>
        l10n.t('{0}: expected {1} rows, as in the logits, got {2}', name, 1, values.rows),
      );
    if (values.text?.trim() === '') return this.noteMissing(place);
    const texts = values.text === undefined ? values.texts : [values.text];
    const several = values.text === undefined ? undefined : this.textsOf(classes).idsIn(values.text);
    const numbers = [...values.data.subarray(0, values.count)];
    if (texts.length === 0 && numbers.some(Number.isNaN)) return this.noteUnknown(place);
    const ids: readonly (number | undefined)[] =
      several ??
      (texts.length > 0
        ? texts.map((text) => this.idOf(text, classes, place))
        : this.byName
          ? numbers.map((number) => this.numbered(number, place))
          : numbers);
    const wrong = ids.find((id) => id === undefined || !(Number.isInteger(id) && id >= 0 && id < classes));
    if (ids.length > 0 && ids.includes(wrong)) {
      if (wrong !== undefined)
        this.problems.note(place, 'label-out-of-range', () =>
          l10n.t('{0}: the label is {1}; valid class IDs are 0 to {2}', name, wrong, classes - 1),
        );
      return;
    }
    const soft = block.soft!.subarray(row * classes, (row + 1) * classes).fill(0);
    for (const id of ids) soft[id!] = 1;
    block.label![row] = ids[0] ?? 0;
  }

  private fillIds(block: RowBlock, first: number, rows: number, place: RecordPlace, width: number): void {
    const { values, name } = this;
    const count = values.text === undefined ? values.count + values.texts.length : 1;
    if (count !== rows)
      return this.problems.note(place, 'label-shape', () =>
        plural(
          rows,
          l10n.t('expected 1 label in “{0}”, got {1}; the row counts as unlabeled', name, count),
          l10n.t('expected {1} labels in “{0}”, got {2}; the rows count as unlabeled', name, rows, count),
        ),
      );
    for (let row = 0; row < rows; row++) {
      const text = values.text ?? values.texts[row];
      const id =
        text !== undefined
          ? this.idOf(text, width, place)
          : this.byName
            ? this.numbered(values.data[row], place)
            : values.data[row];
      if (id !== undefined) this.fillId(block, first + row, id, place, width);
    }
  }

  private fillId(block: RowBlock, at: number, id: number, place: RecordPlace, width: number): void {
    const { name } = this;
    // A null, or pandas' NaN.
    if (Number.isNaN(id)) return this.noteMissing(place);
    if (!Number.isInteger(id) || Math.abs(id) > MAX_ID)
      return this.problems.note(place, 'label-unknown', () =>
        l10n.t('expected a class ID in “{0}”, got {1}; the row counts as unlabeled', name, id),
      );
    // A class that other rows have is none of a row that lacks it.
    if (!this.isPadded || id < width) block.label![at] = id;
    if ((id < 0 || id >= width) && id !== IGNORE_INDEX)
      this.problems.note(place, 'label-out-of-range', () =>
        l10n.t('{0}: the label is {1}; valid class IDs are 0 to {2}', name, id, width - 1),
      );
  }

  /** The class that has a number for its name. */
  private numbered(number: number, place: RecordPlace): number | undefined {
    const id = number === IGNORE_INDEX ? IGNORE_INDEX : this.ids?.get(String(number));
    if (id === undefined) {
      const kind = number === 0 ? 'label-out-of-range' : 'label-unknown';
      this.problems.note(place, kind, () => this.whyUnknown(String(number)));
    }
    return id;
  }

  private idOf(text: string, classes: number, place: RecordPlace): number | undefined {
    const known = this.ids?.get(text) ?? this.ids?.get(text.trim());
    if (known !== undefined && (this.shared.size === 0 || !this.shared.has(text.trim()))) return known;
    if (known === undefined && classes === 2 && text.length <= 5) {
      const truth = TRUTHS.get(text.toLowerCase());
      if (truth !== undefined) return truth;
    }
    const inAnyCase = known === undefined && this.ids ? placeInAnyCase(this.classNames!, text) : undefined;
    if (inAnyCase !== undefined) {
      this.problems.note(place, 'label-case', () =>
        l10n.t(
          '{1} in “{0}” is read as the class “{2}”',
          this.name,
          excerpt(text),
          this.classNames![inAnyCase],
        ),
      );
      return inAnyCase;
    }
    const id = known === undefined ? plainNumber(text) : undefined;
    if (Number.isInteger(id)) {
      this.problems.note(place, 'label-text', () =>
        l10n.t('{0}: the label is the text {1}; it is read as class {2}', this.name, excerpt(text), id!),
      );
      return id;
    }
    if (!this.areSets && this.textsOf(classes).idsIn(text))
      this.problems.note(place, 'label-several', () =>
        l10n.t('{1} in “{0}” names several classes; the row counts as unlabeled', this.name, excerpt(text)),
      );
    else this.problems.note(place, 'label-unknown', () => this.whyUnknown(text));
    return undefined;
  }

  /** How texts name several classes; where two have one name, by their IDs alone. */
  private textsOf(classes: number): LabelTexts {
    const names = this.ids && this.shared.size === 0 ? [...this.ids.keys()] : undefined;
    return (this.several ??= new LabelTexts(names, classes, this.byName));
  }

  private whyUnknown(text: string): string {
    const [name, shown] = [this.name, excerpt(text)];
    if (this.shared.has(text))
      return l10n.t(
        'several classes have the name {1} that “{0}” holds; the row counts as unlabeled',
        name,
        shown,
      );
    return this.ids
      ? l10n.t('{1} in “{0}” is not one of the class names; the row counts as unlabeled', name, shown)
      : l10n.t('the class of {1} in “{0}” is unknown; the row counts as unlabeled', name, shown);
  }
}

function idsOf(classNames: readonly string[]): Map<string, number> {
  // Array.from reads holes, which forEach passes over.
  return new Map(
    Array.from(classNames, (name: unknown, id) => {
      if (typeof name !== 'string')
        throw new Error(l10n.t('classNames[{0}]: expected a class name, got {1}', id, describe(name)));
      return [name, id];
    }),
  );
}

function unknownIn({ data, count }: FieldValues): number | undefined {
  for (let at = 0; at < count; at++) if (isUnknownLabel(data[at])) return data[at];
  return undefined;
}

function largest(data: Float64Array, start: number, classes: number): number {
  let best = 0;
  for (let c = 1; c < classes; c++) if (data[start + c] > data[start + best]) best = c;
  return best;
}
