/** The boundary between the editor for files of arrays and its page. */
import { isPageAnswer, isPageCall, type PageAnswer, type PageCall } from '../panel/pageCalls';
import type { FoundArray } from '../arrays/types';
import { type FileArray } from '../worker/protocol';

export type ToPage =
  | { type: 'list'; arrays: readonly FileArray[] }
  /** The chosen array, with the labels chosen for it. */
  | { type: 'show'; index: number; labels?: number; found: FoundArray }
  | { type: 'problem'; message: string }
  | { type: 'worker'; message: PageAnswer };

export type ToHost =
  /** `index`: the array that was shown last, where there was one. */
  | { type: 'ready'; index?: number }
  | { type: 'choose'; index: number }
  /** Another array of the file as the labels of the one shown; none without an index. */
  | { type: 'labels'; index?: number }
  | { type: 'worker'; message: PageCall }
  | { type: 'copy'; text: string }
  | { type: 'save'; name: string; content: string | Uint8Array };

export function isToHost(message: unknown): message is ToHost {
  const m = message as Record<string, unknown> | null;
  if (typeof m !== 'object' || m === null) return false;
  switch (m.type) {
    case 'choose':
      return Number.isInteger(m.index);
    case 'ready':
    case 'labels':
      return m.index === undefined || Number.isInteger(m.index);
    case 'worker':
      return isPageCall(m.message);
    case 'copy':
      return typeof m.text === 'string';
    case 'save':
      return typeof m.name === 'string' && (typeof m.content === 'string' || m.content instanceof Uint8Array);
    default:
      return false;
  }
}

export function isToPage(message: unknown): message is ToPage {
  const m = message as Record<string, unknown> | null;
  if (typeof m !== 'object' || m === null) return false;
  if (m.type === 'worker') return isPageAnswer(m.message);
  return m.type === 'list' || m.type === 'show' || m.type === 'problem';
}
