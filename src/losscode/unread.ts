import { rangeOf, sourcesOf } from './source';
import type { CodeFile, CodePlace } from './types';

/** Where code could not be read as Python, in order: mistakes there may be missed. */
export function unreadPlaces(files: readonly CodeFile[]): CodePlace[] {
  return [...sourcesOf(files).values()].flat().flatMap((source) =>
    source.module.unread.map((start) => ({
      uri: source.uri,
      range: rangeOf({ source, start, end: start }),
    })),
  );
}
