import * as l10n from '@vscode/l10n';
import { useId, useState } from 'preact/hooks';
import type { FoundArray } from '../../arrays/types';
import type { WorkerClient } from '../../worker/client';
import type { ViewSettings } from '../../worker/protocol';
import { style } from '../styles';
import type { Session } from '../useSession';
import css from './controls.css';
import { Labels, type Said } from './labels';
import { LossOptions } from './lossOptions';
import { optionsInWords } from './optionsInWords';
import { Temperature } from './temperature';

style(css);

interface ControlsProps {
  client: WorkerClient;
  found: FoundArray;
  /** Of the array as it was opened. */
  shape: readonly number[];
  axis: number;
  classNames?: readonly string[];
  settings: ViewSettings;
  session: Session;
  focusLabels: boolean;
  optionsBelow?: boolean;
  /** Labels that someone typed before. */
  typed?: string;
  onTyped(text: string | undefined): void;
  onSettings(settings: Partial<ViewSettings>): void;
}

/** What if: temperature, labels, and the options of the loss. */
export function Controls(props: ControlsProps) {
  const { client, found, shape, axis, classNames, settings, session, onSettings } = props;
  const id = useId();
  const [said, say] = useState<Said>({});
  const [open, setOpen] = useState(false);
  // Labels that do not fit may need another ignore index.
  const hasOptions = !props.optionsBelow && Boolean(session.labels ?? session.labelsProblem ?? said.problem);
  const words = optionsInWords(settings);
  return (
    <div class="ls-controls">
      <Temperature value={settings.temperature} onChange={(temperature) => onSettings({ temperature })} />
      <Labels
        {...{ client, found, shape, axis, classNames, session, said, say }}
        ignoreIndex={settings.ignoreIndex}
        focus={props.focusLabels}
        typed={props.typed}
        onTyped={props.onTyped}
      />
      {hasOptions && (
        <>
          <button
            type="button"
            class="ls-disclosure"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            <span class="ls-triangle" />
            {l10n.t('Options')}
            {words && !open && <span class="ls-dim">{words}</span>}
          </button>
          <div id={id} class="ls-more" role="group" aria-label={l10n.t('Loss options')} hidden={!open}>
            <LossOptions
              client={client}
              session={session.session!}
              version={session.version}
              classes={shape[axis]}
              settings={settings}
              canShift={shape.length >= 3}
              onGive={onSettings}
            />
          </div>
        </>
      )}
    </div>
  );
}
