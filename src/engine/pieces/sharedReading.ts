import type { Piece } from '../../records/pieces';
import type { RecordSource } from '../../records/recordSource';
import { computedPiece, type ComputedPiece, type PieceRequest } from './computedPiece';
import type { Readers } from './readers';

/** Pieces that may wait for one before them, beside those that threads are at: each takes as much memory as it has rows. */
const WAITING = 4;

interface Asked {
  piece: Promise<ComputedPiece | undefined>;
  isThere: boolean;
  isOwn: boolean;
}

/**
 * Reads the pieces of a file by threads and by this one, which would else wait for them; they come in the file's order.
 */
export class SharedReading {
  private readonly asked: Asked[] = [];
  private next: number;

  constructor(
    private readonly by: { source: RecordSource; readers: Readers; signal: AbortSignal },
    private readonly requestOf: (piece: Piece) => PieceRequest,
    private readonly size: { from: number; pieceSize: number },
  ) {
    this.next = size.from;
  }

  async *pieces(): AsyncGenerator<ComputedPiece | undefined, void> {
    const { asked } = this;
    const { signal } = this.by;
    this.askThreads();
    while (asked.length > 0 || this.isMore) {
      if (this.isMore && !asked[0]?.isThere && asked.length < this.most) await this.readHere();
      else {
        const computed = await asked.shift()!.piece;
        signal.throwIfAborted();
        yield computed;
      }
      this.askThreads();
    }
  }

  private get isMore(): boolean {
    return this.next < this.by.source.size;
  }

  private get most(): number {
    return this.by.readers.atOnce + WAITING;
  }

  /** Gives threads as much as they have at once: also while this one reads. */
  private askThreads(): void {
    const { readers } = this.by;
    const open = () => this.asked.filter(({ isThere, isOwn }) => !isThere && !isOwn).length;
    while (this.isMore && this.asked.length < this.most && open() < readers.atOnce)
      this.ask(readers.read(this.requestOf(this.cut())), false);
  }

  private async readHere(): Promise<void> {
    const { source, signal } = this.by;
    await this.ask(computedPiece(source, this.requestOf(this.cut()), signal), true).piece;
  }

  private ask(piece: Promise<ComputedPiece | undefined>, isOwn: boolean): Asked {
    const asked = { piece, isThere: false, isOwn };
    this.asked.push(asked);
    const arrived = () => {
      asked.isThere = true;
      this.askThreads();
    };
    // Whoever waits for the piece hears of its fault, and soon.
    piece.then(arrived, () => (asked.isThere = true));
    return asked;
  }

  private cut(): Piece {
    const from = this.next;
    this.next += this.size.pieceSize;
    return { from, to: Math.min(this.next, this.by.source.size) };
  }
}
