import * as l10n from '@vscode/l10n';
import type { TokenFinding } from '../../tokens/model';
import { Finding } from '../finding';
import type { TokenColumns } from './columns';
import { count } from './figures';
import { markedText } from './marks';

/** Places named after a sentence; the rest is counted. */
const NAMED = 4;

/** What is worth knowing, as sentences with ways to the tokens they speak of. */
export function TokenFindings({
  findings,
  columns,
  onChoose,
}: {
  findings: readonly TokenFinding[];
  columns: TokenColumns;
  onChoose(token: number): void;
}) {
  if (findings.length === 0) return null;
  return (
    <section class="ls-section lt-findings" aria-label={l10n.t('Findings')}>
      {findings.map(({ id, severity, sentence, places = [] }) => (
        <Finding key={id} severity={severity}>
          {sentence}{' '}
          {places
            .filter((place) => place < columns.count)
            .slice(0, NAMED)
            .map((place) => (
              <button
                key={place}
                type="button"
                class="ls-link ls-num"
                title={l10n.t('“{0}”', markedText(columns.tokens[place]))}
                aria-label={l10n.t('Token {0}', count(place + 1))}
                onClick={() => onChoose(place)}
              >
                {count(place + 1)}
              </button>
            ))}
        </Finding>
      ))}
    </section>
  );
}
