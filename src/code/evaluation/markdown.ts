import * as l10n from '@vscode/l10n';
import { capital } from '../../arrays/words/capital';
import { markdownText } from '../../arrays/words/markdownText';
import type { Evaluation } from '../../loss/types';
import { findingsOf } from './reportFindings';
import { shownAs } from './shownAs';
import { reportTables, type ReportTable } from './tables';

/** An evaluation as Markdown, to paste into an issue or to keep beside a run. */
export function evaluationMarkdown(evaluation: Evaluation, origin: string): string {
  const findings = findingsOf(evaluation);
  const parts = [
    `# ${l10n.t('Evaluation of {0}', markdownText(origin))}`,
    shownAs(evaluation)
      .map((said) => `**${markdownText(said)}**`)
      .join(' · '),
    findings.map((sentence) => `- ${markdownText(sentence)}`).join('\n'),
    ...reportTables(evaluation).map(section),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function section({ title, about, heads, rows }: ReportTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map(markdownText).join(' | ')} |`;
  return [
    `## ${markdownText(title)}`,
    ...(about ? ['', markdownText(about)] : []),
    '',
    line(heads.map(capital)),
    `|${heads.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`,
    ...rows.map(line),
  ].join('\n');
}
