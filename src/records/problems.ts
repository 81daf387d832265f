import { printable } from '../arrays/words/printable';
import type { RecordPlace } from './text/splitter';
import type { DumpProblem, NoteKind, ProblemCount, SkipKind } from './types';

/** Problems listed one by one; beyond, they are counted. */
export const MAX_LISTED = 1000;

/** Characters of what is said of one record. */
const MAX_MESSAGE = 500;

/** What was collected, to be sent elsewhere. */
export interface ProblemsOfPiece {
  listed: readonly DumpProblem[];
  /** In the order in which the kinds occurred. */
  counts: readonly ProblemCount[];
  /** As `Problems` has it. */
  widest?: number;
}

/** Collects what was skipped or noted: each counted, the first ones listed. */
export class Problems {
  readonly listed: DumpProblem[] = [];
  private readonly byKind = new Map<string, { -readonly [K in keyof ProblemCount]: ProblemCount[K] }>();
  skipped = 0;
  /** The most numbers of a record that was skipped for having another number of them; 0 where none was. */
  widest = 0;

  /** @param message made only where it is told: a million records may have the same problem */
  add({ message, ...problem }: Omit<DumpProblem, 'message'> & { message: () => string }): void {
    const { kind, skipped, line } = problem;
    // Names and values of the file stand in it.
    const told = () => printable(message(), MAX_MESSAGE);
    if (skipped) this.skipped++;
    if (this.listed.length < MAX_LISTED) this.listed.push({ ...problem, message: told() });
    const count = this.byKind.get(kind);
    if (count) count.count++;
    else this.byKind.set(kind, { kind, skipped, count: 1, firstLine: line, example: told() });
  }

  get ofPiece(): ProblemsOfPiece {
    return { listed: this.listed, counts: [...this.byKind.values()], widest: this.widest };
  }

  /** The record is in no number. */
  skip(place: RecordPlace, kind: SkipKind, message: () => string): void {
    this.add({ skipped: true, kind, message, ...placeOf(place) });
  }

  /** The record is read, with a reservation. */
  note(place: RecordPlace, kind: NoteKind, message: () => string): void {
    this.add({ skipped: false, kind, message, ...placeOf(place) });
  }

  /**
   * Adds what was collected from a piece of the file, as if its records had come now.
   *
   * @param lines before the piece
   */
  merge({ listed, counts, widest = 0 }: ProblemsOfPiece, lines: number): void {
    this.widest = Math.max(this.widest, widest);
    for (const problem of listed.slice(0, MAX_LISTED - this.listed.length))
      this.listed.push({ ...problem, line: problem.line + lines });
    for (const one of counts) {
      if (one.skipped) this.skipped += one.count;
      const count = this.byKind.get(one.kind);
      if (count) count.count += one.count;
      else this.byKind.set(one.kind, { ...one, firstLine: one.firstLine + lines });
    }
  }

  /** Skipped ones first, then by number. */
  counts(): ProblemCount[] {
    return [...this.byKind.values()].sort(
      (a, b) => Number(b.skipped) - Number(a.skipped) || b.count - a.count,
    );
  }
}

function placeOf({ line, offset, start, end }: RecordPlace) {
  return { line, offset, length: end - start };
}
