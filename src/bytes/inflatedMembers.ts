/** Unpacked bytes of a file's members kept at once, but for the last one used, which may be larger. */
const MAX_KEPT = 512 << 20;

interface Member {
  size: number;
  bytes: Promise<Uint8Array>;
}

/** Packed members of one file, unpacked once for as long as those used lately are few. */
export class InflatedMembers {
  /** Least lately used first. */
  private readonly kept = new Map<string, Member>();

  constructor(private readonly maxKept = MAX_KEPT) {}

  /** @param size of the bytes that `unpack` resolves to */
  get(key: string, size: number, unpack: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const member = this.kept.get(key) ?? this.unpacking(key, { size, bytes: unpack() });
    this.kept.delete(key);
    this.kept.set(key, member);
    this.dropOldest();
    return member.bytes;
  }

  /** What fails is tried anew when asked for again. */
  private unpacking(key: string, member: Member): Member {
    member.bytes.catch(() => {
      if (this.kept.get(key) === member) this.kept.delete(key);
    });
    return member;
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
