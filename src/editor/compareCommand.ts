import * as vscode from 'vscode';
import type { FoundArray } from '../arrays/types';
import type { Comparison } from '../loss/types';
import { shapeText } from '../arrays/ndarray';
import type { WorkerClient } from '../worker/client';
import { withProgress } from './dumps';
import { openBoth } from './files';
import { arraysInFocus } from './sources';

/** "Compare two arrays": two files chosen in the Explorer, or two arrays of the selection or cell in focus. */
export async function compareArrays(
  client: WorkerClient,
  memory: vscode.Memento,
  uris: readonly vscode.Uri[] | undefined,
): Promise<void> {
  const both = uris && uris.length === 2 ? await openBoth(client, memory, uris) : await openFocused(client);
  if (!both) return;
  const [first, second] = both.sessions;
  try {
    const result = await withProgress('Comparing', (signal, onProgress) =>
      client.call('compare', { first, second, settings: { temperature: 1 } }, { signal, onProgress }),
    );
    if (!result) return;
    const content = comparisonText(result, both.names);
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.window.showTextDocument(document, { preview: false });
  } finally {
    for (const session of both.sessions) {
      client.call('close', { session }).catch(() => undefined);
      client.call('drop', { held: session }).catch(() => undefined);
    }
  }
}

async function openFocused(client: WorkerClient) {
  const { found, origin } = await arraysInFocus(client);
  const whole = found.filter(
    ({ array, reading }) => array && array.shape.length > 0 && reading.kind !== 'class-labels',
  );
  if (whole.length < 2)
    throw new Error(
      `A comparison needs two arrays of one shape; the ${origin} holds ${whole.length}. Select both, or choose two files in the Explorer.`,
    );
  const pair = whole.length === 2 ? whole : await pickTwo(whole);
  if (!pair) return undefined;
  const sessions: number[] = [];
  for (const { array, labels, reading } of pair) {
    const opened = await client.call('open', {
      array: array!,
      labels: labels?.values,
      reading: reading.kind === 'probabilities' ? 'probabilities' : 'logits',
    });
    sessions.push(opened.session);
  }
  return { sessions, names: pair.map(({ name }, i) => name ?? `array ${i + 1}`) };
}

async function pickTwo(arrays: readonly FoundArray[]): Promise<FoundArray[] | undefined> {
  const items = arrays.map((array) => ({
    label: array.name ?? array.reading.kind,
    description: shapeText(array.shape),
    array,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Compare two arrays',
    placeHolder: 'Which two?',
    canPickMany: true,
  });
  if (!picked) return undefined;
  if (picked.length !== 2) throw new Error(`A comparison needs two arrays, got ${picked.length}`);
  return picked.map(({ array }) => array);
}

function comparisonText(result: Comparison, [p, q]: readonly string[]): string {
  const { rows, flips, flipCount, farthest, loss } = result;
  const number = (value: number) =>
    Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value);
  const share = (count: number) =>
    `${count.toLocaleString('en')} of ${rows.toLocaleString('en')} (${number((100 * count) / rows)} %)`;
  const escape = (text: string) => text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&');
  const table = [
    ['rows', rows.toLocaleString('en')],
    ...(result.undefinedRows > 0
      ? [['rows without a distribution on one side, left out', String(result.undefinedRows)]]
      : []),
    ['mean KL(p‖q)', `${number(result.meanKl)} nats`],
    ['mean KL(q‖p)', `${number(result.meanReverseKl)} nats`],
    ['mean Jensen–Shannon', `${number(result.meanJensenShannon)} nats (at most ln 2 = 0.693147)`],
    ['top class flipped', share(flipCount)],
    ['p’s top class overtaken in q', share(result.rankMoved)],
    ...(loss
      ? [
          ['mean loss of p', number(loss.first)],
          [
            'mean loss of q',
            `${number(loss.second)} (${loss.second >= loss.first ? '+' : '−'}${number(Math.abs(loss.second - loss.first))})`,
          ],
          ['flips to the label, and away from it', `${result.becameRight}, ${result.becameWrong}`],
        ]
      : []),
  ];
  const lines = [
    `# ${escape(p)} (p) and ${escape(q)} (q)`,
    '',
    '| | |',
    '|---|---|',
    ...table.map(([name, value]) => `| ${name} | ${value} |`),
  ];
  if (farthest.length > 0 && farthest[0].jensenShannon > 0) {
    lines.push('', '## Farthest rows', '| row | Jensen–Shannon | KL(p‖q) |', '|---:|---:|---:|');
    for (const one of farthest)
      lines.push(`| ${one.row} | ${number(one.jensenShannon)} | ${number(one.kl)} |`);
  }
  if (flips.length > 0) {
    lines.push('', `## Flips${flipCount > flips.length ? ` (the first ${flips.length})` : ''}`);
    lines.push('| row | p says | q says | rank of p’s in q | label |', '|---:|---:|---:|---:|---:|');
    for (const { row, from, to, rankOfOld, label } of flips)
      lines.push(`| ${row} | ${from} | ${to} | ${rankOfOld + 1} | ${label ?? ''} |`);
  }
  return `${lines.join('\n')}\n`;
}
