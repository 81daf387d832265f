import type { RunFigures } from '../live/answers';
import type { Follower } from '../live/followKernel';
import type { ShownPanel } from '../panel/panels';

/** Runs whose figures are kept. */
const MAX_RUNS = 200;

/** What a panel says of its live array: whether it can be asked, and how its figures went from run to run. */
export class LiveView implements Follower {
  private panel: ShownPanel | undefined;
  private gone: string | undefined;
  private version = 0;
  private isWatching = false;
  private isAsking = false;
  private runs: RunFigures[] = [];

  /** @param figures asks the kernel for them */
  constructor(private readonly figures: () => Promise<RunFigures>) {}

  shownIn(panel: ShownPanel): void {
    this.panel = panel;
    this.tell();
  }

  setGone(why: string | undefined): void {
    if (why === this.gone) return;
    if (why === undefined) this.version++;
    this.gone = why;
    this.tell();
  }

  watch(on: boolean): void {
    this.isWatching = on;
    this.runs = [];
    this.tell();
    if (on) void this.note();
  }

  hasRun(): void {
    if (this.isWatching) void this.note();
  }

  /** Asks once more; runs that end meanwhile are one with the next. */
  private async note(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      const run = await this.figures();
      if (!this.isWatching) return;
      const isFirst = this.runs.length === 0;
      this.runs = [...this.runs, run].slice(-MAX_RUNS);
      if (!isFirst) this.version++;
      this.tell();
    } catch {
      // The kernel says why where its figures are asked for; a run without them has none.
    } finally {
      this.isAsking = false;
    }
  }

  private tell(): void {
    const { gone, version, isWatching, runs } = this;
    this.panel?.live({ gone, version, watch: { on: isWatching, runs } });
  }
}
