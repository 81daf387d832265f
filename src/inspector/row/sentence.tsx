import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { RowDetail } from '../../worker/protocol';
import { fixed, full, halfWidth } from '../format';
import { hasDistribution } from './distribution';

interface SentenceProps {
  detail: RowDetail;
  name: string;
  nameOf(id: number): string;
}

/** "Row 3 · predicted 7 · label 2 · loss 0.4170 ± 1e-4" */
export function Sentence({ detail, name, nameOf }: SentenceProps) {
  const { label, loss, lossInterval, classes } = detail;
  return (
    <p class="ls-detail-head">
      <Part text={l10n.t('Row {0}')}>
        <span class="ls-num">{name}</span>
      </Part>
      {hasDistribution(detail) && (
        <Part text={l10n.t('predicted {0}')} after>
          <b>{nameOf(classes[0])}</b>
        </Part>
      )}
      {label !== undefined && (
        <Part text={l10n.t('label {0}')} after>
          <b class="ls-label">
            <span aria-hidden="true">◆ </span>
            {nameOf(label)}
          </b>
        </Part>
      )}
      {loss !== undefined && (
        <Part text={l10n.t('loss {0}')} after>
          <span class="ls-num" title={full(loss)}>
            {fixed(loss, 4)}
            {lossInterval && Number.isFinite(loss) && (
              <span class="ls-dim" title={l10n.t('Uncertainty from the printed precision of the logits')}>
                {' '}
                ± {halfWidth(lossInterval)}
              </span>
            )}
          </span>
        </Part>
      )}
    </p>
  );
}

/** A text with an element in the place of its `{0}`. */
function Part({ text, after, children }: { text: string; after?: boolean; children: ComponentChildren }) {
  const [before, behind] = text.split('{0}');
  return (
    <>
      {after && ' · '}
      {before}
      {children}
      {behind}
    </>
  );
}
