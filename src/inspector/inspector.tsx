import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { sizeOf } from '../arrays/ndarray';
import { className } from '../arrays/classNames';
import type { FoundArray, ReadingKind } from '../arrays/types';
import type { OpenRequest, ViewSettings } from '../worker/protocol';
import { doubleSoftmaxFloor } from '../loss/doubleSoftmaxFloor';
import { arrange, ravel, rowName, unravel } from './arrangement';
import { Batch } from './batch';
import { loadCharts } from './charts/load';
import type { DrawnChart } from './charts/content';
import { Controls } from './controls';
import { Detail } from './detail';
import { fixed } from './format';
import { Header } from './header';
import { useAnswer, useSession, useSettled } from './hooks';
import { keepKeys } from './keys';
import { Numerics } from './numerics';
import { outgoing } from './outgoing';
import type { InspectorProps } from './props';
import { READINGS } from './readings';
import { Rows } from './rows';

const PLAIN: ViewSettings = { temperature: 1, reduction: 'mean', labelSmoothing: 0 };

/** The whole view of one array. */
export function Inspector({ client, found, host, focus, given, optionsBelow, onView }: InspectorProps) {
  const [kind, setKind] = useState<ReadingKind>(found.reading.kind);
  const [axis, setAxis] = useState(() => found.shape.length - 1);
  const [settings, setSettings] = useState(PLAIN);
  const [row, setRow] = useState(0);
  const [said, say] = useState('');
  const chart = useRef<DrawnChart | undefined>(undefined);
  const root = useRef<HTMLDivElement>(null);

  const arranged = useMemo(() => arrange(found, kind), [found, kind]);
  // A pair of classes stands along an axis of its own.
  const paired = arranged && !('held' in arranged.array) && arranged.array !== found.array;
  const classAxis = paired ? arranged.array.shape.length - 1 : axis;
  const request = useMemo<OpenRequest | undefined>(
    () =>
      arranged && {
        array: arranged.array,
        axis: classAxis,
        decimals: found.decimals,
        reading: arranged.reading,
      },
    [arranged, classAxis, found.decimals],
  );
  const session = useSession(client, request, found.labels?.values, settings.ignoreIndex);
  const { session: id, rows = 0, classes = 0, version } = session;
  const shape = arranged?.array.shape ?? found.shape;
  const classNames = arranged?.classNames?.length === classes ? arranged.classNames : undefined;
  const name = (row: number) => rowName(row, shape, classAxis);
  // Where each row ranks classes of its own, a class has its name in that row only.
  const ranked = found.entryNames !== undefined && classAxis === found.shape.length - 1;
  const namesOf = useCallback(
    (row: number) =>
      ranked
        ? Array.from({ length: classes }, (_, id) => className(found, row, id) ?? String(id))
        : classNames,
    [ranked, found, classes, classNames],
  );
  const shownRow = Math.min(row, rows - 1);
  const namesOfShown = useMemo(() => namesOf(shownRow), [namesOf, shownRow]);

  // These look at every row: they follow a drag once it rests.
  const settled = useSettled(settings, 80);
  const ofAllRows = id === undefined ? undefined : { session: id, settings: settled };
  const { result: batch, error: batchError } = useAnswer(client, 'batch', ofAllRows, version);
  const { result: report, error: naiveError } = useAnswer(client, 'naive', ofAllRows, version);

  const charts = useMemo(
    () =>
      batch &&
      batch.counted > 0 && (
        <Batch
          batch={batch}
          reduction={settled.reduction ?? 'mean'}
          classes={classes}
          classNames={classNames}
        />
      ),
    [batch, settled.reduction, classes, classNames],
  );

  useEffect(() => {
    if (row >= rows && rows > 0) setRow(rows - 1);
  }, [row, rows]);
  useEffect(() => {
    // While the worker opens the array; a failure is told where the chart would stand.
    if (arranged) loadCharts().catch(() => undefined);
  }, [arranged]);
  useEffect(() => {
    // Weights are those of other classes when the classes lie along another axis.
    if (settings.classWeights && settings.classWeights.length !== classes && classes > 0)
      setSettings((now) => ({ ...now, classWeights: undefined }));
  }, [classes]);
  useEffect(() => {
    if (given) setSettings((now) => ({ ...now, ...given }));
  }, [given]);
  useEffect(() => {
    if (id !== undefined)
      onView?.({ session: id, classes, settings, labelled: session.labels !== undefined, version });
  }, [id, classes, settings, session.labels, version]);
  useEffect(() => {
    if (focus === 'header') root.current?.querySelector('button')?.focus({ preventScroll: true });
  }, [focus]);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => say(''), 2000);
    return () => clearTimeout(timer);
  }, [said]);

  const choose = (next: ReadingKind) => {
    setKind(next);
    host.remember?.(next);
  };

  return (
    <div
      ref={root}
      class="ls-root ls-inspector"
      role="group"
      aria-label="Logitscope inspector"
      onKeyDown={keepKeys}
    >
      <Header
        found={found}
        kind={kind}
        axis={classAxis === axis ? axis : undefined}
        actions={outgoing({
          client,
          host,
          found,
          session: id,
          settings,
          say,
          labels: session.labels,
          arranged,
          axis: classAxis,
          classNames,
          chart: () => chart.current,
        })}
        onKind={choose}
        onAxis={setAxis}
        onClose={host.close && (() => host.close!())}
      >
        {said}
      </Header>
      {!arranged && <NoDistribution found={found} kind={kind} onKind={choose} />}
      {session.error && (
        <p class="ls-notice ls-problem" role="alert">
          {session.error}{' '}
          <button type="button" class="ls-link" onClick={session.retry}>
            Try again
          </button>
        </p>
      )}
      {arranged && id !== undefined && (
        <>
          <Controls
            client={client}
            found={found}
            shape={shape}
            axis={classAxis}
            classNames={classNames}
            settings={settings}
            session={session}
            focusLabels={focus === 'labels'}
            optionsBelow={optionsBelow}
            onSettings={(changed) => setSettings((now) => ({ ...now, ...changed }))}
          />
          {kind !== 'logits' && (
            <p class="ls-notice ls-dim">
              {READINGS[kind].name}: {READINGS[kind].meaning}
            </p>
          )}
          {kind === 'logits' && found.reading.kind === 'probabilities' && <DoubleSoftmax classes={classes} />}
          <div class={rows > 1 ? 'ls-body ls-two' : 'ls-body'}>
            {rows > 1 && (
              <Rows
                client={client}
                session={id}
                version={version}
                settings={settings}
                rows={rows}
                classes={classes}
                labelled={session.labels !== undefined}
                selected={row}
                namesOf={namesOf}
                name={name}
                onSelect={setRow}
              />
            )}
            <div class="ls-side">
              <Slices shape={shape} axis={classAxis} row={row} onRow={setRow} />
              <Detail
                client={client}
                session={id}
                version={version}
                settings={settings}
                row={shownRow}
                name={name(row)}
                classes={classes}
                classNames={namesOfShown}
                dtype={'dtype' in arranged.array ? arranged.array.dtype : 'float32'}
                onDrawn={(drawn) => (chart.current = drawn)}
              />
            </div>
          </div>
          {charts}
          {(batchError ?? naiveError) && (
            <p class="ls-section ls-problem" role="alert">
              {batchError ?? naiveError}
            </p>
          )}
          <Numerics
            report={report}
            flags={batch?.flags ?? []}
            labelled={session.labels !== undefined}
            name={name}
            onRow={setRow}
          />
        </>
      )}
    </div>
  );
}

