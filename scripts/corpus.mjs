// Scores what src/text finds against a folder of real outputs: `npm run corpus -- DIR [--text-only] [--verbose]`.
//
// DIR/arrays.jsonl: one output a line, { id, text, mime, source, offer, arrays: [{ name, shape, first, last,
// container, elided, reading, from_text }] }. DIR/others.jsonl: outputs in which nothing should be offered.
// Samples stay outside the project.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import esbuild from 'esbuild';
import { plugins, root } from './bundling.mjs';

const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
const folder = process.argv.slice(2).find((word) => !word.startsWith('--'));
if (folder === undefined || !existsSync(folder)) {
  console.error(
    'Usage: npm run corpus -- DIR [--text-only] [--verbose], DIR holding arrays.jsonl or others.jsonl',
  );
  process.exit(2);
}
const textOnly = options.includes('--text-only');
const verbose = options.includes('--verbose');

const outdir = path.join(root, 'out/corpus');
mkdirSync(outdir, { recursive: true });
writeFileSync(
  path.join(outdir, 'entry.ts'),
  `export { findArrays } from '../../src/text/find';
   export { isOffered } from '../../src/arrays/offer';
   export { mayHoldArray } from '../../src/text/mayHoldArray';`,
);
await esbuild.build({
  entryPoints: [path.join(outdir, 'entry.ts')],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  outfile: path.join(outdir, 'entry.cjs'),
  plugins,
  absWorkingDir: root,
});
const { findArrays, isOffered, mayHoldArray } = await import(pathToFileURL(path.join(outdir, 'entry.cjs')));

const lines = (name) => {
  const file = path.join(folder, name);
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
};
const mimeOf = (mime) =>
  mime === 'stdout' ? 'application/vnd.code.notebook.stdout' : mime?.includes('/') ? mime : undefined;
const find = (output) =>
  findArrays(output.text, {
    mime: mimeOf(output.mime),
    ...(!textOnly && output.source ? { source: output.source } : {}),
  });

const same = (expected, got) => {
  if (expected === null || expected === undefined) return true;
  if (typeof expected === 'boolean') expected = Number(expected);
  if (typeof expected === 'string')
    expected =
      { nan: NaN, inf: Infinity, '-inf': -Infinity, NaN, Infinity, '-Infinity': -Infinity }[expected] ??
      Number(expected);
  return (
    Object.is(expected, got) || expected === got || Math.abs(expected - got) <= 1e-12 * Math.abs(expected)
  );
};
/** First and last number printed, read off the text independently of the parser under test where the array is elided. */
const ends = (text, found) => {
  if (found.array) return [found.array.data[0], found.array.data.at(-1)];
  const body = text.slice(...found.range).replace(/\w+=(?:<[^>]*>|\([^)]*\)|'[^']*'|[\w.]+)/g, ' ');
  const numbers = body.match(/-?(?:\d+\.?\d*(?:e[-+]?\d+)?|\binf\b|\bnan\b)/g) ?? [];
  const value = (token) => ({ nan: NaN, inf: Infinity, '-inf': -Infinity })[token] ?? Number(token);
  return [value(numbers[0]), value(numbers.at(-1))];
};

const expectedKind = (array) =>
  ({
    logits: 'logits',
    probabilities: 'probabilities',
    'maybe-logits': '(maybe)',
    labels: '(labels)',
    'not-logits': '(not)',
  })[array.from_text] ?? array.reading;
const counts = {
  arrays: 0,
  found: 0,
  shape: 0,
  values: 0,
  named: 0,
  name: 0,
  container: 0,
  clear: 0,
  clearRead: 0,
};
const confusion = new Map();
const offers = { right: 0, wrong: 0, missed: 0, quiet: 0 };
const report = (kind, output, ...rest) => {
  if (verbose) console.log(kind.padEnd(9), output.id, output.why ?? '', ...rest);
};

