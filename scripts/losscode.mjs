// Runs the checker of loss code over every .py and .ipynb under some folders and prints what it finds:
// `node scripts/losscode.mjs [--together] [--rules a,b] FOLDER…`. `--together` checks all files of a folder at once, so
// that imports between them are followed. The last line says how many files and lines there were, and how long it took.
import { build } from 'esbuild';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { root } from './bundling.mjs';

const folder = mkdtempSync(join(tmpdir(), 'losscode-'));
const outfile = join(folder, 'check.cjs');
await build({
  entryPoints: [join(root, 'src/losscode/check.ts')],
  bundle: true,
  format: 'cjs',
  platform: 'node',
  outfile,
  logLevel: 'error',
});
const { checkLossCode } = createRequire(import.meta.url)(outfile);
rmSync(folder, { recursive: true });

const options = process.argv.slice(2);
const together = options.includes('--together');
const rules = options.includes('--rules') ? options[options.indexOf('--rules') + 1].split(',') : undefined;
const paths = options.filter((one, i) => !one.startsWith('--') && options[i - 1] !== '--rules');

function* filesUnder(path) {
  if (!statSync(path).isDirectory()) yield path;
  else
    for (const entry of readdirSync(path, { withFileTypes: true }))
      if (entry.isDirectory()) yield* filesUnder(join(path, entry.name));
      else if (entry.isFile() && /\.(py|ipynb)$/.test(entry.name)) yield join(path, entry.name);
}

function fileOf(path) {
  const text = readFileSync(path, 'utf8');
  if (!path.endsWith('.ipynb')) return { uri: path, text };
  const cells = cellsIn(text);
  return {
    uri: path,
    cells: cells.filter((cell) => cell.cell_type === 'code').map(({ source }) => [source].flat().join('')),
  };
}

/** Of a file that is no notebook there are none. */
function cellsIn(text) {
  try {
    return JSON.parse(text).cells ?? [];
  } catch {
    return [];
  }
}

const groups = new Map();
for (const one of paths)
  for (const path of filesUnder(one)) {
    const group = together ? one : path;
    groups.set(group, [...(groups.get(group) ?? []), path]);
  }

let files = 0;
let lines = 0;
let took = 0;
let slowest = { ms: 0, path: '' };
const counts = new Map();
for (const group of groups.values()) {
  const request = { files: group.map(fileOf) };
  const before = performance.now();
  const findings = checkLossCode(request);
  const ms = performance.now() - before;
  took += ms;
  if (ms > slowest.ms) slowest = { ms, path: group[0] };
  for (const { uri, text, cells } of request.files) {
    files++;
    lines += (text ?? cells.join('\n')).split('\n').length;
    for (const one of findings.filter((finding) => finding.uri === uri)) {
      if (rules !== undefined && !rules.includes(one.rule)) continue;
      const key = `${one.severity} ${one.rule}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      const code = text ?? cells[one.range.cell];
      const line = code.slice(0, one.range.start).split('\n').length;
      const where = one.range.cell === undefined ? line : `cell ${one.range.cell}, ${line}`;
      console.log(`${uri}:${where} ${one.severity} ${one.rule}`);
      console.log(`    ${code.slice(one.range.start, one.range.end).replace(/\s+/g, ' ').slice(0, 140)}`);
      for (const { message } of one.related) console.log(`    < ${message}`);
    }
  }
}
for (const [key, count] of [...counts].sort()) console.log(`${count} ${key}`);
console.log(
  `${files} files, ${lines} lines, ${(took / (lines / 1000)).toFixed(1)} ms per 1,000 lines, slowest ${slowest.ms.toFixed(0)} ms (${slowest.path})`,
);
