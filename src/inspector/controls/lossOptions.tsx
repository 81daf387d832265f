import * as l10n from '@vscode/l10n';
import { useId, useState } from 'preact/hooks';
import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import type { WorkerClient } from '../../worker/client';
import type { ViewSettings } from '../../worker/protocol';
import { style } from '../styles';
import { ClassWeights } from './classWeights';
import { Choice, NumberField } from './fields';
import css from './lossOptions.css';

style(css);

interface LossOptionsProps {
  client: WorkerClient;
  session: number;
  /** Counts changes of the labels, which balanced weights follow. */
  version: number;
  classes: number;
  settings: ViewSettings;
  /** Rows may be steps of sequences. */
  canShift: boolean;
  onGive(settings: Partial<ViewSettings>): void;
}

/** Options of the loss: reduction, smoothing, class weights, ignore index, multi-label, shifted labels. */
export function LossOptions(props: LossOptionsProps) {
  const { settings, canShift, onGive } = props;
  const id = useId();
  const [problem, setProblem] = useState<string>();
  const shared = { said: id, onGive, onProblem: setProblem };
  return (
    <div class="ls-options">
      <Choice
        name={l10n.t('Reduction')}
        about={l10n.t('How the losses of the rows are combined')}
        value={settings.reduction ?? 'mean'}
        options={{ mean: l10n.t('mean'), sum: l10n.t('sum') }}
        onChoose={(reduction) => onGive({ reduction })}
      />
      <Choice
        name={l10n.t('Loss')}
        about={l10n.t('Cross-entropy over the softmax, or over an independent sigmoid for each class')}
        value={settings.loss ?? 'softmax'}
        options={{ softmax: l10n.t('softmax'), sigmoid: l10n.t('sigmoid (multi-label)') }}
        onChoose={(loss) => onGive({ loss })}
      />
      <NumberField
        {...shared}
        name={l10n.t('Label smoothing')}
        about={l10n.t('0 to 1')}
        shown={String(settings.labelSmoothing ?? 0)}
        read={readSmoothing}
      />
      <NumberField
        {...shared}
        name={l10n.t('Ignore index')}
        about={l10n.t('Excludes rows with this label from the loss')}
        shown={String(settings.ignoreIndex ?? IGNORE_INDEX)}
        read={readIgnoreIndex}
      />
      <ClassWeights key={props.classes} {...props} {...shared} />
      {canShift && (
        <label class="ls-field" title={l10n.t('Compares the logits at t with the label at t + 1')}>
          <input
            type="checkbox"
            checked={settings.shifted ?? false}
            onChange={(event) => onGive({ shifted: event.currentTarget.checked })}
          />
          {l10n.t('Shift labels by one (language model)')}
        </label>
      )}
      {settings.labelOffset !== undefined && (
        <label class="ls-field" title={l10n.t('Subtracts {0} from each class ID', settings.labelOffset || 1)}>
          <input
            type="checkbox"
            checked={settings.labelOffset !== 0}
            onChange={(event) => onGive({ labelOffset: event.currentTarget.checked ? 1 : 0 })}
          />
          {l10n.t('Class IDs start at 1')}
        </label>
      )}
      {settings.loss === 'sigmoid' && Boolean(settings.labelSmoothing) && (
        <span class="ls-dim">{l10n.t('Label smoothing doesn’t apply to the sigmoid loss.')}</span>
      )}
      <span id={id} class="ls-problem" role="alert">
        {problem}
      </span>
    </div>
  );
}

function readSmoothing(text: string): Partial<ViewSettings> | string {
  const value = Number(text);
  return text !== '' && value >= 0 && value <= 1
    ? { labelSmoothing: value }
    : l10n.t('Expected label smoothing from 0 to 1, got “{0}”', text);
}

function readIgnoreIndex(text: string): Partial<ViewSettings> | string {
  return /^-?\d{1,9}$/.test(text)
    ? { ignoreIndex: Number(text) }
    : l10n.t('Expected an integer as the ignore index, got “{0}”', text);
}
