import { useEffect, useState } from 'preact/hooks';
import type { Range } from './columns';

/** Milliseconds between two drawings of what follows a text that is being scrolled. */
const PACE = 80;

/** The tokens that the text has in sight. Scrolling tells whoever follows, and no one else is drawn again. */
export class Sight {
  private range: Range | undefined;
  private readonly followers = new Set<(range: Range) => void>();

  readonly tell = (range: Range): void => {
    this.range = range;
    for (const follower of this.followers) follower(range);
  };

  follow(follower: (range: Range) => void): () => void {
    this.followers.add(follower);
    if (this.range) follower(this.range);
    return () => this.followers.delete(follower);
  }
}

/** What is in sight, at a pace that leaves the frames of scrolling to the text; undefined before it is known. */
export function useSight(sight: Sight): Range | undefined {
  const [range, setRange] = useState<Range>();
  useEffect(() => {
    let next: Range | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = sight.follow((told) => {
      next = told;
      timer ??= setTimeout(() => {
        timer = undefined;
        setRange(next);
      }, PACE);
    });
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [sight]);
  return range;
}
