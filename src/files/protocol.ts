/** The boundary between the editor for files of arrays and its page. */
import { isPageAnswer, isPageCall, type PageAnswer, type PageCall } from '../panel/pageCalls';
import { foundArray } from '../arrays/wire/foundSchema';
import {
  count,
  either,
  fields,
  flag,
  integer,
  list,
  messages,
  number,
  optional,
  text,
} from '../arrays/wire/schema';
import type { FoundArray } from '../arrays/types';
import { type FileArray } from '../worker/protocol';

export type ToPage =
  | { type: 'list'; arrays: readonly FileArray[] }
  /** The chosen array, with the labels chosen for it. */
  | {
      type: 'show';
      index: number;
      labels?: number;
      found: FoundArray;
      /** A tokenizer may name its classes. */
      vocabulary: boolean;
    }
  | { type: 'problem'; message: string }
  | { type: 'worker'; message: PageAnswer };

export type ToHost =
  /** `index`: the array that was shown last, where there was one; `labels`: what was chosen as its labels, null for none. */
  | { type: 'ready'; index?: number; labels?: number | null }
  | { type: 'choose'; index: number; labels?: number | null }
  /** Another array of the file as the labels of the one shown; none without an index. */
  | { type: 'labels'; index?: number }
  /** A person wants to choose the tokenizer that names the classes. */
  | { type: 'nameByTokens' }
  | { type: 'worker'; message: PageCall }
  | { type: 'copy'; text: string }
  /** A report as Markdown, to be shown. */
  | { type: 'document'; text: string }
  | { type: 'save'; name: string; content: string | Uint8Array };

const chosenLabels = (value: unknown): value is number | null => value === null || count(value);

export const isToHost = messages<ToHost>({
  ready: { index: optional(count), labels: optional(chosenLabels) },
  choose: { index: count, labels: optional(chosenLabels) },
  labels: { index: optional(count) },
  nameByTokens: {},
  worker: { message: isPageCall },
  copy: { text },
  document: { text },
  save: {
    name: text,
    content: either(text, (value): value is Uint8Array => value instanceof Uint8Array),
  },
});

export const isToPage = messages<ToPage>({
  list: {
    arrays: list(
      fields<FileArray>({
        name: text,
        dtype: text,
        shape: list(integer),
        bytes: number,
        problem: optional(text),
        compressed: flag,
        labels: optional(count),
        batches: optional(count),
        isPart: optional((value): value is true => value === true),
      }),
    ),
  },
  show: { index: count, labels: optional(count), found: foundArray, vocabulary: flag },
  problem: { message: text },
  worker: { message: isPageAnswer },
});
