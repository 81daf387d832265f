import * as l10n from '@vscode/l10n';
import type { FoundArray, ReadingKind } from '../arrays/types';
import css from './notices.css';
import { readingWords } from './readings';
import { style } from './styles';

style(css);

/** What becomes of values under a reading that is not plain. */
export function ReadingMeaning({ kind, sigmoid }: { kind: ReadingKind; sigmoid: boolean }) {
  const { name } = readingWords(kind);
  const { meaning } = readingWords(kind === 'logits' && sigmoid ? 'binary-logits' : kind);
  return <p class="ls-notice ls-dim">{l10n.t('Read as {0}: {1}.', name, meaning)}</p>;
}

/** Under a reading that knows no distribution, nothing is computed until someone says what the values are. */
export function NoDistribution({
  found,
  kind,
  onKind,
}: {
  found: FoundArray;
  kind: ReadingKind;
  onKind(kind: ReadingKind): void;
}) {
  if (!found.array && found.held === undefined) return <p class="ls-notice">{withoutValues(found)}</p>;
  const { name, meaning } = readingWords(kind);
  return (
    <div class="ls-notice ls-choices">
      <span>
        {kind === 'other'
          ? l10n.t('Nothing indicates that these are class scores, so the values are shown as they are.')
          : l10n.t('Read as {0}: {1}.', name, meaning)}
      </span>
      {(['logits', 'probabilities'] as const).map((choice) => (
        <button key={choice} type="button" class="ls-link" onClick={() => onKind(choice)}>
          {l10n.t('Treat as {0}', readingWords(choice).name)}
        </button>
      ))}
    </div>
  );
}

/** What is inspected is not what the output holds by now. */
export function Changed({ onShow }: { onShow(): void }) {
  return (
    <>
      {l10n.t('The output has changed.')}{' '}
      <button type="button" class="ls-link" onClick={onShow}>
        {l10n.t('Show it')}
      </button>
    </>
  );
}

function withoutValues({ absent, elided }: FoundArray): string {
  if (absent !== undefined)
    return l10n.t('The output doesn’t contain the values of this array: {0}.', absent);
  return elided
    ? l10n.t('The printed text of this array is abbreviated (“...”), so there are no values to compute with.')
    : l10n.t('The text doesn’t contain the values of this array.');
}
