import type { HandOver } from './handOver';

/** A browser shares no folder with a kernel. */
export function beginHandOver(): Promise<HandOver | undefined> {
  return Promise.resolve(undefined);
}
