import { Shared } from '../shared';

/** Unpacked bytes of a file's members kept at once, but for the last one used, which may be larger. */
const MAX_KEPT = 512 << 20;

interface Member {
  size: number;
  bytes: Shared<Uint8Array>;
}

/** Packed members of one file, unpacked once for as long as those used lately are few. */
export class InflatedMembers {
  /** Least lately used first. */
  private readonly kept = new Map<string, Member>();

  constructor(private readonly maxKept = MAX_KEPT) {}

  /**
   * Unpacks for as long as a caller waits; what fails or is cancelled is tried anew when asked for again.
   *
   * @param size of the bytes that `unpack` resolves to
   */
  async get(
    key: string,
    size: number,
    unpack: (signal: AbortSignal) => Promise<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    const known = this.kept.get(key);
    const member = known && !known.bytes.over ? known : { size, bytes: new Shared(unpack) };
    this.kept.delete(key);
    this.kept.set(key, member);
    this.dropOldest();
    try {
      return await member.bytes.wait(signal);
    } finally {
      if (member.bytes.over && this.kept.get(key) === member) this.kept.delete(key);
    }
  }

  private dropOldest(): void {
    let total = 0;
    for (const { size } of this.kept.values()) total += size;
    for (const [key, { size }] of this.kept) {
      if (total <= this.maxKept || this.kept.size === 1) return;
      this.kept.delete(key);
      total -= size;
    }
  }
}
