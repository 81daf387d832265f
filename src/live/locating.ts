/** Asking a kernel which of its values an output shows, and what it answers. */
import * as l10n from '@vscode/l10n';
import { describe } from '../arrays/ndarray';
import type { FoundArray } from '../arrays/types';
import { readVariables, type Variable } from './answers';
import { record, text, unreadable } from './fields';

/** What is known of where an array was printed. */
export interface Printing {
  /** The code that printed it; several cells may have printed the same. */
  codes: readonly string[];
  /** The number of the cell's run in its kernel. */
  count?: number;
}

/** By what the kernel tells a printed array from others; goes with each request that must be about this one. */
export type Identity = Pick<FoundArray, 'shape' | 'dtype' | 'container'> & NonNullable<FoundArray['printed']>;

/** Undefined where nothing of it was printed. */
export function identityOf({ printed, shape, dtype, container }: FoundArray): Identity | undefined {
  return printed && { ...printed, shape, dtype, container };
}

export function locateRequest(identity: Identity, { codes, count }: Printing): Record<string, unknown> {
  return { op: 'locate', printed: identity, codes, count };
}

/** Which value of the kernel it is. */
export type Located =
  | { status: 'same'; path: string }
  /** These have the numbers printed, and differ elsewhere, or the numbers tell little. */
  | { status: 'several'; choices: Variable[] }
  | { status: 'changed'; path: string }
  /** The variable is no more; `choices` are of its shape. */
  | { status: 'gone'; name: string; choices: Variable[] }
  | { status: 'unkept'; choices: Variable[] };

const STATUSES: readonly Located['status'][] = ['same', 'several', 'changed', 'gone', 'unkept'];

export function readLocated(value: unknown): Located {
  const { status, path, name, choices } = record(value, 'place');
  switch (status) {
    case 'same':
    case 'changed':
      return { status, path: text(path, 'path') };
    case 'gone':
      return { status, name: text(name, 'name'), choices: readVariables(choices) };
    case 'several':
    case 'unkept':
      return { status, choices: readVariables(choices) };
    default:
      throw unreadable(
        l10n.t('{0}: expected one of {1}, got {2}', 'status', STATUSES.join(', '), describe(status)),
      );
  }
}
