import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ReadingKind } from '../arrays/types';
import { settingsAtFirst, settingsUnder } from '../worker/settings';
import type { Mending } from '../loss/types';
import type { InspectorState } from '../worker/protocol';
import { Body, type BodyProps } from './body';
import type { DrawnChart } from './charts/content';
import { Header } from './header';
import css from './inspector.css';
import { keepKeys } from './keys';
import { NoDistribution } from './notices';
import { outgoing, reporting } from './outgoing';
import { Problem } from './problem';
import type { AroundEvaluation, InspectorEvaluation, InspectorProps, InspectorView } from './props';
import { style } from './styles';
import { useClassNames } from './useClassNames';
import { useLatest } from './useLatest';
import { useOpened } from './useOpened';
import { usePassingWord } from './usePassingWord';
import { useUndo } from './useUndo';
import { useView } from './useView';
import { Values } from './values/values';

style(css);

/** The whole view of one array. */
export function Inspector(props: InspectorProps) {
  const { client, found, host, focus, given, evaluation, onView } = props;
  const { left, keep } = useLeft(props);
  const [kind, setKind] = useState<ReadingKind>(left.kind ?? found.reading.kind);
  const [axis, setAxis] = useState(() => left.axis ?? found.classAxis ?? found.shape.length - 1);
  const [chosen, setSettings] = useState(left.settings ?? settingsAtFirst(found));
  const [row, setRow] = useState(left.row ?? 0);
  const undo = useUndo(chosen, setSettings);
  const [said, say] = usePassingWord();
  const chart = useRef<DrawnChart | undefined>(undefined);
  const root = useRef<HTMLDivElement>(null);
  const copying = useLatest();
  const writing = useLatest();

  const names = useClassNames(client, found, host, say);
  const opened = useOpened(client, found, kind, axis, chosen.ignoreIndex, names.names);
  const { arranged, session } = opened;
  const settings = useMemo(() => (arranged ? settingsUnder(arranged, chosen) : chosen), [arranged, chosen]);
  const { session: id, classes = 0 } = session;
  const view = useView(opened, kind, settings, onView);
  const evaluate = view && evaluation?.isOf(view) ? drawing(evaluation, view) : undefined;
  const change = ({ axis: given, ...changed }: Mending) => {
    if (given !== undefined) setAxis(given);
    setSettings((now) => ({ ...now, ...changed }));
  };

  useEffect(() => {
    // Weights are those of other classes when the classes lie along another axis.
    if (settings.classWeights && settings.classWeights.length !== classes && classes > 0)
      change({ classWeights: undefined });
  }, [classes]);
  useEffect(() => {
    if (!given) return;
    const { kind: read, ...settings } = given;
    if (read !== undefined) setKind(read);
    if (Object.keys(settings).length > 0) change(settings);
  }, [given]);
  // At once: it may be closed before the frame.
  useLayoutEffect(() => keep({ kind, axis, settings: chosen, row }), [kind, axis, chosen, row]);
  useEffect(() => {
    if (focus === 'header') root.current?.querySelector('button')?.focus({ preventScroll: true });
  }, [focus]);

  const choose = (next: ReadingKind) => {
    setKind(next);
    host.remember?.(next);
  };
  const from = {
    ...{ client, host, found, settings, say, copying, writing, arranged },
    session: id,
    labels: session.labels,
    axis: opened.axis,
    classNames: opened.classNames,
    chart: () => chart.current,
  };

  return (
    <div
      ref={root}
      class="ls-root ls-inspector"
      role="group"
      aria-label={l10n.t('Logitscope inspector')}
      onKeyDown={(event) => {
        undo(event);
        keepKeys(event);
      }}
    >
      <Header
        found={found}
        kind={kind}
        axis={opened.axis === axis && !arranged?.paired ? axis : undefined}
        isOfClasses={arranged !== undefined}
        actions={[...names.menu, ...outgoing(from)]}
        onKind={choose}
        onAxis={setAxis}
        onReport={evaluate ? undefined : reporting(from)}
        onShowNew={host.showNew}
        onClose={host.close && (() => host.close!())}
      >
        {said}
      </Header>
      {!arranged && <NoDistribution found={found} kind={kind} onKind={choose} />}
      {!arranged && (found.array ?? found.held) !== undefined && (
        <Values client={client} found={found} axis={axis} />
      )}
      {session.error && (
        <Problem class="ls-notice" onRetry={session.retry}>
          {session.error}
        </Problem>
      )}
      {arranged && id !== undefined && (
        <Body
          key={session.opening}
          client={client}
          found={found}
          kind={kind}
          opened={opened}
          row={Math.min(row, session.rows! - 1)}
          settings={settings}
          focusLabels={focus === 'labels'}
          left={left}
          keep={keep}
          evaluation={evaluate}
          inCode={host.inCode}
          onReveal={host.reveal}
          onRow={setRow}
          onSettings={change}
          onDrawn={(drawn) => (chart.current = drawn)}
        />
      )}
    </div>
  );
}

/** Draws the evaluation of a view. */
const drawing = (evaluation: InspectorEvaluation, view: InspectorView) => (around: AroundEvaluation) =>
  evaluation.draw(view, around);

/** How the inspector was left, and a way to tell what changed in it. */
function useLeft({ left = {}, onLeft }: InspectorProps): Pick<BodyProps, 'left' | 'keep'> {
  const state = useRef(left);
  const keep = (change: Partial<InspectorState>) => {
    const next = { ...state.current, ...change };
    if (JSON.stringify(next) === JSON.stringify(state.current)) return;
    state.current = next;
    onLeft?.(next);
  };
  return { left: state.current, keep };
}
