import * as l10n from '@vscode/l10n';
import { element } from './dom';
import { figure, findingClass, idOf, listOf, type Part } from './parts';

/** Findings in code, each with its place and the edit that mends it. */
export function code(answer: Part): HTMLElement[] {
  const all = listOf(answer.findings);
  return [
    element('h1', '', l10n.t('Loss code')),
    all.length === 0
      ? element('p', 'dim', l10n.t('No mistakes found.'))
      : element('ul', '', ...all.map(finding)),
  ];
}

function finding({ severity, message, file, cell, line, code: text, fix }: Part): HTMLElement {
  const place = [
    figure(file),
    cell !== undefined && l10n.t('cell {0}', idOf(cell)),
    l10n.t('line {0}', idOf(line)),
  ];
  const edits = listOf((fix as Part | undefined)?.edits);
  return element(
    'li',
    findingClass(severity),
    element('p', '', figure(message)),
    element('p', 'dim', place.filter(Boolean).join(', '), ' ', element('code', '', figure(text))),
    ...edits.map(({ from, to }) =>
      element('p', '', element('code', 'dim', figure(from)), ' → ', element('code', '', figure(to))),
    ),
  );
}
