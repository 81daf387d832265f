import { numberText } from '../../arrays/words/numberText';
import { withoutUnseen } from '../../arrays/words/printable';

/** Parts of an answer, as far as they are what the output schemas promise. */
export type Part = Readonly<Record<string, unknown>>;

export function listOf(value: unknown): Part[] {
  return Array.isArray(value)
    ? value.filter((one): one is Part => typeof one === 'object' && one !== null)
    : [];
}

/** A number with four digits, or a text, every character of it seen; nothing where there is none. */
export function figure(value: unknown): string | undefined {
  if (typeof value === 'number') return numberText(value, 4);
  return typeof value === 'string' ? withoutUnseen(value) : undefined;
}

/** A count or a place, whole. */
export function idOf(value: unknown): string {
  return typeof value === 'number' ? String(value) : '';
}

export function findingClass(severity: unknown): string {
  return severity === 'error' || severity === 'warning' ? `finding ${severity}` : 'finding';
}

export function share(value: unknown): number {
  return typeof value === 'number' ? Math.min(1, Math.max(0, value)) : 0;
}
