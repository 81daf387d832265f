import * as l10n from '@vscode/l10n';
import { withMinus } from '../../../arrays/words/numberText';
import { plural } from '../../../arrays/words/plural';
import { LABEL } from '../../../arrays/words/sliceNames';
import { count, figure, fittedText } from '../../../code/evaluation/words';
import type {
  AppliedCalibration,
  DumpReport,
  EvaluationFilter,
  EvaluationSummary,
  SliceFields,
} from '../../../loss/types';
import type { ReportFormat } from '../../../worker/protocol';
import { methodName } from '../../../code/evaluation/methodNames';
import { fieldName } from './fieldName';

interface HeadProps {
  report?: DumpReport;
  summary?: Pick<EvaluationSummary, 'rows' | 'misfit' | 'classes' | 'listed'> &
    Partial<Pick<EvaluationSummary, 'losses'>>;
  /** How it goes with a document that was asked for. */
  said?: string;
  filter: EvaluationFilter;
  /** Rows that the filter leaves, once they are known. */
  chosen?: number;
  calibration?: AppliedCalibration;
  temperature: number;
  name(id: number): string;
  onRemove(): void;
  onCalibration(calibration: AppliedCalibration | undefined): void;
  onTemperature(temperature: number): void;
  onAddRun?(): void;
  onReport(format: ReportFormat): void;
}

/** What is evaluated and how it is looked at, and what of it is in no figure. It stays in sight. */
export function Head(props: HeadProps) {
  const { summary, report, said, calibration, temperature } = props;
  const { onCalibration, onTemperature, onAddRun, onReport } = props;
  return (
    <div class="le-head">
      <span class="ls-chip">{l10n.t('evaluation')}</span>
      {summary && (
        <span>
          {plural(summary.rows.counted, l10n.t('1 row'), l10n.t('{0} rows', count(summary.rows.counted)))}
        </span>
      )}
      {summary && <Outside summary={summary} report={report} />}
      <Chip {...props} />
      {calibration && (
        <RemovableChip
          name={l10n.t('Stop calibrating')}
          said={methodName(calibration)}
          onRemove={() => onCalibration(undefined)}
        />
      )}
      {temperature !== 1 && (
        <RemovableChip
          name={l10n.t('Set the temperature to 1')}
          said={`T = ${fittedText(temperature)}`}
          onRemove={() => onTemperature(1)}
        />
      )}
      <span class="ls-space" />
      <span class="ls-dim" role="status">
        {said}
      </span>
      {summary && onAddRun && (
        <button type="button" class="ls-link" onClick={onAddRun}>
          {l10n.t('Compare with another run…')}
        </button>
      )}
      {summary && summary.listed === undefined && (
        <>
          <button type="button" class="ls-link" onClick={() => onReport('markdown')}>
            {l10n.t('Open report')}
          </button>
          <button type="button" class="ls-link" onClick={() => onReport('html')}>
            {l10n.t('Save as HTML')}
          </button>
          <button type="button" class="ls-link" onClick={() => onReport('json')}>
            {l10n.t('Save as JSON')}
          </button>
        </>
      )}
    </div>
  );
}

/** Rows that are in no figure, and why. */
function Outside({
  summary: { rows, misfit },
  report,
}: {
  summary: Pick<EvaluationSummary, 'rows' | 'misfit'>;
  report?: DumpReport;
}) {
  const { undefined: without } = rows;
  const misfits = misfit ? misfit.outside + misfit.zeros : 0;
  const unlabelled = rows.unlabelled - misfits;
  const parts = [
    report && report.skipped > 0 && l10n.t('{0} skipped', count(report.skipped)),
    misfits > 0 && l10n.t('{0} with a label that isn’t a class', count(misfits)),
    unlabelled > 0 && l10n.t('{0} without a label', count(unlabelled)),
    without > 0 && l10n.t('{0} without a distribution', count(without)),
  ].filter(Boolean);
  return parts.length === 0 ? null : <span class="ls-bad">{parts.join(' · ')}</span>;
}

interface RemovableChipProps {
  /** What a click does. */
  name: string;
  said: string;
  onRemove(): void;
}

function RemovableChip({ name, said, onRemove }: RemovableChipProps) {
  return (
    <button type="button" class="ls-chip" aria-label={`${name}: ${said}`} title={name} onClick={onRemove}>
      {said} <span aria-hidden="true">×</span>
    </button>
  );
}

/** What everything shown is filtered by, and a way to take it off. */
function Chip({ filter, chosen, summary, name, onRemove }: HeadProps) {
  const said = filterText(filter, summary, name);
  if (said === undefined) return null;
  const rows =
    chosen === undefined || !summary
      ? ''
      : `: ${l10n.t('{0} of {1} rows', count(chosen), count(summary.rows.counted))}`;
  return <RemovableChip name={l10n.t('Remove filter')} said={`${said}${rows}`} onRemove={onRemove} />;
}

/** What is chosen, in words; undefined where all is. */
export function filterText(
  { label, predicted, bin, losses, slice }: EvaluationFilter,
  summary: HeadProps['summary'],
  name: (id: number) => string,
): string | undefined {
  if (bin !== undefined)
    return l10n.t('confidence {0} to {1}', figure(bin / 10, 1), figure((bin + 1) / 10, 1));
  if (losses && summary?.losses) {
    const { from, width } = summary.losses;
    const [low, high] = losses.map((edge) => withMinus((10 ** (from + edge * width)).toPrecision(2)));
    return l10n.t('loss {0} to {1}', low, high);
  }
  if (label !== undefined && predicted !== undefined) return `${name(label)} → ${name(predicted)}`;
  if (label !== undefined) return l10n.t('label {0}', name(label));
  return slice && sliceText(slice.by, slice.value);
}

function sliceText(by: SliceFields, value: string): string {
  if (by.length === 1 && by[0] === LABEL) return l10n.t('label {0}', value);
  return `${by.map(fieldName).join(' × ')}: ${value}`;
}
