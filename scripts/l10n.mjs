// Gathers every sentence in src/ that a person may read into l10n/bundle.l10n.json, for translators. `--check` writes
// nothing and fails where that file, or package.nls.json, does not say what src/ and package.json need.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { root } from './bundling.mjs';

const bundle = path.join(root, 'l10n/bundle.l10n.json');
/** What was found in each file, by its content: the reader takes a tenth of a second for one. */
const kept = path.join(root, '.cache/l10n.json');

async function sentences() {
  const sources = path.join(root, 'src');
  const files = readdirSync(sources, { recursive: true })
    .filter((file) => /\.tsx?$/.test(file) && !file.split(path.sep).includes('assembly'))
    .map((file) => ({
      extension: path.extname(file),
      contents: readFileSync(path.join(sources, file), 'utf8'),
    }))
    // The reader parses whole files; most hold no sentence.
    .filter(({ contents }) => contents.includes('l10n'));
  const found = { ...(await sentencesIn(files)), ...kernelSentences(sources) };
  const sorted = Object.keys(found)
    .sort()
    .map((key) => [key, found[key]]);
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}

async function sentencesIn(files) {
  const before = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};
  const now = {};
  for (const file of files) {
    const hash = createHash('sha256').update(`${file.extension} ${file.contents}`).digest('hex');
    now[hash] = before[hash] ?? (await getL10nJson([file]));
  }
  mkdirSync(path.dirname(kept), { recursive: true });
  writeFileSync(`${kept}.${process.pid}`, JSON.stringify(now));
  renameSync(`${kept}.${process.pid}`, kept);
  return Object.assign({}, ...Object.values(now));
}

/** What the kernel side says: sentences stand in `Unsupported("…", values)`, and the extension words them. */
function kernelSentences(sources) {
  const folder = path.join(sources, 'kernel');
  const found = {};
  for (const file of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const [call, sentence] of text.matchAll(/raise Unsupported\(\s*(?:"([^"\\\n]*)"|[^)])/g)) {
      if (sentence === undefined)
        throw new Error(`src/kernel/${file}: ${call} does not begin with the sentence itself`);
      found[sentence] = sentence;
    }
  }
  return found;
}

/** Keys that package.json names and package.nls.json lacks, or the other way round. */
function unpairedKeys() {
  const named = new Set(
    [...readFileSync(path.join(root, 'package.json'), 'utf8').matchAll(/"%([^"%]+)%"/g)].map(
      ([, key]) => key,
    ),
  );
  const given = new Set(Object.keys(JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8'))));
  return [...new Set([...named, ...given])].filter((key) => !named.has(key) || !given.has(key));
}

/** What translations lack, have too much, or say with other placeholders than the sentence they stand for. */
function untranslated(sentences, file) {
  const text = readFileSync(file, 'utf8');
  const translated = JSON.parse(text);
  const keys = [...text.matchAll(/^ {2}("(?:[^"\\]|\\.)*"): /gm)].map(([, key]) => key);
  const placeholders = (text) => [...text.matchAll(/\{\d\}/g)].map(String).sort().join();
  const commands = (text) => [...text.matchAll(/\(command:[^)]*\)/g)].map(String).sort().join();
  return [
    ...Object.keys(sentences)
      .filter((key) => !(key in translated))
      .map((key) => `lacks ${JSON.stringify(key)}`),
    ...Object.keys(translated)
      .filter((key) => !(key in sentences))
      .map((key) => `has ${JSON.stringify(key)}, which nobody says`),
    ...keys.filter((key, at) => keys.indexOf(key) < at).map((key) => `has ${key} twice`),
    ...Object.entries(translated)
      .filter(([key]) => key in sentences)
      .filter(
        ([key, text]) =>
          placeholders(text) !== placeholders(sentences[key]) || commands(text) !== commands(sentences[key]),
      )
      .map(([key]) => `has other placeholders in ${JSON.stringify(key)}`),
  ].map((problem) => `${path.relative(root, file)} ${problem}`);
}

/** The translations of a file of sentences: `bundle.l10n.zh-cn.json` beside `bundle.l10n.json`. */
function translationsOf(file) {
  const beginning = `${path.basename(file, '.json')}.`;
  return readdirSync(path.dirname(file))
    .filter((name) => name.startsWith(beginning) && name !== path.basename(file) && name.endsWith('.json'))
    .map((name) => path.join(path.dirname(file), name));
}

const current = await sentences();
if (process.argv.includes('--check')) {
  const unpaired = unpairedKeys();
  if (unpaired.length > 0) {
    console.error(`package.json and package.nls.json disagree about ${unpaired.join(', ')}.`);
    process.exitCode = 1;
  }
  const manifest = path.join(root, 'package.nls.json');
  const problems = [
    ...translationsOf(bundle).flatMap((file) => untranslated(JSON.parse(current), file)),
    ...translationsOf(manifest).flatMap((file) =>
      untranslated(JSON.parse(readFileSync(manifest, 'utf8')), file),
    ),
  ];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  if (!existsSync(bundle) || readFileSync(bundle, 'utf8') !== current) {
    console.error('l10n/bundle.l10n.json is out of date: run `npm run l10n`.');
    process.exitCode = 1;
  }
} else {
  mkdirSync(path.dirname(bundle), { recursive: true });
  writeFileSync(bundle, current);
}
