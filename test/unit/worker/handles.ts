import { readdirSync, readlinkSync } from 'node:fs';

/** Handles of this process, all threads included, on a file; none are seen where there is no /proc. */
export function handlesOn(file: string): number {
  try {
    return readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(file);
      } catch {
        return false;
      }
    }).length;
  } catch {
    return 0;
  }
}

/** What a job leaves behind is gone soon after it, not with it. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what} did not come`);
}
