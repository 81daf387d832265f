/** The part of the boundary that asks for whole arrays. */
import {
  count,
  fields,
  integer,
  list,
  object,
  optional,
  text,
  type Fields,
  type Guard,
} from '../arrays/wire/schema';
import type { FoundArray, PrintedNumbers, Reading } from '../arrays/types';

/** How it stands with an array that was asked of the kernel. */
export type FetchState =
  { is: 'waiting'; for?: string } | { is: 'done' } | { is: 'refused'; why: string; remedy?: Remedy };

/** What a person may open in the place of what was printed; without a path they say which. */
export interface Remedy {
  label: string;
  path?: string;
}

/** Where an output was printed, as the kernel finds its values again. */
export interface Printing {
  /** The code of the cells that printed it. */
  codes: readonly string[];
  /** The number of the cell's run. */
  count?: number;
}

/** Asks for a whole array, or on a person's word for another in its place. */
export interface FetchRequest extends Printing {
  request: number;
  found: FoundArray;
  instead?: Pick<Remedy, 'path'>;
}

/** Cells that printed the same. */
export const MAX_CODES = 8;
/** Numbers that an abbreviated print has, at most. */
const MAX_PRINTED = 4096;
const MAX_RANK = 64;

const remedy = fields<Remedy>({ label: text, path: optional(text) });

/** Asks for an array that is printed without its values. */
export const FETCH: Fields<FetchRequest> = {
  request: count,
  found: fields<FoundArray>({
    shape: list(integer, MAX_RANK),
    reading: fields<Reading>({ kind: text as Guard<Reading['kind']>, evidence: list(text) }),
    name: optional(text),
    ref: optional(text),
    printed: optional(isPrinted),
  }),
  instead: optional(fields<Pick<Remedy, 'path'>>({ path: optional(text) })),
  codes: list(text, MAX_CODES),
  count: optional(integer),
};

export function isFetchState(value: unknown): value is FetchState {
  if (!object(value)) return false;
  const state = value as Record<string, unknown>;
  if (state.is === 'waiting') return optional(text)(state.for);
  if (state.is !== 'refused') return state.is === 'done';
  return text(state.why) && optional(remedy)(state.remedy);
}

function isPrinted(value: unknown): value is PrintedNumbers {
  if (!object(value)) return false;
  const { texts, at, columns } = value as Record<string, unknown>;
  return (
    list(text, MAX_PRINTED)(texts) &&
    list(list(integer, MAX_RANK))(at) &&
    at.length === texts.length &&
    optional(list(text, MAX_PRINTED))(columns)
  );
}
