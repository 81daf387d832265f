/** What a kernel may answer instead of the truth: each part of an answer put out of shape, one at a time. */

/** In place of any part. The last of them are long or deep. */
const LIES: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e300,
  2 ** 53,
  'nan',
  '-inf',
  '',
  '\u202e\u0007[x](command:workbench.action.quit) $(bug)',
  [],
  {},
  // What engines ask an object about when they make a text or a number of it.
  { toString: 1, valueOf: 1, toJSON: 1, constructor: { name: '\u202eArray' }, length: 1e9 },
  [[[]]],
  Array.from({ length: 3000 }, () => 0),
  'x'.repeat(1 << 20),
  nested(20_000),
];

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

interface Lie {
  /** Where it differs from the truth. */
  at: string;
  answer: unknown;
}

/** The answer itself is one of its parts. Whatever is written to a lie is not written to the truth. */
export function* liesAbout(truth: unknown, at = 'answer'): Generator<Lie> {
  for (const answer of LIES) yield { at, answer };
  if (isList(truth)) {
    yield { at: `${at} cut`, answer: truth.slice(1) };
    yield { at: `${at} twice`, answer: [...truth, ...truth] };
    // The others are like the first.
    if (truth.length > 0)
      for (const { at: inner, answer } of liesAbout(truth[0], `${at}[0]`))
        yield { at: inner, answer: [answer, ...truth.slice(1)] };
  } else if (typeof truth === 'object' && truth !== null)
    for (const [key, value] of Object.entries(truth)) {
      const others = Object.entries(truth).filter(([other]) => other !== key);
      yield { at: `${at} without ${key}`, answer: Object.fromEntries(others) };
      for (const { at: inner, answer } of liesAbout(value, `${at}.${key}`))
        yield { at: inner, answer: { ...truth, [key]: answer } };
    }
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
