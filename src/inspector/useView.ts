import { useEffect } from 'preact/hooks';
import type { ReadingKind } from '../arrays/types';
import type { ViewSettings } from '../worker/protocol';
import type { InspectorView } from './props';
import type { Opened } from './useOpened';

/** What is shown, once it is open; told whenever it changes. */
export function useView(
  { session, axis }: Opened,
  kind: ReadingKind,
  settings: ViewSettings,
  onView: ((view: InspectorView) => void) | undefined,
): InspectorView | undefined {
  const { session: id, classes = 0, labels, version } = session;
  const labelled = labels !== undefined;
  const view =
    id === undefined ? undefined : { session: id, classes, settings, labelled, labels, kind, axis, version };
  useEffect(() => {
    if (view) onView?.(view);
  }, [id, classes, settings, labels, version]);
  return view;
}