for (const output of lines('arrays.jsonl')) {
  const found = find(output);
  let from = 0;
  for (const array of output.arrays) {
    counts.arrays++;
    const at = found.findIndex((one, i) => {
      if (i < from) return false;
      const [first, last] = ends(output.text, one);
      return one.shape.join() === array.shape.join() && same(array.first, first) && same(array.last, last);
    });
    if (at < 0) {
      const near = found.find((one) => one.shape.join() === array.shape.join()) ?? found[from];
      report(
        'MISSED',
        output,
        array.name,
        array.shape.join('×'),
        array.first,
        array.last,
        near && [near.shape.join('×'), ...ends(output.text, near)],
      );
      if (near?.shape.join() === array.shape.join()) counts.shape++;
      continue;
    }
    from = at + 1;
    const one = found[at];
    counts.found++;
    // Labels name what the text names; the code of the cell names more.
    if (array.name !== null || textOnly) {
      counts.named++;
      if ((one.name ?? null) === array.name) counts.name++;
      else report('NAME', output, array.name, '!==', one.name);
    }
    if (one.container === array.container) counts.container++;
    else report('CONTAINER', output, array.container, '!==', one.container);
    const pair = `${array.reading} → ${one.reading.kind}`;
    confusion.set(pair, (confusion.get(pair) ?? 0) + 1);
    if (array.from_text === 'logits') {
      counts.clear++;
      if (one.reading.kind === 'logits') counts.clearRead++;
    }
    if (array.reading !== one.reading.kind)
      report(
        'READING',
        output,
        array.name,
        `${array.reading} (${expectedKind(array)}) → ${one.reading.kind} ${one.reading.confidence}:`,
        one.reading.evidence.join('; '),
      );
  }
  const offered = found.filter((one) => isOffered(one, 'likely'));
  const key = offered.length > 0 ? (output.offer ? 'right' : 'wrong') : output.offer ? 'missed' : 'quiet';
  offers[key]++;
  if (offered.length > 0 && !mayHoldArray(output.text)) report('REJECTED', output);
  if (key === 'wrong')
    report(
      'WRONG',
      output,
      offered
        .map(
          (one) =>
            `${one.name} ${one.shape.join('×')} ${one.reading.confidence}: ${one.reading.evidence.join('; ')}`,
        )
        .join(' | '),
    );
  if (key === 'missed')
    report(
      'UNOFFERED',
      output,
      found
        .map(
          (one) =>
            `${one.name} ${one.shape.join('×')} ${one.reading.kind} ${one.reading.confidence}: ${one.reading.evidence.join('; ')}`,
        )
        .join(' | '),
    );
}

const others = lines('others.jsonl');
let falseOffers = 0;
let passed = 0;
for (const output of others) {
  if (mayHoldArray(output.text)) passed++;
  const offered = find(output).filter((one) => isOffered(one, 'likely'));
  if (offered.length === 0) continue;
  falseOffers++;
  report(
    'FALSE',
    output,
    offered
      .map(
        (one) =>
          `${one.container} ${one.name} ${one.shape.join('×')} ${one.reading.confidence}: ${one.reading.evidence.join('; ')}`,
      )
      .join(' | '),
  );
}

const share = (part, whole) =>
  `${part} of ${whole}${whole ? ` (${((100 * part) / whole).toFixed(1)} %)` : ''}`;
console.log(`evidence: ${textOnly ? 'the text alone' : 'the text and the code of the cell'}`);
if (counts.arrays) {
  console.log(`arrays found with shape, first and last value  ${share(counts.found, counts.arrays)}`);
  console.log(`  of the rest, shape right but values differ   ${counts.shape}`);
  console.log(`  name as labelled                             ${share(counts.name, counts.named)}`);
  console.log(`  container as labelled                        ${share(counts.container, counts.found)}`);
  console.log(`clear logits (from_text) read as logits        ${share(counts.clearRead, counts.clear)}`);
  console.log(
    `offers: precision                              ${share(offers.right, offers.right + offers.wrong)}`,
  );
  console.log(
    `offers: recall                                 ${share(offers.right, offers.right + offers.missed)}`,
  );
  console.log('labelled → read');
  for (const [pair, count] of [...confusion].sort()) console.log(`  ${pair.padEnd(44)} ${count}`);
}
if (others.length) {
  console.log(`others offered                                 ${share(falseOffers, others.length)}`);
  console.log(`others the cheap test lets through             ${share(passed, others.length)}`);
}
