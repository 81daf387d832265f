export interface Questions<Answer> {
  /** @param post sends the question under its number */
  ask(post: (request: number) => void): Promise<Answer>;
  /** What answers a question that nobody waits for any more is let go. */
  answered(request: number, answer: Answer): void;
}

export interface Patience<Answer> {
  /** What stands for an answer where none comes. */
  none: Answer;
  /** Milliseconds until that. */
  ms: number;
  /** Milliseconds until a question is sent once more, where answering it twice does no harm. */
  againMs?: number;
  /** How many may wait; those of the oldest are answered with none. */
  most?: number;
}

/** Questions to the other side of a boundary on which messages may be lost: each is answered in the end. */
export function questions<Answer>({
  none,
  ms,
  againMs,
  most = Infinity,
}: Patience<Answer>): Questions<Answer> {
  const waiting = new Map<number, (answer: Answer) => void>();
  let next = 1;
  const answered = (request: number, answer: Answer) => waiting.get(request)?.(answer);
  return {
    ask(post) {
      const request = next++;
      const [oldest] = waiting.keys();
      if (waiting.size >= most) answered(oldest, none);
      return new Promise((resolve) => {
        const late = setTimeout(() => answered(request, none), ms);
        const again = againMs === undefined ? undefined : setTimeout(() => post(request), againMs);
        waiting.set(request, (answer) => {
          waiting.delete(request);
          clearTimeout(late);
          clearTimeout(again);
          resolve(answer);
        });
        post(request);
      });
    },
    answered,
  };
}
