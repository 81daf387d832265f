import fc from 'fast-check';
import { families } from '../unit/house/adversaries';

/** Pieces that readers look for. */
const PIECES = [
  ...families.map(([, make]) => make(24)),
  '\u202E',
  '\0',
  '\uD800',
  '…',
  '−',
  '1e999',
  '\u2028',
  '𝒳',
];

type Change = (text: string, others: readonly string[]) => string;

const at = (text: string, share: number) => Math.floor(share * text.length);
const share = fc.double({ min: 0, max: 1, noNaN: true });

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(share, share).map(([a, b]): Change => {
    return (text) => text.slice(0, at(text, Math.min(a, b))) + text.slice(at(text, Math.max(a, b)));
  }),
  fc.tuple(share, fc.integer({ min: 1, max: 12 })).map(([a, n]): Change => {
    return (text) => text.slice(0, at(text, a)) + text.slice(at(text, a) + n);
  }),
  fc.tuple(share, fc.constantFrom(...PIECES)).map(([a, piece]): Change => {
    return (text) => text.slice(0, at(text, a)) + piece + text.slice(at(text, a));
  }),
  fc.tuple(share, fc.string({ unit: 'grapheme', maxLength: 4 })).map(([a, typed]): Change => {
    return (text) => text.slice(0, at(text, a)) + typed + text.slice(at(text, a) + 1);
  }),
  fc.tuple(share, share, fc.integer({ min: 2, max: 20 })).map(([a, b, n]): Change => {
    return (text) => {
      const [from, to] = [at(text, Math.min(a, b)), at(text, Math.max(a, b))];
      return text.slice(0, to) + text.slice(from, Math.min(to, from + 200)).repeat(n) + text.slice(to);
    };
  }),
  fc.tuple(share, share, fc.nat()).map(([a, b, other]): Change => {
    return (text, others) => {
      const second = others[other % others.length];
      return text.slice(0, at(text, a)) + second.slice(at(second, b));
    };
  }),
  share.map(
    (a): Change =>
      (text) =>
        text.slice(0, at(text, a)),
  ),
);

const MAX_LENGTH = 6_000;

/** One of the seeds after some changes; shrinks to fewer changes. */
export function mutated(seeds: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(seeds.length - 1), fc.array(changes, { maxLength: 6 }))
    .map(([seed, list]) =>
      list.reduce((text, change) => change(text, seeds).slice(0, MAX_LENGTH), seeds[seed]),
    );
}

/** Lengths, counts and places that lie: of 32 and 64 bits, and as Thrift has them. */
const WORDS = [
  ...[0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x10000000].map(
    (word) => new Uint8Array(Uint32Array.of(word).buffer),
  ),
  ...[-1n, 1n << 31n, 1n << 32n, 1n << 40n, (1n << 63n) - 1n].map(
    (word) => new Uint8Array(BigInt64Array.of(word).buffer),
  ),
  Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f),
];

/** The same of a file's bytes. */
export function mutatedBytes<F extends { bytes: Uint8Array }>(seeds: readonly F[]): fc.Arbitrary<F> {
  const latin = seeds.map(({ bytes }) => Buffer.from(bytes).toString('latin1'));
  return fc
    .tuple(
      fc.nat(seeds.length - 1),
      fc.array(changes, { maxLength: 5 }),
      fc.array(fc.tuple(share, fc.nat(255)), { maxLength: 6 }),
      fc.array(fc.tuple(share, fc.constantFrom(...WORDS)), { maxLength: 2 }),
    )
    .map(([seed, list, flips, words]) => {
      const text = list.reduce((sofar, change) => change(sofar, latin).slice(0, MAX_LENGTH), latin[seed]);
      const bytes = new Uint8Array(Buffer.from(text, 'latin1'));
      if (bytes.length > 0)
        for (const [where, value] of flips) bytes[Math.min(bytes.length - 1, at(text, where))] = value;
      for (const [where, word] of words)
        bytes.set(word.subarray(0, bytes.length - at(text, where)), at(text, where));
      return { ...seeds[seed], bytes };
    });
}
