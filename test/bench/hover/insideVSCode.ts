// Runs in the extension host: asks for hovers through VS Code and prints percentiles. The way there and back (extension
// host, window, extension host) is in every number; the row without an array shows what it takes by itself.
import * as vscode from 'vscode';

const ROUNDS = 200;
const [ROWS, CLASSES] = [100, 100];

const random = (() => {
  let state = 12345;
  return () => ((state = (state * 1103515245 + 12345) % 2 ** 31), state / 2 ** 31);
})();
const row = () => `[${Array.from({ length: CLASSES }, () => (16 * (random() - 0.5)).toFixed(4)).join(', ')}]`;
const array = () => `logits = [${Array.from({ length: ROWS }, row).join(',\n')}]\n`;
const prose = () => 'A sentence with a number, 42, and words. '.repeat(20).concat('\n').repeat(90);

const open = (content: string) => vscode.workspace.openTextDocument({ content, language: 'plaintext' });

async function hover({ uri }: vscode.TextDocument, line: number): Promise<{ ms: number; found: number }> {
  const start = performance.now();
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    new vscode.Position(line, 30),
  );
  return { ms: performance.now() - start, found: hovers.length };
}

async function measure(title: string, documentFor: (round: number) => PromiseLike<vscode.TextDocument>) {
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const document = await documentFor(round);
    const one = await hover(document, (round * 7) % 90);
    times.push(one.ms);
    found += one.found;
  }
  times.sort((a, b) => a - b);
  const [median, p95] = [0.5, 0.95].map((part) => times[Math.floor(part * ROUNDS)].toFixed(1));
  console.log(`| ${title} | ${median} | ${p95} | ${found} of ${ROUNDS} |`);
}

export async function run(): Promise<void> {
  const [same, other] = [await open(array()), await open(prose())];
  const first = await hover(same, 3);
  console.log(`First hover, which starts the worker: ${first.ms.toFixed(0)} ms.\n`);
  console.log('| milliseconds | median | 95th percentile | hovers |\n|---|---:|---:|---:|');
  await measure('prose of as many characters', () => Promise.resolve(other));
  await measure(`${ROWS}×${CLASSES} numbers`, () => Promise.resolve(same));
  await measure(`${ROWS}×${CLASSES} numbers, a new document each time`, () => open(array()));
}
