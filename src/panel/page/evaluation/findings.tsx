import * as l10n from '@vscode/l10n';
import type { EvaluationFilter, EvaluationSummary, TemperatureSummary } from '../../../loss/types';
import { count, figure } from './words';

interface FindingsProps {
  summary: EvaluationSummary;
  fitted: TemperatureSummary | undefined;
  onTemperature(temperature: number): void;
  onSlice(value: string): void;
  onFilter(filter: EvaluationFilter): void;
}

interface Said {
  sentence: string;
  action: string;
  act(): void;
}

/** What stands out, each with its remedy; nothing where nothing does. */
export function EvaluationFindings(props: FindingsProps) {
  const said = [confidence(props), slice(props), labels(props)].filter((one) => one !== undefined);
  if (said.length === 0) return null;
  return (
    <ul class="le-findings">
      {said.map(({ sentence, action, act }) => (
        <li key={action}>
          <span class="ls-label" aria-hidden="true">
            ◆
          </span>
          <span>{sentence}</span>
          <button type="button" class="le-button" onClick={act}>
            {action}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A calibration error that chance does not explain, where a temperature lessens it on rows it was not fitted to. */
function confidence({ summary, fitted, onTemperature }: FindingsProps): Said | undefined {
  const { ece, accuracy, meanConfidence } = summary.figures;
  const { temperature, judged } = fitted ?? {};
  if (!ece || !accuracy || !meanConfidence || temperature === undefined || !judged) return undefined;
  if (ece.value <= summary.eceLimit || judged.ece.value >= ece.value) return undefined;
  const [says, is] = [figure(meanConfidence.value), figure(accuracy.value)];
  const sentence =
    meanConfidence.value > accuracy.value
      ? l10n.t('Overconfident: it says {0} on average and is right {1} of the time.', says, is)
      : l10n.t('Underconfident: it says {0} on average and is right {1} of the time.', says, is);
  return {
    sentence: `${sentence} ${l10n.t('One temperature takes its ECE from {0} to {1}.', figure(ece.value), figure(judged.ece.value))}`,
    action: l10n.t('Apply T = {0}', figure(temperature, 2)),
    act: () => onTemperature(temperature),
  };
}

function slice({ summary, onSlice }: FindingsProps): Said | undefined {
  const worst = summary.slices.find(({ worse }) => worse);
  const { accuracy } = summary.figures;
  if (!worst || !accuracy) return undefined;
  const { counted } = summary.rows;
  const others = (accuracy.value * counted - worst.accuracy.value * worst.rows) / (counted - worst.rows);
  return {
    sentence: l10n.t(
      'Rows labeled “{0}” do worse than the rest, beyond chance: accuracy {1} against {2}.',
      worst.value,
      figure(worst.accuracy.value),
      figure(others),
    ),
    action: l10n.t('Show their rows'),
    act: () => onSlice(worst.value),
  };
}

function labels({ fitted, onFilter }: FindingsProps): Said | undefined {
  const suspects = fitted?.labelErrors ?? 0;
  if (suspects === 0) return undefined;
  return {
    sentence: l10n.t(
      'Labels that look wrong: {0}. The model gives each less than {1} and is surer than usual of another class.',
      count(suspects),
      '.01',
    ),
    action: l10n.t('List them'),
    act: () => onFilter({ only: 'label-errors' }),
  };
}
