import { l10n } from 'vscode';
import { capital } from '../arrays/words/capital';
import { markdownText } from '../arrays/words/markdownText';
import { numberText } from '../arrays/words/numberText';
import type { Comparison } from '../loss/types';

/** A comparison as a Markdown document. `p` and `q` are what the two sides are called. */
export function comparisonText(result: Comparison, [p, q]: readonly string[]): string {
  const { flips, flipCount, farthest } = result;
  const lines = [
    `# ${l10n.t('{0} (p) and {1} (q)', markdownText(p), markdownText(q))}`,
    '',
    '| | |',
    '|---|---|',
    ...figures(result).map(([name, value]) => `| ${capital(name)} | ${value} |`),
  ];
  if (farthest.length > 0 && farthest[0].jensenShannon > 0) {
    const columns = [l10n.t('row'), 'Jensen–Shannon', 'KL(p‖q)'];
    lines.push('', `## ${l10n.t('Most different rows')}`, ...head(columns));
    for (const one of farthest)
      lines.push(`| ${one.row} | ${number(one.jensenShannon)} | ${number(one.kl)} |`);
  }
  if (flips.length > 0) {
    const title =
      flipCount > flips.length
        ? l10n.t('Top class changes (first {0} of {1})', flips.length, whole(flipCount))
        : l10n.t('Top class changes');
    const columns = [
      l10n.t('row'),
      l10n.t('top class in p'),
      l10n.t('top class in q'),
      l10n.t('rank in q of p’s top class'),
      l10n.t('label'),
    ];
    lines.push('', `## ${title}`, ...head(columns));
    for (const { row, from, to, rankOfOld, label } of flips)
      lines.push(`| ${row} | ${from} | ${to} | ${rankOfOld + 1} | ${label ?? ''} |`);
  }
  return `${lines.join('\n')}\n`;
}

function figures(result: Comparison): [name: string, value: string][] {
  const { rows, loss } = result;
  const share = (count: number) =>
    l10n.t('{0} of {1} ({2}%)', whole(count), whole(rows), number((100 * count) / rows));
  const nats = (value: number) => l10n.t('{0} nats', number(value));
  const table: [string, string][] = [[l10n.t('rows'), whole(rows)]];
  if (result.undefinedRows > 0)
    table.push([l10n.t('rows excluded (no distribution on one side)'), whole(result.undefinedRows)]);
  table.push(
    [l10n.t('mean KL(p‖q)'), nats(result.meanKl)],
    [l10n.t('mean KL(q‖p)'), nats(result.meanReverseKl)],
    [
      l10n.t('mean Jensen–Shannon divergence'),
      l10n.t('{0} nats (at most ln 2 = 0.693147)', number(result.meanJensenShannon)),
    ],
    [l10n.t('different top class'), share(result.flipCount)],
    [l10n.t('p’s top class ranks lower in q'), share(result.rankMoved)],
  );
  if (loss) {
    const change = loss.second - loss.first;
    table.push(
      [l10n.t('mean loss of p'), number(loss.first)],
      [
        l10n.t('mean loss of q'),
        `${number(loss.second)} (${change >= 0 ? '+' : '−'}${number(Math.abs(change))})`,
      ],
      [l10n.t('top class became right, became wrong'), `${result.becameRight}, ${result.becameWrong}`],
    );
  }
  return table;
}

/** A table's first lines, its columns aligned right. */
function head(columns: readonly string[]): string[] {
  return [`| ${columns.map(capital).join(' | ')} |`, `|${columns.map(() => '---:').join('|')}|`];
}

/** Text that is no markup, legible also as the document's source. */

const whole = (count: number) => count.toLocaleString('en');

const number = (value: number) => numberText(value, 6);
