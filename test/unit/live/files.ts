/** Builds files of arrays byte by byte, lying ones too. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../../src/bytes/zip/crc32';

export function npy(
  header: string,
  data: Uint8Array = new Uint8Array(0),
  { version = 1, length }: { version?: number; length?: number } = {},
): Uint8Array {
  const text = Buffer.from(header + '\n', 'latin1');
  const lead = Buffer.alloc(version === 1 ? 10 : 12);
  lead.write('\x93NUMPY', 'latin1');
  lead[6] = version;
  if (version === 1) lead.writeUInt16LE(length ?? text.length, 8);
  else lead.writeUInt32LE(length ?? text.length, 8);
  return Buffer.concat([lead, text, data]);
}

export function npyHeader(descr: string, shape: readonly (number | string)[], fortran = false): string {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  return `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`;
}

export function floats(...values: number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

export interface Member {
  name: string;
  data: Uint8Array;
  deflate?: boolean;
  /** What the directory says, where it lies. */
  size?: number;
  crc?: number;
  compressedSize?: number;
  offset?: number;
  method?: number;
  flags?: number;
  /** What the member's own header says, where it lies. */
  local?: { name?: string; extraLength?: number };
}

/** A zip file. `wide` writes 64-bit sizes and a 64-bit directory. */
export function zip(members: readonly Member[], { wide = false, count = members.length } = {}): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, deflate = false, ...lies } of members) {
    const stored = deflate ? deflateRawSync(data) : Buffer.from(data);
    const method = lies.method ?? (deflate ? 8 : 0);
    const size = lies.size ?? data.length;
    const compressedSize = lies.compressedSize ?? stored.length;
    const offset = lies.offset ?? at;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    const own = Buffer.from(lies.local?.name ?? name);
    local.writeUInt16LE(own.length, 26);
    local.writeUInt16LE(lies.local?.extraLength ?? 0, 28);
    parts.push(local, own, stored);
    at += 30 + own.length + stored.length;
    const extra = Buffer.alloc(wide ? 28 : 0);
    if (wide) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      [size, compressedSize, offset].forEach((n, i) => extra.writeBigUInt64LE(BigInt(n), 4 + 8 * i));
    }
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(lies.flags ?? 0, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(lies.crc ?? crc32(data), 16);
    entry.writeUInt32LE(wide ? 0xffffffff : compressedSize, 20);
    entry.writeUInt32LE(wide ? 0xffffffff : size, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt16LE(extra.length, 30);
    entry.writeUInt32LE(wide ? 0xffffffff : offset, 42);
    directory.push(entry, Buffer.from(name), extra);
  }
  const central = Buffer.concat(directory);
  const tail: Buffer[] = [];
  if (wide) {
    const end = Buffer.alloc(56);
    end.writeUInt32LE(0x06064b50, 0);
    end.writeBigUInt64LE(BigInt(count), 32);
    end.writeBigUInt64LE(BigInt(central.length), 40);
    end.writeBigUInt64LE(BigInt(at), 48);
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50, 0);
    locator.writeBigUInt64LE(BigInt(at + central.length), 8);
    tail.push(end, locator);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(wide ? 0xffff : count & 0xffff, 10);
  end.writeUInt32LE(wide ? 0xffffffff : central.length, 12);
  end.writeUInt32LE(wide ? 0xffffffff : at, 16);
  return Buffer.concat([...parts, central, ...tail, end]);
}

export function safetensors(
  header: unknown,
  data: Uint8Array = new Uint8Array(0),
  length?: bigint,
): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const lead = Buffer.alloc(8);
  lead.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([lead, text, data]);
}