/** Under a reading that knows no distribution, nothing is computed until someone says what the values are. */
function NoDistribution({
  found,
  kind,
  onKind,
}: {
  found: FoundArray;
  kind: ReadingKind;
  onKind(kind: ReadingKind): void;
}) {
  if (!found.array && found.held === undefined) {
    return (
      <p class="ls-notice">
        {found.absent !== undefined
          ? `The values of this array are not in the output: ${found.absent}.`
          : found.elided
            ? 'This array is printed with “...”: its values are not in the text, so there is nothing to compute.'
            : 'The values of this array are not in the text.'}
      </p>
    );
  }
  return (
    <div class="ls-notice ls-choices">
      <span>
        Read as {READINGS[kind].name}: {READINGS[kind].meaning}. No softmax is computed on a guess.
      </span>
      {(['logits', 'probabilities'] as const).map((choice) => (
        <button key={choice} type="button" class="ls-link" onClick={() => onKind(choice)}>
          Read as {READINGS[choice].name}
        </button>
      ))}
    </div>
  );
}

function DoubleSoftmax({ classes }: { classes: number }) {
  return (
    <p class="ls-notice ls-finding" role="note">
      <span class="ls-label" aria-hidden="true">
        ◆
      </span>
      <span>
        These values look like probabilities. Softmax of them flattens the distribution: over {classes}{' '}
        classes no loss can fall below ln(1 + (C − 1)/e) ={' '}
        <span class="ls-num">{fixed(doubleSoftmaxFloor(classes), 4)}</span>, however right the model is.
      </span>
    </p>
  );
}

/** Index fields for arrays of rank 3 and more: batch, position, head. */
function Slices({
  shape,
  axis,
  row,
  onRow,
}: {
  shape: readonly number[];
  axis: number;
  row: number;
  onRow(row: number): void;
}) {
  const leading = shape.filter((_, i) => i !== axis);
  if (leading.length < 2 || sizeOf(leading) === 0) return null;
  const index = unravel(row, leading);
  return (
    <div class="ls-slices ls-field ls-dim" role="group" aria-label="slice">
      slice
      {leading.map((size, i) => (
        <input
          key={i}
          class="ls-input ls-num"
          type="number"
          min={0}
          max={size - 1}
          aria-label={`index along axis ${i < axis ? i : i + 1}, 0 to ${size - 1}`}
          value={index[i]}
          onInput={(event) => {
            const value = event.currentTarget.valueAsNumber;
            if (!Number.isInteger(value) || value < 0 || value >= size) return;
            onRow(ravel(index.with(i, value), leading));
          }}
        />
      ))}
    </div>
  );
}
