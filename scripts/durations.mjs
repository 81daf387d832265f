// How long the files of the suites take, kept in test/seconds.json, so that what runs at the same time ends at the same
// time. `LOGITSCOPE_KEEP_SECONDS=1 npm test`, on a machine that does nothing else, writes it anew.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './bundling.mjs';

const file = path.join(root, 'test/seconds.json');

/** Seconds of a file that nobody has timed yet; those that take less are not kept. */
const FEW = 1;

const kept = () => JSON.parse(readFileSync(file, 'utf8'));

/** Seconds that a file of a suite takes. */
export const secondsOf = (suite, name) => kept()[suite]?.[name] ?? FEW;

/** Seconds of a whole suite in one process. */
export const secondsOfSuite = (suite) => Object.values(kept()[suite] ?? {}).reduce((a, b) => a + b, 0);

/** Keeps what the bundles in out/ took, of those suites that ran. */
export function keepSeconds(seconds) {
  const suites = {};
  for (const [bundle, taken] of Object.entries(seconds)) {
    const [suite, ...rest] = path.relative(path.join(root, 'out'), bundle).split(path.sep);
    const name = rest.join('/').replace(/\.js$/, '');
    if (taken >= FEW) (suites[suite.replace(/-\d+$/, '')] ??= {})[name] = Math.round(taken);
  }
  const sorted = (one) => Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  const all = { ...kept(), ...Object.fromEntries(Object.entries(suites).map(([k, v]) => [k, sorted(v)])) };
  writeFileSync(file, `${JSON.stringify(sorted(all), undefined, 2)}\n`);
}

/** The files of one part of a suite: those that take longest first, each to the part that ends first so far. */
export function filesOfPart(suite, files, { part, parts, following }) {
  const nameOf = (file) =>
    file
      .split(path.sep)
      .join('/')
      .replace(/\.tsx?$/, '');
  const seconds = new Map(files.map((file) => [file, secondsOf(suite, nameOf(file))]));
  const shares = Array.from({ length: parts }, (_, i) => ({
    load: i === parts - 1 ? following : 0,
    files: [],
  }));
  for (const file of files.toSorted((a, b) => seconds.get(b) - seconds.get(a))) {
    const first = shares.reduce((a, b) => (b.load < a.load ? b : a));
    first.load += seconds.get(file);
    first.files.push(file);
  }
  return shares[part - 1].files.sort();
}
