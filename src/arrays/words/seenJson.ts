import { withoutUnseen } from './printable';

/** JSON in which what is not seen stands as an escape: whoever reads it sees every character, and a program gets each as it was. */
export function seenJson(value: unknown, indent?: number): string {
  return withoutUnseen(JSON.stringify(value, undefined, indent), (units) =>
    Array.from(units.split(''), (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  );
}
