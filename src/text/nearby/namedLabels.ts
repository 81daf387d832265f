import * as l10n from '@vscode/l10n';
import { ndarray, sizeOf } from '../../arrays/ndarray';
import { placeInAnyCase } from '../../arrays/words/anyCase';
import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import { outOfRange } from '../../arrays/outOfRange';
import { printable } from '../../arrays/words/printable';
import type { NearbyLabels, UnfitLabels } from '../../arrays/types';
import type { Candidate } from '../candidate';
import { textLists, type TextList } from '../classNames/classNames';
import { isSurelyLabelName } from '../names/labelNames';
import { InFrame, InScalar, type Tree } from '../literals/tree';
import { unquoted } from '../literals/unquoted';

const WHOLE = /^-?\d{1,9}$/;

/** A name for each row, under a name of labels. */
interface Texts {
  name: string;
  texts: readonly string[];
  range?: readonly [start: number, end: number];
  source: string;
}

/** Labels that are names of the classes, where those are known: in each record, or in a list of as many as rows. */
export class NamedLabels {
  private lists: readonly TextList[] | undefined;
  private readonly wanted: (boolean | undefined)[] = [];

  /** @param shown lists of strings that the code prints */
  constructor(
    private readonly tree: Tree,
    private readonly shown: readonly TextList[],
  ) {}

  /** Their ids; why there are none where some are classes and others are not. */
  of(candidate: Candidate): NearbyLabels | UnfitLabels | undefined {
    const { classNames, shape } = candidate.found;
    if (classNames === undefined) return this.unknownIn(candidate);
    if (classNames.length !== shape[shape.length - 1]) return undefined;
    const rows = shape.slice(0, -1);
    const count = sizeOf(rows);
    const places = new Map(classNames.map((name, id) => [name, id] as const).reverse());
    const placeOf = (text: string) => places.get(text) ?? placeInAnyCase(classNames, text) ?? -1;
    const isOfClasses = ({ texts }: Texts) =>
      texts.length === count && texts.some((text) => placeOf(text) >= 0);
    const named = [this.inRecords(candidate), ...this.inLists()].find((one) => one && isOfClasses(one));
    if (named === undefined) return undefined;
    const { texts, ...about } = named;
    const ids = texts.map(placeOf);
    const shared = texts.find((text, row) => classNames.lastIndexOf(text) > ids[row]);
    const unknown = texts.find((_, row) => ids[row] < 0);
    if (unknown !== undefined || shared !== undefined)
      return {
        name: named.name,
        shape: rows,
        areTexts: true,
        problem:
          unknown === undefined
            ? l10n.t('several classes are named “{0}”', printable(shared!))
            : l10n.t('its label “{0}” isn’t among the class names', printable(unknown)),
      };
    return { ...about, kind: 'class-ids', values: ndarray(Float64Array.from(ids), rows) };
  }

  /** Texts in every record of scores whose classes have no names: IDs that were written as texts, or names. */
  private unknownIn(candidate: Candidate): NearbyLabels | UnfitLabels | undefined {
    const { shape, reading } = candidate.found;
    const rows = shape.slice(0, -1);
    const classes = shape[shape.length - 1];
    const named = this.inRecords(candidate);
    if (named?.texts.length !== sizeOf(rows)) return undefined;
    const { texts, ...about } = named;
    const unfit = { name: named.name, shape: rows, areTexts: true } as const;
    if (texts.every((text) => WHOLE.test(text))) {
      const ids = Float64Array.from(texts, Number);
      const at = ids.findIndex((id) => (id < 0 || id >= classes) && id !== IGNORE_INDEX);
      if (at < 0) return { ...about, kind: 'class-ids', values: ndarray(ids, rows) };
      return { ...unfit, problem: outOfRange(texts[at], classes) };
    }
    if (reading.kind === 'other' || candidate.records === undefined) return undefined;
    if (texts.length < 2 || new Set(texts).size > classes) return undefined;
    return { ...unfit, problem: l10n.t('it holds names, and no list of class names gives their IDs') };
  }

  private inLists(): Texts[] {
    this.lists ??= [
      ...textLists(this.tree.text, isSurelyLabelName),
      ...this.shown.filter(({ name }) => isSurelyLabelName(name)),
    ];
    return this.lists.map((list) => ({
      ...list,
      source: l10n.t('“{0}”, next to the array', printable(list.name)),
    }));
  }

  private inRecords({ records, record }: Candidate): Texts | undefined {
    const own = records ?? (record === undefined ? undefined : Int32Array.of(record));
    const first = own && this.labelIn(own[0]);
    if (first === undefined) return undefined;
    const texts: string[] = [];
    for (const each of own!) {
      const label = this.labelIn(each, first.key);
      if (label === undefined) return undefined;
      texts.push(label.text);
    }
    const name = this.tree.keys.texts[first.key];
    const shown = printable(name);
    const source =
      records === undefined
        ? l10n.t('“{0}” in the same record', shown)
        : l10n.t('“{0}” in every record', shown);
    return { texts, name, source };
  }

  /** The string that a record has under a name of labels, or under one key. */
  private labelIn(record: number, wanted?: number): { key: number; text: string } | undefined {
    const { text, scalars, frames } = this.tree;
    const at = record * InFrame.WIDTH;
    const to = frames.data[at + InFrame.SCALARS_TO];
    for (let scalar = frames.data[at + InFrame.SCALARS_FROM]; scalar < to; scalar++) {
      const cell = scalar * InScalar.WIDTH;
      const key = scalars.data[cell + InScalar.KEY];
      if (wanted === undefined ? !this.isLabel(key) : key !== wanted) continue;
      if (scalars.data[cell + InScalar.NUMBER] === 1) continue;
      const written = text.slice(scalars.data[cell + InScalar.START], scalars.data[cell + InScalar.END]);
      return { key, text: /^["']/.test(written) ? unquoted(written) : written };
    }
    return undefined;
  }

  private isLabel(key: number): boolean {
    return (this.wanted[key] ??= isSurelyLabelName(this.tree.keys.texts[key]));
  }
}
