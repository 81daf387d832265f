import * as l10n from '@vscode/l10n';
import type { RowDetail } from '../../worker/protocol';
import { fixed, full, halfWidth } from '../format';
import { Dotted, Words } from '../words';
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
      <Dotted
        parts={[
          <Words text={l10n.t('Row {0}')}>
            <span class="ls-num">{name}</span>
          </Words>,
          hasDistribution(detail) && (
            <Words text={l10n.t('predicted {0}')}>
              <b>{nameOf(classes[0])}</b>
            </Words>
          ),
          label !== undefined && (
            <Words text={l10n.t('label {0}')}>
              <b class="ls-label">
                <span aria-hidden="true">◆ </span>
                {nameOf(label)}
              </b>
            </Words>
          ),
          loss !== undefined && (
            <Words text={l10n.t('loss {0}')}>
              <span class="ls-num" title={full(loss)}>
                {fixed(loss, 4)}
                {lossInterval && Number.isFinite(loss) && (
                  <span class="ls-dim" title={l10n.t('Uncertainty from the printed precision of the logits')}>
                    {' '}
                    ± {halfWidth(lossInterval)}
                  </span>
                )}
              </span>
            </Words>
          ),
        ]}
      />
    </p>
  );
}
