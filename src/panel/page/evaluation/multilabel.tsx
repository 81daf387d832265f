import * as l10n from '@vscode/l10n';
import { shownNames } from '../../../arrays/words/shownNames';
import { HeadCell } from '../../../code/evaluation/dataTable';
import { thresholdCode } from '../../../code/evaluation/calibrationCode';
import { FigureBox } from '../../../code/evaluation/figures';
import { Question } from '../../../code/evaluation/question';
import { Whisker } from '../../../code/evaluation/whisker';
import { count, figure } from '../../../code/evaluation/words';
import { useAnswer } from '../../../inspector/useAnswer';
import type { Figure, LabelEvaluation, MultilabelSummary } from '../../../loss/types';
import type { ReportFormat } from '../../../worker/protocol';
import { Head } from './head';
import { useLeaving } from './useLeaving';
import type { EvaluationViewProps } from './view';

/** Rows that may have several classes: how good each label is by itself. Nothing here takes a softmax. */
export function MultilabelView(props: EvaluationViewProps) {
  const { client, view, origin, classNames, report, notes, findings, onTemperature, onReport, onCopy } =
    props;
  const { session, version, settings } = view;
  const asked = { session, settings, ...(classNames && { classNames }) };
  const { result, error } = useAnswer(client, 'multilabelSummary', asked, version);
  const leaving = useLeaving();
  const leave = (format: ReportFormat) =>
    leaving.run(
      (signal) =>
        client.call('sessionReport', { ...asked, ...(notes && { notes }), origin, format }, { signal }),
      (text) => onReport(format, text),
    );
  const names = shownNames(classNames);
  const name = (id: number) => names?.[id] ?? String(id);
  return (
    <div class="ls-colors le-root" role="region" aria-label={l10n.t('Evaluation')}>
      <Head
        {...{ report, name, onTemperature }}
        summary={result}
        said={leaving.said}
        filter={{}}
        temperature={settings.temperature}
        onRemove={() => undefined}
        onCalibration={() => undefined}
        onReport={(format) => void leave(format)}
      />
      {findings}
      {error !== undefined && (
        <p class="le-problem ls-bad" role="alert">
          {error}
        </p>
      )}
      {!result && error === undefined && (
        <p class="le-caption le-foot" role="status">
          {l10n.t('Evaluating…')}
        </p>
      )}
      {result && (
        <>
          <MultilabelFigures of={result} />
          <Labels
            labels={result.perLabel ?? []}
            onCopyThresholds={(labels) => onCopy(thresholdCode(labels, view.kind, settings.temperature))}
            name={name}
          />
        </>
      )}
    </div>
  );
}

function MultilabelFigures({ of }: { of: MultilabelSummary }) {
  const share = { least: 0, most: 1 };
  return (
    <div class="le-figures" role="list" aria-label={l10n.t('Figures with 95% intervals')}>
      <FigureBox name={l10n.t('exact match')} of={of.exactMatch} beside={l10n.t('at .5')} {...share} />
      <FigureBox name={l10n.t('Hamming loss')} of={of.hammingLoss} beside={l10n.t('at .5')} {...share} />
      <FigureBox name={l10n.t('micro F1')} of={of.microF1} beside={l10n.t('at .5')} {...share} />
      <FigureBox name={l10n.t('macro F1')} of={of.macroF1} beside={l10n.t('at .5')} {...share} />
      <FigureBox
        name={l10n.t('macro average precision')}
        of={of.macroAveragePrecision}
        beside=""
        {...share}
      />
      <FigureBox
        name={l10n.t('mean loss')}
        of={of.meanLoss}
        beside={l10n.t('uniform {0}', figure(Math.LN2))}
        least={0}
      />
    </div>
  );
}

interface LabelsProps {
  labels: readonly LabelEvaluation[];
  name(id: number): string;
  onCopyThresholds(labels: readonly LabelEvaluation[]): void;
}

/** Each label by itself, the least precise ranking first. */
function Labels({ labels, name, onCopyThresholds }: LabelsProps) {
  const sorted = labels.toSorted(
    (a, b) => (a.averagePrecision?.value ?? 2) - (b.averagePrecision?.value ?? 2),
  );
  return (
    <section class="le-labels" aria-label={l10n.t('Labels')}>
      <Question title={l10n.t('Which labels does it know?')}>
        {l10n.t('lowest average precision first; precision and recall at .5, with 95% intervals')}
      </Question>
      <div class="le-scroll" tabIndex={0} role="group" aria-label={l10n.t('Labels')}>
        <table class="le-slices">
          <caption class="ls-hidden">{l10n.t('Labels')}</caption>
          <thead>
            <tr>
              <HeadCell>{l10n.t('label')}</HeadCell>
              <HeadCell>{l10n.t('rows')}</HeadCell>
              <HeadCell>{l10n.t('average precision')}</HeadCell>
              <HeadCell>{l10n.t('AUROC')}</HeadCell>
              <HeadCell>{l10n.t('precision')}</HeadCell>
              <th scope="col">0 … 1</th>
              <HeadCell>{l10n.t('recall')}</HeadCell>
              <th scope="col">0 … 1</th>
              <HeadCell>{l10n.t('F1 at .5')}</HeadCell>
              <HeadCell>{l10n.t('best threshold')}</HeadCell>
              <HeadCell>{l10n.t('F1 at that threshold')}</HeadCell>
              <HeadCell>{l10n.t('ECE')}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {sorted.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <bdi class="le-name" title={name(one.id)}>
                    {name(one.id)}
                  </bdi>
                </th>
                <td>{count(one.support)}</td>
                <td>{figure(one.averagePrecision?.value)}</td>
                <td>{figure(one.auroc?.value)}</td>
                <Share of={one.precision} />
                <Share of={one.recall} />
                <td>{figure(one.f1.value)}</td>
                <td>{figure(one.bestThreshold)}</td>
                <td>{figure(one.bestF1)}</td>
                <td>{figure(one.ece.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="le-caption">
        {l10n.t('These thresholds are the best for these rows; on other rows they do slightly worse.')}{' '}
        <button type="button" class="ls-link" onClick={() => onCopyThresholds(labels)}>
          {l10n.t('Copy thresholds as code')}
        </button>
      </p>
    </section>
  );
}

function Share({ of }: { of: Figure | undefined }) {
  return (
    <>
      <td>{figure(of?.value)}</td>
      <td>{of && <Whisker of={of} axis={[0, 1]} width={90} />}</td>
    </>
  );
}
