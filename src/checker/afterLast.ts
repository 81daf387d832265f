/** Something that is done a while after the last of several calls. */
export interface AfterLast {
  again(): void;
  /** What is awaited is not done. */
  end(): void;
}

/** One timer for all that follows at once: a notebook that opens is told of cell by cell. */
export function afterLast(ms: number, run: () => void): AfterLast {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = 0;
  const wait = () => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        if (Date.now() < due) wait();
        else run();
      },
      Math.max(0, due - Date.now()),
    );
  };
  return {
    again() {
      due = Date.now() + ms;
      wait();
    },
    end() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
