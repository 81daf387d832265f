import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import { plural } from '../../../arrays/words/plural';
import type { EvaluationFilter, EvaluationSummary, Slice, TemperatureSummary } from '../../../loss/types';
import {
  confidenceSentence,
  labelsSentence,
  sliceSentence,
  worseSlice,
} from '../../../code/evaluation/sentences';
import { fittedText } from '../../../code/evaluation/words';

interface FindingsProps {
  summary: EvaluationSummary;
  fitted: TemperatureSummary | undefined;
  onTemperature(temperature: number): void;
  /** Those that are sliced by what a person chose, or by label. */
  slices: readonly Slice[];
  onSlice(slice: Slice): void;
  onFilter(filter: EvaluationFilter): void;
  /** How many findings stand above these, once that is known. */
  others: number | undefined;
}

interface Said {
  sentence: string;
  action: string;
  act(): void;
}

/**
 * What stands out, each with its remedy. What comes after the figures has one line kept for it, behind which the others open:
 * nothing below moves when it comes.
 */
export function EvaluationFindings(props: FindingsProps) {
  const [all, showAll] = useState(props.fitted !== undefined);
  const wasLate = useRef(!all);
  const said = [confidence(props), slice(props), labels(props)].filter((one) => one !== undefined);
  const more = said.length - 1;
  if (said.length === 0) {
    const isClean = props.fitted && props.others === 0;
    return props.others ? null : (
      <p class="le-findings ls-dim">{isClean ? l10n.t('No problems found.') : '\u00a0'}</p>
    );
  }
  return (
    <ul class="le-findings">
      {(all ? said : said.slice(0, 1)).map(({ sentence, action, act }, at) => (
        <li key={action}>
          <span class="ls-label" aria-hidden="true">
            ◆
          </span>
          <span>{sentence}</span>
          <button type="button" class="le-button" onClick={act}>
            {action}
          </button>
          {at === 0 && more > 0 && wasLate.current && (
            <button type="button" class="ls-link" aria-expanded={all} onClick={() => showAll(!all)}>
              {all
                ? l10n.t('Show fewer')
                : plural(more, l10n.t('1 more finding'), l10n.t('{0} more findings', more))}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** How honest the confidence is, where a fitted temperature makes it more so. */
export const honestySentence = ({
  summary,
  fitted,
}: Pick<FindingsProps, 'fitted'> & { summary: EvaluationSummary | undefined }): string | undefined =>
  summary && fitted?.temperature !== undefined
    ? confidenceSentence({ ...summary, judged: fitted.judged })
    : undefined;

function confidence(props: FindingsProps): Said | undefined {
  const { fitted, onTemperature } = props;
  const sentence = honestySentence(props);
  const temperature = fitted?.temperature;
  if (sentence === undefined || temperature === undefined) return undefined;
  return {
    sentence,
    action: l10n.t('Apply T = {0}', fittedText(temperature)),
    act: () => onTemperature(temperature),
  };
}

function slice({ summary, slices, onSlice }: FindingsProps): Said | undefined {
  const worst = worseSlice(slices) ?? worseSlice(summary.slices);
  const { accuracy } = summary.figures;
  if (!worst || !accuracy) return undefined;
  return {
    sentence: sliceSentence(worst, accuracy.value, summary.rows.counted),
    action: l10n.t('Show their rows'),
    act: () => onSlice(worst),
  };
}

function labels({ summary, fitted, onFilter }: FindingsProps): Said | undefined {
  const suspects = fitted?.labelErrors ?? 0;
  if (suspects === 0) return undefined;
  return {
    sentence: labelsSentence(suspects, summary.listed),
    action: l10n.t('List them'),
    act: () => onFilter({ only: 'label-errors' }),
  };
}
