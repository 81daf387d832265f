import * as l10n from '@vscode/l10n';

/** Structures in structures: the format has six. */
const DEEPEST = 32;

/**
 * Throws where a structure of Thrift's compact protocol ends behind its bytes, or claims more than they hold: hyparquet would make room
 * for all the entries that a list claims before it reads the first.
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export function checkThrift(bytes: Uint8Array): void {
  new Walk(bytes).structure(0);
}

class Walk {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  structure(depth: number): void {
    if (depth > DEEPEST) throw damaged();
    for (;;) {
      const header = this.byte();
      const type = header & 0x0f;
      if (type === 0) return;
      if (header >> 4 === 0) this.varint();
      // A field's type is its truth.
      if (type > 2) this.value(type, depth);
    }
  }

  private value(type: number, depth: number): void {
    switch (type) {
      case 1:
      case 2:
      case 3:
        return this.skip(1);
      case 4:
      case 5:
      case 6:
        return void this.varint();
      case 7:
        return this.skip(8);
      case 8:
        return this.skip(this.varint());
      case 9:
      case 10:
        return this.list(depth + 1);
      case 12:
        return this.structure(depth + 1);
      case 13:
        return this.skip(16);
      default:
        throw damaged();
    }
  }

  private list(depth: number): void {
    if (depth > DEEPEST) throw damaged();
    const header = this.byte();
    const count = header >> 4 === 15 ? this.varint() : header >> 4;
    // An entry is a byte at the least.
    if (count > this.bytes.length - this.at) throw damaged();
    for (let i = 0; i < count; i++) this.value(header & 0x0f, depth);
  }

  private byte(): number {
    if (this.at >= this.bytes.length) throw damaged();
    return this.bytes[this.at++];
  }

  private varint(): number {
    let value = 0;
    for (let shift = 0, byte = 0x80; byte & 0x80; shift += 7) {
      if (shift > 63) throw damaged();
      byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
    }
    return value;
  }

  private skip(count: number): void {
    this.at += count;
    if (this.at > this.bytes.length) throw damaged();
  }
}

function damaged(): Error {
  return new Error(l10n.t('a list in it is longer than the message'));
}
