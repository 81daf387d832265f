// Runs test/unit with mocha in Node. `node scripts/test-unit.mjs numerics arrays` runs the files whose path holds one
// of the words. All of them run in two processes, as they leave one core idle otherwise.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { root } from './bundling.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensurePython } from './python.mjs';

const COUNTS = 'LOGITSCOPE_COUNTS';
/** Names the bundles that a process is to run, as JSON. */
const FILES = 'LOGITSCOPE_UNIT_FILES';

/** Runs bundles in this process. Resolves with the exit code. */
async function runHere(files) {
  const { default: mocha } = await import('./mocha.cjs');
  process.setSourceMapsEnabled(true);
  process.chdir(root);
  return (await mocha.runMocha(files)) ? 1 : 0;
}

/** Runs bundles in a process of its own. What it says is printed when it has ended. */
function runApart(files, counts) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    env: { ...process.env, [FILES]: JSON.stringify(files), [COUNTS]: counts },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(part));
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) =>
    child.once('exit', (code) => resolve({ code: code ?? 1, output: Buffer.concat(said) })),
  );
}

/** Two halves that take about as long: files by their size, each to the lighter half. */
function halves(files) {
  const parts = [
    { size: 0, files: [] },
    { size: 0, files: [] },
  ];
  for (const file of files.toSorted((a, b) => statSync(b).size - statSync(a).size)) {
    const part = parts[0].size <= parts[1].size ? parts[0] : parts[1];
    part.size += statSync(file).size;
    part.files.push(file);
  }
  return parts.map((part) => part.files.sort());
}

function countsIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    // It ended before its tests did.
    return { passed: 0, failed: 1 };
  }
}

async function runAll(files) {
  const parts = halves(files).map((part, i) => ({
    files: part,
    counts: path.join(root, 'out', `unit-${i}.json`),
  }));
  for (const { counts } of parts) rmSync(counts, { force: true });
  const ended = await Promise.all(parts.map((part) => runApart(part.files, part.counts)));
  for (const { output } of ended) process.stdout.write(output);
  const counts = parts.map((part) => countsIn(part.counts));
  const [passed, failed] = ['passed', 'failed'].map((name) =>
    counts.reduce((sum, count) => sum + count[name], 0),
  );
  if (process.env[COUNTS]) writeFileSync(process.env[COUNTS], JSON.stringify({ passed, failed }));
  console.log(`${passed} passing, ${failed} failing in both`);
  return failed > 0 || ended.some(({ code }) => code !== 0) ? 1 : 0;
}

if (process.env[FILES]) process.exit(await runHere(JSON.parse(process.env[FILES])));

await ensureDependencies();
const { bundleTests } = await import('./bundle-tests.mjs');

// The kernel-side file is tested in a real Python.
process.env.LOGITSCOPE_PYTHON = await ensurePython();
const words = process.argv.slice(2);
const files = await bundleTests('unit', words);
process.exit(await (words.length > 0 ? runHere(files) : runAll(files)));
