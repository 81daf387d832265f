/** What a field's values look like, told from parsed JSON. */

import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import { listInText } from '../text/listInText';
import { plainNumber } from '../text/numbers';
import type { WrittenNumbers } from '../types';

/** A list of numbers, or of equal lists of numbers. */
export function isNumbers(value: unknown): value is number[] | number[][] {
  if (!Array.isArray(value) || value.length === 0) return false;
  if (isNumber(value[0])) return areNumbers(value);
  return (
    Array.isArray(value[0]) &&
    value[0].length > 0 &&
    value.every((row) => Array.isArray(row) && row.length === (value[0] as []).length && areNumbers(row))
  );
}

const isNumber = (item: unknown) => typeof item === 'number' || item === null;

/** Lists may hold millions: a loop over their places takes a seventh of what `every` does. */
function areNumbers(items: readonly unknown[]): boolean {
  for (let at = 0; at < items.length; at++) if (!isNumber(items[at])) return false;
  return true;
}

/**
 * Lists of texts that are all numbers as numbers, pairs of a number and a yes or no as their numbers, and lists that are written
 * as a text; else the value.
 */
export function asNumbers(value: unknown): unknown {
  if (typeof value === 'string') return listInText(value) ?? value;
  if (!Array.isArray(value) || value.length === 0) return value;
  const items = value as unknown[];
  if (items.every((item) => typeof item === 'boolean')) return items.map(Number);
  // Whole numbers in texts are names as often: the choices of a question.
  if (isTexts(items) && !items.some((text) => /[.-]/.test(text))) return value;
  const numbers = items.every(isJudged) ? items.map(([first]) => numberOf(first)) : items.map(numberOf);
  if (numbers.every((one) => one !== undefined)) return numbers;
  const isRows = items.every((row) => isTexts(row) && row.every((text) => plainNumber(text) !== undefined));
  return isRows ? (items as string[][]).map((row) => row.map(plainNumber)) : value;
}

/** How JSON holds numbers that `asNumbers` makes a list of. */
export function writtenAs(value: unknown): WrittenNumbers | undefined {
  if (typeof value === 'string') return 'list-in-text';
  if (!Array.isArray(value)) return undefined;
  if (value.every(isJudged)) return 'pairs';
  return value.flat().some((item) => typeof item === 'string') ? 'texts' : undefined;
}

/** A choice's log-likelihood and whether it is the greedy one, as harnesses for evaluation write it. */
function isJudged(item: unknown): item is [unknown, unknown] {
  return Array.isArray(item) && item.length === 2 && /^(?:true|false)$/i.test(String(item[1]));
}

function numberOf(item: unknown): number | null | undefined {
  if (typeof item === 'number' || item === null) return item;
  return typeof item === 'string' ? plainNumber(item) : undefined;
}

export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

export function widthOf(value: unknown): number {
  return Array.isArray(value) ? (Array.isArray(value[0]) ? value[0].length : value.length) : 1;
}

export const depthOf = (value: unknown) => (Array.isArray(value) ? (Array.isArray(value[0]) ? 2 : 1) : 0);

export function shapeOf(value: number[] | number[][]): string {
  return Array.isArray(value[0])
    ? l10n.t('{0}×{1} numbers', value.length, value[0].length)
    : l10n.t('{0} numbers', value.length);
}

/** Characters of a value that stands beside a field's name. */
const MAX_PREVIEW = 60;

export function previewOf(value: unknown): string {
  // Millions of numbers would be written to show ten.
  const beginning = Array.isArray(value) ? value.slice(0, MAX_PREVIEW).map(beginningOf) : value;
  return printable(JSON.stringify(beginning) ?? 'null', MAX_PREVIEW);
}

const beginningOf = (value: unknown): unknown => (Array.isArray(value) ? value.slice(0, MAX_PREVIEW) : value);

/** Values in one list with their shape, as inference servers answer: `{"name": "logits", "shape": [2, 3], "data": […]}`. */
export function isTensor(record: unknown): boolean {
  if (typeof record !== 'object' || record === null) return false;
  const { shape, data } = record as { shape?: unknown; data?: unknown };
  if (!Array.isArray(shape) || !Array.isArray(data)) return false;
  return shape.reduce((size: number, n) => size * Number(n), 1) === data.length;
}
