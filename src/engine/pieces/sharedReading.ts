import type { Piece } from '../../records/pieces';
import { bufferOf, type ComputedPiece, type PieceComputer, type PieceRequest } from './computedPiece';
import type { LentPiece, Readers } from './readers';

/** Pieces that may wait for one before them, beside those that threads are at: each takes as much memory as it has rows. */
const WAITING = 8;
/** Pieces in a row that began elsewhere than where threads took them to: then records are longer than what a thread looks at. */
const MOST_WRONG = 3;

interface Asked extends LentPiece {
  at: Piece;
  isThere: boolean;
  isOwn: boolean;
}

/**
 * Reads the pieces of a file by threads and by this one, which would else wait for them; they come in the file's order, and
 * each begins where the one before ends.
 */
export class SharedReading {
  private readonly asked: Asked[] = [];
  private next: number;
  private wrong = 0;

  /** @param size of a piece, and where the first begins */
  constructor(
    private readonly by: { size: number; computer: PieceComputer; readers: Readers; signal: AbortSignal },
    private readonly requestOf: (piece: Piece) => PieceRequest,
    private readonly size: { from: number; pieceSize: number },
  ) {
    this.next = size.from;
  }

  /** A piece is valid until the next; undefined where the file has to be read from end to end. */
  async *pieces(): AsyncGenerator<ComputedPiece | undefined, void> {
    const { asked, by } = this;
    const { signal } = by;
    let { from: start } = this.size;
    this.askThreads();
    while (asked.length > 0 || this.isMore) {
      if (this.isMore && !asked[0]?.isThere && asked.length < this.most) await this.readHere();
      else {
        const { piece, at, giveBack } = asked.shift()!;
        const computed = await piece;
        signal.throwIfAborted();
        // Nothing begins in it: a record or group of the piece before goes on.
        if (computed && start >= at.to) {
          if (computed.report.records > 0) this.wrong++;
          giveBack(computed);
        } else if (computed?.report.start === start) {
          this.wrong = 0;
          yield computed;
          start = computed.report.end;
          giveBack(computed);
        } else {
          this.wrong++;
          const again = computed && (await this.readFrom(start, at.to));
          yield again;
          if (!again) return;
          start = again.report.end;
        }
      }
      if (this.wrong >= MOST_WRONG) return yield* this.alone(start);
      this.askThreads();
    }
  }

  /** What threads read would be thrown away: this one goes on from where it is. */
  private async *alone(from: number): AsyncGenerator<ComputedPiece | undefined, void> {
    const { readers, size } = this.by;
    readers.close(new Error('not needed'));
    for (let start = from; start < size;) {
      const computed = await this.readFrom(start, Math.min(size, start + this.size.pieceSize));
      yield computed;
      // The text may end before the file does: it may have a mark in front of it, or have become shorter.
      if (!computed || computed.report.end === start) return;
      start = computed.report.end;
    }
  }

  private get isMore(): boolean {
    return this.next < this.by.size;
  }

  private get most(): number {
    return this.by.readers.atOnce + WAITING;
  }

  /** Gives threads as much as they have at once: also while this one reads. */
  private askThreads(): void {
    const { readers } = this.by;
    const open = () => this.asked.filter(({ isThere, isOwn }) => !isThere && !isOwn).length;
    while (this.isMore && this.asked.length < this.most && open() < readers.atOnce) {
      const at = this.cut();
      this.ask(at, readers.read(this.requestOf(at)), false);
    }
  }

  private async readHere(): Promise<void> {
    const at = this.cut();
    await this.ask(at, this.compute(at), true).piece;
  }

  /** What was taken for the start of a record was none. */
  private async readFrom(from: number, to: number): Promise<ComputedPiece | undefined> {
    const piece = await this.compute({ from, to, isStart: true }).piece;
    return piece?.report.start === from ? piece : undefined;
  }

  private compute(at: Piece): LentPiece {
    const { computer, signal } = this.by;
    return {
      piece: computer.compute(this.requestOf(at), signal),
      giveBack: (piece) => computer.takeBack(bufferOf(piece)),
    };
  }

  private ask(at: Piece, lent: LentPiece, isOwn: boolean): Asked {
    const asked = { ...lent, at, isThere: false, isOwn };
    this.asked.push(asked);
    const arrived = () => {
      asked.isThere = true;
      this.askThreads();
    };
    // Whoever waits for the piece hears of its fault, and soon.
    lent.piece.then(arrived, () => (asked.isThere = true));
    return asked;
  }

  /** Pieces become smaller towards the end, so that all threads end at about the same time. */
  private cut(): Piece {
    const { pieceSize } = this.size;
    const { size, readers } = this.by;
    const from = this.next;
    const share = Math.ceil((size - from) / (2 * (readers.atOnce + 1)));
    this.next = Math.min(size, from + Math.min(pieceSize, Math.max(share, pieceSize >> 3)));
    return { from, to: this.next };
  }
}
