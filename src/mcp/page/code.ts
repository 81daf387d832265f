import * as l10n from '@vscode/l10n';
import { element } from './dom';
import { figure, findingClass, idOf, listOf, type Part } from './parts';

/** Findings in code, each with its place and the edit that mends it. */
export function code(answer: Part): HTMLElement[] {
  const all = listOf(answer.findings);
  const unread = listOf(answer.unread);
  return [
    element('h1', '', l10n.t('Loss code')),
    ...(unread.length === 0
      ? []
      : [element('p', '', figure(answer.note)), element('ul', '', ...unread.map((one) => place('li', one)))]),
    all.length === 0
      ? element('p', 'dim', l10n.t('No mistakes found.'))
      : element('ul', '', ...all.map(finding)),
  ];
}

/** "cell 2, line 3" and what stands there. */
function place(tag: string, { file, cell, line, code: text }: Part): HTMLElement {
  const parts = [
    figure(file),
    cell !== undefined && l10n.t('cell {0}', idOf(cell)),
    l10n.t('line {0}', idOf(line)),
  ];
  return element(tag, 'dim', parts.filter(Boolean).join(', '), ' ', element('code', '', figure(text)));
}

function finding(one: Part): HTMLElement {
  const { severity, message, fix } = one;
  const edits = listOf((fix as Part | undefined)?.edits);
  return element(
    'li',
    findingClass(severity),
    element('p', '', figure(message)),
    place('p', one),
    ...edits.map(({ from, to }) =>
      element('p', '', element('code', 'dim', figure(from)), ' → ', element('code', '', figure(to))),
    ),
  );
}
