import * as l10n from '@vscode/l10n';
import type { EvaluationSummary, Figure } from '../../loss/types';
import { AxisEnds, axisAround, Whisker } from './whisker';
import { count, figure, range } from './words';

interface FigureBoxProps {
  name: string;
  of?: Figure;
  /** What stands beside the name: what guessing would give. */
  beside: string;
  least?: number;
  most?: number;
  band?: { low: number; high: number; mean: number };
}

/** A figure with its interval on an axis of its own. */
export function FigureBox({ name, of, beside, least, most, band }: FigureBoxProps) {
  if (!of) return null;
  const around: Figure = band && of.interval ? { ...of, interval: [0, of.interval[1]] } : of;
  const axis = axisAround(around, least, most);
  return (
    <div class="le-figure" role="listitem">
      <div class="le-caption">
        <span>{name}</span>
        <span class="ls-space" />
        <span>{beside}</span>
      </div>
      <div class="le-value">
        <b>{figure(of.value)}</b>
        {of.interval && <span class="le-num ls-dim">{range(of.interval)}</span>}
      </div>
      {/* Its place is kept while the interval is drawn. */}
      <div class={of.interval ? undefined : 'le-waits'}>
        <Whisker of={of} axis={axis} band={band} />
        <AxisEnds axis={axis} />
      </div>
    </div>
  );
}

const SHARE = { least: 0, most: 1 };

/** How good, and how sure that is. Of two classes the ranks of the second one stand in place of the confidence's. */
export function Figures({
  summary,
}: {
  summary: Pick<EvaluationSummary, 'figures' | 'eceLimit' | 'classes' | 'areTokens' | 'rows' | 'positive'>;
}) {
  const { figures, eceLimit, classes, rows, positive } = summary;
  const { accuracy, meanLoss, brier, ece, eceByChance, auroc } = figures;
  const right = Math.round((accuracy?.value ?? 0) * rows.counted);
  const guessing = l10n.t('guessing {0}', '.500');
  return (
    <div class="le-figures" role="list" aria-label={l10n.t('Figures with 95% intervals')}>
      <FigureBox
        name={l10n.t('accuracy')}
        of={accuracy}
        beside={l10n.t('{0} of {1}', count(right), count(rows.counted))}
        {...SHARE}
      />
      <Second {...summary} />
      <FigureBox name={l10n.t('mean loss')} of={meanLoss} beside={lossBeside(summary)} least={0} />
      <FigureBox
        name={l10n.t('Brier score')}
        of={brier}
        beside={l10n.t('uniform {0}', figure(classes === 2 ? 0.25 : 1 - 1 / classes))}
        least={0}
      />
      <FigureBox
        name="ECE"
        of={ece}
        beside={
          eceLimit === undefined
            ? ''
            : l10n.t('by chance {0}, ≤ {1}', figure(eceByChance?.value), figure(eceLimit))
        }
        least={0}
        band={
          eceByChance && eceLimit !== undefined
            ? { low: 0, high: eceLimit, mean: eceByChance.value }
            : undefined
        }
      />
      {positive ? (
        <FigureBox name={l10n.t('AUROC')} of={positive.auroc} beside={guessing} {...SHARE} />
      ) : (
        <FigureBox name={l10n.t('AUROC of confidence')} of={auroc} beside={guessing} {...SHARE} />
      )}
    </div>
  );
}

/** What guessing would give. Of tokens the loss is told as among how many equal ones it would be to guess. */
function lossBeside({
  figures: { meanLoss },
  classes,
  areTokens,
}: Pick<EvaluationSummary, 'figures' | 'classes' | 'areTokens'>): string {
  if (!areTokens || !meanLoss) return l10n.t('uniform {0}', figure(Math.log(classes)));
  const perplexity = Math.exp(meanLoss.value);
  const told = perplexity >= 1000 && perplexity < 1e7 ? count(Math.round(perplexity)) : figure(perplexity);
  return l10n.t('perplexity {0}, uniform {1}', told, count(classes));
}

/** What tells more than the accuracy does: for few classes top 5 says nothing. */
function Second({
  figures: { top5Accuracy, macroF1 },
  classes,
  positive,
  rows,
}: Pick<EvaluationSummary, 'figures' | 'classes' | 'positive' | 'rows'>) {
  if (top5Accuracy)
    return (
      <FigureBox
        name={l10n.t('top 5')}
        of={top5Accuracy}
        beside={l10n.t('guessing {0}', figure(5 / classes))}
        {...SHARE}
      />
    );
  if (positive?.averagePrecision)
    return (
      <FigureBox
        name={l10n.t('average precision')}
        of={positive.averagePrecision}
        beside={l10n.t('guessing {0}', figure(positive.support / rows.counted))}
        {...SHARE}
      />
    );
  return <FigureBox name={l10n.t('macro F1')} of={macroF1} beside="" {...SHARE} />;
}
