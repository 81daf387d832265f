// What the checker of loss code takes, on the programs of its own tests and on any folder of Python.
//   npm run bench -- losscode                    the programs, and a notebook of 300 cells after a keystroke
//   npm run bench -- losscode FOLDER… [--list]   also every .py file in the folders, with what is found in them
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkLossCode } from '../../src/losscode/check';
import { corpus } from '../unit/losscode/corpus';

const CELLS = 300;
const ROUNDS = 60;
const BAR = { perThousandLines: 30, keystroke: 50 };

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const quantile = (values: readonly number[], q: number) =>
  sorted(values)[Math.min(values.length - 1, Math.floor(q * values.length))];
const linesOf = (text: string) => text.split('\n').length;

/** Processor time: others may be at work on the same machine. */
function timed<T>(work: () => T): { ms: number; result: T } {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return { ms: (user + system) / 1000, result };
}

function programs() {
  const all = corpus();
  const lines = all
    .flatMap(({ files }) => files.flatMap(({ text, cells }) => cells ?? [text ?? '']))
    .reduce((sum, text) => sum + linesOf(text), 0);
  const round = () => all.forEach(({ files }) => checkLossCode({ files }));
  const first = timed(round).ms;
  const warm = Array.from({ length: 5 }, () => timed(round).ms);
  const perThousand = (1000 * quantile(warm, 0.5)) / lines;
  console.log(
    `${all.length} programs, ${lines} lines: ${perThousand.toFixed(1)} ms per 1,000 lines ` +
      `(first time ${((1000 * first) / lines).toFixed(1)}; bar ${BAR.perThousandLines})`,
  );
}

/** Cells of programs with and without mistakes, in which one is typed. */
function keystrokes() {
  const cells = corpus()
    .flatMap(({ files }) => files.flatMap(({ text, cells }) => cells ?? [text ?? '']))
    .slice(0, CELLS);
  const uri = 'notebook.ipynb';
  checkLossCode({ files: [{ uri, cells }] });
  const takes = Array.from({ length: ROUNDS }, (_, i) => {
    const at = Math.floor((i * CELLS) / ROUNDS);
    cells[at] += `value_${i} = ${i}\n`;
    return timed(() => checkLossCode({ files: [{ uri, cells: [...cells] }] })).ms;
  });
  const lines = cells.reduce((sum, text) => sum + linesOf(text), 0);
  console.log(
    `a notebook of ${cells.length} cells, ${lines} lines, after a keystroke: median ` +
      `${quantile(takes, 0.5).toFixed(1)} ms, 95th percentile ${quantile(takes, 0.95).toFixed(1)} ms (bar ${BAR.keystroke})`,
  );
}

function folder(root: string, list: boolean) {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .map((name) => path.join(root, name));
  const byRule = new Map<string, number>();
  let [lines, ms] = [0, 0];
  let slowest = { file: '', ms: 0, lines: 1 };
  for (const file of files) {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      continue;
    }
    const took = timed(() => checkLossCode({ files: [{ uri: file, text }] }));
    const count = linesOf(text);
    lines += count;
    ms += took.ms;
    if (took.ms > slowest.ms) slowest = { file, ms: took.ms, lines: count };
    for (const { rule, message, range } of took.result) {
      byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
      if (!list) continue;
      const line = linesOf(text.slice(0, range.start));
      console.log(`${file}:${line} ${rule}\n    ${text.split('\n')[line - 1].trim()}\n    ${message}`);
    }
  }
  console.log(
    `${root}: ${files.length} files, ${lines} lines: ${((1000 * ms) / lines).toFixed(2)} ms per 1,000 lines; ` +
      `slowest ${slowest.file} (${slowest.lines} lines) ${slowest.ms.toFixed(0)} ms`,
  );
  for (const [rule, count] of [...byRule].sort((a, b) => b[1] - a[1])) console.log(`  ${rule}: ${count}`);
}

const args = process.argv.slice(2);
programs();
keystrokes();
for (const root of args.filter((arg) => arg !== '--list')) folder(root, args.includes('--list'));
