import * as l10n from '@vscode/l10n';
import { capital } from '../../../arrays/words/capital';
import { HeadCell } from '../../../code/evaluation/dataTable';
import { Legend } from '../../../code/evaluation/legend';
import { Question } from '../../../code/evaluation/question';
import { Reliability } from '../../../code/evaluation/reliability';
import { noTemperatureSentence } from '../../../code/evaluation/sentences';
import { figure, fittedText } from '../../../code/evaluation/words';
import type { EvaluationSummary, TemperatureSummary } from '../../../loss/types';

interface HonestyProps extends FittedProps {
  /** Of all rows where a bin is chosen here, else of those that are chosen elsewhere. */
  bins: EvaluationSummary['reliability'];
  chosen?: number;
  onChoose(bin: number | undefined): void;
}

/** Accuracy against confidence, as given and as it would be under a fitted temperature. */
export function Honesty({ bins, chosen, onChoose, ...fitting }: HonestyProps) {
  return (
    <section aria-label={l10n.t('Is the confidence honest?')}>
      <Question title={l10n.t('Is the confidence honest?')}>
        {l10n.t('accuracy against confidence, ten bins')}
      </Question>
      <div class="le-reliability">
        <Reliability
          bins={bins}
          after={fitting.fitted?.judged?.reliability}
          chosen={chosen}
          onChoose={onChoose}
        />
        <Fitted {...fitting} />
      </div>
    </section>
  );
}

interface FittedProps {
  summary: EvaluationSummary;
  /** Absent where it is not of what is shown. */
  fitted: TemperatureSummary | undefined;
  onTemperature(temperature: number): void;
}

/** The fitted temperature beside the figures as given, judged on rows that it was not fitted to. */
function Fitted({ summary, fitted, onTemperature }: FittedProps) {
  const { figures } = summary;
  const { temperature, judged, noTemperature } = fitted ?? {};
  return (
    <div class="le-fitted">
      <Legend fitted={judged !== undefined} />
      {noTemperature && <p class="le-caption">{noTemperatureSentence(noTemperature)}</p>}
      {temperature !== undefined && judged && (
        <>
          <div class="le-caption">{capital(l10n.t('fitted temperature'))}</div>
          <b class="le-big">{fittedText(temperature)}</b>
          <table>
            <caption class="ls-hidden">{l10n.t('Figures as given and cross-fitted')}</caption>
            <thead>
              <tr>
                <td />
                <HeadCell>{l10n.t('as given')}</HeadCell>
                <HeadCell>{l10n.t('fitted')}</HeadCell>
              </tr>
            </thead>
            <tbody>
              <Compared name={l10n.t('mean loss')} before={figures.meanLoss} after={judged.meanLoss} />
              <Compared name="ECE" before={figures.ece} after={judged.ece} />
              <Compared name={l10n.t('by chance')} before={figures.eceByChance} after={judged.eceByChance} />
              <Compared name={l10n.t('Brier')} before={figures.brier} after={judged.brier} />
            </tbody>
          </table>
          <p class="le-caption">
            {l10n.t('Cross-fitted: each row is judged at a temperature fitted without it, in five folds.')}
          </p>
          <button type="button" class="le-button" onClick={() => onTemperature(temperature)}>
            {l10n.t('Apply temperature')}
          </button>
        </>
      )}
    </div>
  );
}

function Compared({
  name,
  before,
  after,
}: {
  name: string;
  before?: { value: number };
  after: { value: number };
}) {
  return (
    <tr>
      <HeadCell scope="row">{name}</HeadCell>
      <td>{figure(before?.value)}</td>
      <td>{figure(after.value)}</td>
    </tr>
  );
}
