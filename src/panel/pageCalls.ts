/** How a page's calls of a worker travel between the page and its host. */
import { count, fields, list } from '../arrays/wire/schema';
import {
  isCancel,
  isRequest,
  isResponse,
  type Cancel,
  type Request,
  type Response,
} from '../worker/protocol';

/**
 * A page that is hidden and shown again, or reloaded, is another that counts its calls from 1 anew: each has a name of its
 * own, and an answer goes to the page that asked. Without a message it says that it has loaded, or asks whether the calls that
 * it waits for are still being answered.
 */
export interface PageCall {
  page: string;
  message?: Request | Cancel;
  waiting?: Waiting;
}

export type PageAnswer =
  | { page: string; message: Response }
  /** Of the calls that a page waits for, those that were answered, or that never came. */
  | { page: string; unknown: Waiting };

/** Calls, and which asking about them this is. */
export interface Waiting {
  beat: number;
  calls: readonly number[];
}

/** More calls than a page has under way. */
const MOST_CALLS = 10_000;
const waitingCalls = fields<Waiting>({ beat: count, calls: list(count, MOST_CALLS) });

export function isPageCall(value: unknown): value is PageCall {
  const { page, message, waiting } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof page === 'string' &&
    (message === undefined || isRequest(message) || isCancel(message)) &&
    (waiting === undefined || waitingCalls(waiting))
  );
}

export function isPageAnswer(value: unknown): value is PageAnswer {
  const { page, message, unknown } = (value ?? {}) as Record<string, unknown>;
  if (typeof page !== 'string') return false;
  return unknown === undefined ? isResponse(message) : waitingCalls(unknown);
}
