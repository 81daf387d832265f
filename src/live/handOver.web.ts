import type { HandOver } from './handOver';

export const removeLeft = (): Promise<void> => Promise.resolve();

/** A browser shares no folder with a kernel. */
export function beginHandOver(): Promise<HandOver | undefined> {
  return Promise.resolve(undefined);
}
