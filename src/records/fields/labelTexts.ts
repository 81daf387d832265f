import { listInText } from '../text/listInText';
import { placeInAnyCase } from '../../arrays/words/anyCase';
import { indexOf } from './nameIndex';

/** What parts the labels in a text. */
const SIGNS = ['|', ';', ',', ' '];
/** Longer texts are no labels, and are looked through several times here. */
const LONGEST = 4096;

/**
 * The parts of a text that each fit, and stand in it once: `A|B`, `A, B`, `0 3`, `['A', 'B']`. Undefined where one doesn't, or the
 * text fits as it is.
 */
export function partsOf(text: string, fits: (part: string) => boolean): string[] | undefined {
  if (text.length > LONGEST || !MAY_HOLD_SEVERAL.test(text) || fits(text)) return undefined;
  const list = listInText(text)?.map(String);
  if (list) return list.every(fits) && areDifferent(list) ? list : undefined;
  for (const sign of SIGNS) {
    const parts = partsAt(text, sign);
    if (parts && parts.every(fits) && areDifferent(parts)) return parts;
  }
  return undefined;
}

/** A sign, or a bracket of a list. */
const MAY_HOLD_SEVERAL = /[|;,\s[({]/;

/** What a text is, and what it begins with, in each way that `partsOf` parts it. */
export function firstPartsOf(text: string): string[] {
  if (text.length > LONGEST || !MAY_HOLD_SEVERAL.test(text)) return [text];
  const list = listInText(text);
  if (list) return list.length === 0 ? [text] : [text, String(list[0])];
  const firsts = [text];
  for (const sign of SIGNS) {
    const first = partsAt(text, sign)?.[0];
    if (first !== undefined && !firsts.includes(first)) firsts.push(first);
  }
  return firsts;
}

/** Undefined where it is one. */
function partsAt(text: string, sign: string): string[] | undefined {
  if (sign !== ' ') return text.includes(sign) ? text.split(sign).map((part) => part.trim()) : undefined;
  const trimmed = text.trim();
  return /\s/.test(trimmed) ? trimmed.split(/\s+/) : undefined;
}

const areDifferent = (parts: readonly string[]): boolean => new Set(parts).size === parts.length;

const NO_NAMES: readonly string[] = [];
const MOST_KNOWN = 1000;
const LONGEST_KNOWN = 200;

/** What a text of several labels is made of. */
export class LabelTexts {
  private readonly ids: ReadonlyMap<string, number>;
  private readonly areIds: boolean;
  /** A name that is made of others leaves open what is meant. */
  private readonly isOpen: boolean;
  /** Of the texts that were read: most are those of other rows. */
  private readonly known = new Map<string, readonly number[] | undefined>();

  /** @param byName whether a number is the class that has it for its name */
  constructor(
    private readonly names: readonly string[] = NO_NAMES,
    private readonly classes: number,
    byName = false,
  ) {
    const { hasNumbers, hasWords } = indexOf(names);
    const areNumbers = hasNumbers && !hasWords;
    this.areIds = areNumbers ? !byName : !hasNumbers;
    this.ids = new Map(areNumbers && !byName ? [] : names.map((name, id) => [name, id] as const));
    this.isOpen = names.some((name) => partsOf(`${name} `, (part) => this.ids.has(part)) !== undefined);
  }

  /** The classes of a text that names several. */
  idsIn(text: string): readonly number[] | undefined {
    if (this.isOpen) return undefined;
    if (this.known.has(text)) return this.known.get(text);
    const ids = partsOf(text, (part) => this.idOf(part) !== undefined)?.map((part) => this.idOf(part)!);
    if (this.known.size < MOST_KNOWN && text.length < LONGEST_KNOWN) this.known.set(text, ids);
    return ids;
  }

  /** Whether a text seems to name several, be they classes or not. */
  seemSeveral(text: string): boolean {
    if (text.length > LONGEST || this.ids.has(text)) return false;
    return SIGNS.some((sign) => {
      const parts = partsAt(text, sign);
      if (!parts) return false;
      const areNumbers = this.areIds && parts.every((part) => /^\d+$/.test(part));
      return areNumbers || parts.filter((part) => this.ids.has(part)).length > 1;
    });
  }

  /** The class of one label. */
  idOf(part: string): number | undefined {
    const id = this.ids.get(part) ?? (this.ids.size > 0 ? placeInAnyCase(this.names, part) : undefined);
    if (id !== undefined || !this.areIds || !/^\d{1,9}$/.test(part)) return id;
    return Number(part) < this.classes ? Number(part) : undefined;
  }
}

const made = new WeakMap<readonly string[], Map<string, LabelTexts>>();

/** The same for one field after another: of many names it is made once. */
export function labelTextsOf(
  names: readonly string[] = NO_NAMES,
  classes: number,
  byName: boolean,
): LabelTexts {
  const own = made.get(names) ?? new Map<string, LabelTexts>();
  made.set(names, own);
  const key = `${classes} ${byName}`;
  const texts = own.get(key) ?? new LabelTexts(names, classes, byName);
  own.set(key, texts);
  return texts;
}
