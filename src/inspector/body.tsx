import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { InCode } from '../arrays/wire/inCode';
import type { FoundArray, ReadingKind } from '../arrays/types';
import type { BatchSummary, Mending, Reduction } from '../loss/types';
import type { WorkerClient } from '../worker/client';
import type { InspectorState, ViewSettings } from '../worker/protocol';
import { Band } from './batch/band';
import { Batch } from './batch/batch';
import type { Brushed } from './batch/mark';
import css from './body.css';
import type { DrawnChart } from './charts/content';
import { Controls } from './controls/controls';
import { Findings } from './findings';
import { ReadingMeaning } from './notices';
import { Numerics } from './numerics';
import { Problem } from './problem';
import type { AroundEvaluation } from './props';
import { Detail } from './row/detail';
import { Rows } from './rows/rows';
import { Sections } from './sections/sections';
import { Slices } from './slices';
import { style } from './styles';
import { useAnswer } from './useAnswer';
import type { Opened } from './useOpened';
import { useSettled } from './useSettled';

style(css);

export interface BodyProps {
  client: WorkerClient;
  found: FoundArray;
  kind: ReadingKind;
  /** Open: its session has a number, and it is arranged. */
  opened: Opened;
  row: number;
  settings: ViewSettings;
  focusLabels: boolean;
  /** Draws the evaluation of what is shown, in the place of figures and charts. */
  evaluation?(around: AroundEvaluation): ComponentChildren;
  inCode?: InCode;
  onReveal?(row: number): void;
  /** How the inspector was left. */
  left: InspectorState;
  keep(change: Partial<InspectorState>): void;
  onRow(row: number): void;
  onSettings(settings: Mending): void;
  onDrawn(chart: DrawnChart | undefined): void;
}

/** What is shown of an opened array. It is made anew with each opening, so that nothing in it outlives a reading. */
export function Body(props: BodyProps) {
  const { client, found, kind, opened, row, settings, evaluation, onRow, onSettings, onDrawn } = props;
  const { arranged, axis, shape, session, classNames, namesOf, name } = opened;
  const { rows = 0, classes = 0, version } = session;
  const id = session.session!;
  const labelled = session.labels !== undefined;
  const array = arranged!.array;
  const sigmoid = settings.loss === 'sigmoid';
  const paired = arranged!.paired === true;

  const { settled, batch, report, problem } = useFigures(client, id, settings, version);
  const reduction = settled.reduction ?? 'mean';
  const [brushed, brushRows] = useBrushed(evaluation ? undefined : batch, settled);
  const [foundInAll, tellFound] = useState<number>();
  const [isHonestySaid, tellHonesty] = useState(false);
  const charts = useMemo(
    () =>
      batch && (
        <Batch {...{ batch, classes, classNames, name, onRow }} brush={{ brushed, onBrush: brushRows }} />
      ),
    [batch, classes, classNames, brushed],
  );
  const shared = { client, session: id, version, settings, classes };
  const findings = (batch || !problem) && (
    <Findings
      batch={batch}
      {...{ client, found, version, name, onRow, onSettings }}
      inCode={props.inCode}
      session={id}
      settings={settled}
      isAmongOthers={evaluation !== undefined}
      isHonestySaid={isHonestySaid}
      onFound={tellFound}
    />
  );

  return (
    <>
      <Controls
        client={client}
        found={found}
        shape={shape}
        axis={axis}
        classNames={classNames}
        settings={settings}
        session={session}
        focusLabels={props.focusLabels}
        typed={props.left.labels}
        onTyped={(labels) => props.keep({ labels })}
        onSettings={onSettings}
      />
      <Overall
        {...{ batch, reduction, evaluation, findings }}
        found={foundInAll}
        onHonesty={tellHonesty}
        isComing={(rows > 1 || labelled) && !problem}
      >
        {(kind !== 'logits' || sigmoid) && <ReadingMeaning kind={kind} sigmoid={sigmoid} />}
      </Overall>
      <div class={rows > 1 ? 'ls-body ls-two' : 'ls-body'}>
        {rows > 1 && (
          <Rows
            {...shared}
            rows={rows}
            areRecords={session.records === true}
            {...{ labelled, sigmoid, paired }}
            selected={row}
            namesOf={namesOf}
            brushed={brushed}
            onBrush={brushRows}
            name={name}
            left={props.left}
            keep={props.keep}
            onSelect={onRow}
          />
        )}
        <div class="ls-side">
          <Slices shape={shape} axis={axis} row={row} onRow={onRow} />
          <Detail
            {...shared}
            row={row}
            paired={paired}
            areLogs={kind === 'probabilities' || kind === 'log-probabilities'}
            onReveal={props.onReveal}
            name={name}
            namesOf={namesOf}
            dtype={'dtype' in array ? array.dtype : 'float32'}
            onDrawn={onDrawn}
          />
        </div>
      </div>
      {!evaluation && charts}
      {problem && <Problem class="ls-notice">{problem}</Problem>}
      <Sections
        {...shared}
        labelled={labelled}
        counted={batch?.counted ?? rows}
        axes={shape.length}
        classNames={classNames}
        trainingLoss={batch?.reduced}
        isEvaluated={evaluation !== undefined}
        onGive={onSettings}
      />
      <Numerics report={report} labelled={labelled} name={name} onRow={onRow} />
    </>
  );
}

interface OverallProps extends AroundEvaluation, Pick<BodyProps, 'evaluation'> {
  batch: BatchSummary | undefined;
  reduction: Reduction;
  isComing: boolean;
  /** What the reading means. */
  children: ComponentChildren;
}

/** What holds for all rows: the figures, or their room while they are on their way, and what was found. */
function Overall({ batch, reduction, isComing, evaluation, children, ...around }: OverallProps) {
  const { findings } = around;
  if (evaluation)
    return (
      <>
        {children}
        {evaluation(around)}
      </>
    );
  return (
    <>
      {batch ? (
        <Band batch={batch} reduction={reduction} />
      ) : (
        isComing && <div class="ls-band ls-band-coming" />
      )}
      {children}
      {findings}
    </>
  );
}

/** What was pointed at in a chart, which goes with the chart. */
function useBrushed(batch: BatchSummary | undefined, { loss = 'softmax' }: ViewSettings) {
  const [brushed, brushRows] = useState<Brushed>();
  const chart = batch && batch.counted > 1 ? loss : undefined;
  // Before anyone can click into the new one.
  useLayoutEffect(() => brushRows(undefined), [chart]);
  return [brushed, brushRows] as const;
}

/** What holds for all rows. These look at every row: they follow a drag once it rests. */
function useFigures(client: WorkerClient, session: number, settings: ViewSettings, version: number) {
  const settled = useSettled(settings, 80);
  const asked = { session, settings: settled };
  const { result: batch, error: batchError } = useAnswer(client, 'batch', asked, version);
  const { result: report, error: naiveError } = useAnswer(
    client,
    'naive',
    // What people write by hand is a softmax.
    settings.loss === 'sigmoid' ? undefined : asked,
    version,
  );
  return { settled, batch, report, problem: batchError ?? naiveError };
}
