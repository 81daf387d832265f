import * as l10n from '@vscode/l10n';
import type { RowDetail } from '../../worker/protocol';
import { count, fixed, full, halfWidth } from '../format';
import { Dotted, Words } from '../words';
import { hasDistribution } from './distribution';

interface SentenceProps {
  detail: RowDetail;
  name: string;
  nameOf(id: number): string;
  onReveal?(row: number): void;
}

/** "Row 3 · predicted 7 · label 2 · loss 0.4170 ± 1e-4" */
export function Sentence({ detail, name, nameOf, onReveal }: SentenceProps) {
  const { label, loss, lossInterval, classes, sigmoid } = detail;
  return (
    <p class="ls-detail-head">
      <Dotted
        parts={[
          <Words text={l10n.t('Row {0}')}>
            <span class="ls-num">{name}</span>
          </Words>,
          sigmoid && hasDistribution(detail) && <YesAndNo detail={detail} nameOf={nameOf} />,
          !sigmoid && hasDistribution(detail) && (
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
          onReveal && (
            <button type="button" class="ls-link" onClick={() => onReveal(detail.row)}>
              {l10n.t('Go to record')}
            </button>
          ),
        ]}
      />
    </p>
  );
}

/** Names that are told one by one. */
const TOLD = 4;

/** The classes above one half, and those that the row has. */
function YesAndNo({ detail, nameOf }: Pick<SentenceProps, 'detail' | 'nameOf'>) {
  const { classes, probabilities, sigmoid } = detail;
  const above = Array.from(classes).filter((_, i) => probabilities[i] > 0.5);
  const targets = sigmoid!.targets && Array.from(classes).filter((_, i) => sigmoid!.targets![i] === 1);
  const names = (ids: readonly number[], all: number) => {
    const told = ids.slice(0, TOLD);
    if (told.length === 0) return l10n.t('none');
    return told.map(nameOf).join(', ') + (all > told.length ? ` +${count(all - told.length)}` : '');
  };
  return (
    <Dotted
      parts={[
        <Words text={l10n.t('above .5: {0}')}>
          <b>{names(above, sigmoid!.above)}</b>
        </Words>,
        targets && (
          <Words text={l10n.t('targets: {0}')}>
            <b class="ls-label">
              <span aria-hidden="true">◆ </span>
              {names(targets, targets.length)}
            </b>
          </Words>
        ),
      ]}
    />
  );
}
