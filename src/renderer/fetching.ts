/** The part of the boundary that asks for whole arrays. */
import type { FoundArray } from '../arrays/types';

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

/** Whether a message asks for an array, or no longer does. */
export function isFetching(message: Record<string, unknown>): boolean {
  const { type, request, found, instead } = message;
  if (!Number.isInteger(request)) return false;
  if (type === 'cancelFetch') return true;
  return (
    isFetched(found) &&
    isPrinting(message) &&
    (instead === undefined || (isObject(instead) && isOptionalText(instead.path)))
  );
}

export function isFetchState(value: unknown): value is FetchState {
  if (!isObject(value)) return false;
  const { is, why, remedy } = value;
  if (is === 'waiting') return isOptionalText(value.for);
  if (is !== 'refused') return is === 'done';
  return (
    typeof why === 'string' &&
    (remedy === undefined ||
      (isObject(remedy) && typeof remedy.label === 'string' && isOptionalText(remedy.path)))
  );
}

function isFetched(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { shape, reading, printed, name, ref } = value;
  return (
    isNumbers(shape, MAX_RANK) &&
    isObject(reading) &&
    typeof reading.kind === 'string' &&
    Array.isArray(reading.evidence) &&
    isOptionalText(name) &&
    isOptionalText(ref) &&
    (printed === undefined || isPrinted(printed))
  );
}

function isPrinted(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { texts, at, columns } = value;
  return (
    isTexts(texts, MAX_PRINTED) &&
    Array.isArray(at) &&
    at.length === texts.length &&
    at.every((place) => isNumbers(place, MAX_RANK)) &&
    (columns === undefined || isTexts(columns, MAX_PRINTED))
  );
}

function isPrinting({ codes, count }: Record<string, unknown>): boolean {
  return isTexts(codes, MAX_CODES) && (count === undefined || Number.isInteger(count));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isNumbers(value: unknown, most: number): value is number[] {
  return Array.isArray(value) && value.length <= most && value.every((n) => Number.isInteger(n));
}

function isTexts(value: unknown, most: number): value is string[] {
  return Array.isArray(value) && value.length <= most && value.every((text) => typeof text === 'string');
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}
