/** How a page's calls of a worker travel between the page and its host. */
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
 * own, and an answer goes to the page that asked. Without a message it says that it has loaded.
 */
export interface PageCall {
  page: string;
  message?: Request | Cancel;
}

export interface PageAnswer {
  page: string;
  message: Response;
}

export function isPageCall(value: unknown): value is PageCall {
  const { page, message } = (value ?? {}) as Record<string, unknown>;
  return typeof page === 'string' && (message === undefined || isRequest(message) || isCancel(message));
}

export function isPageAnswer(value: unknown): value is PageAnswer {
  const { page, message } = (value ?? {}) as Record<string, unknown>;
  return typeof page === 'string' && isResponse(message);
}
