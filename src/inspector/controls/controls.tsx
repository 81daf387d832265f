import { useState } from 'preact/hooks';
import type { FoundArray } from '../../arrays/types';
import type { WorkerClient } from '../../worker/client';
import type { ViewSettings } from '../../worker/protocol';
import { style } from '../styles';
import type { Session } from '../useSession';
import css from './controls.css';
import { Labels, type Said } from './labels';
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
  /** Labels that someone typed before. */
  typed?: string;
  onTyped(text: string | undefined): void;
  onSettings(settings: Partial<ViewSettings>): void;
}

/** What if: temperature and labels. */
export function Controls(props: ControlsProps) {
  const { client, found, shape, axis, classNames, settings, session, onSettings } = props;
  const [said, say] = useState<Said>({});
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
    </div>
  );
}
