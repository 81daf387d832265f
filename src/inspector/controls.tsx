import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { NDArray } from '../arrays/ndarray';
import type { WorkerClient } from '../worker/client';
import type { ViewSettings } from '../worker/protocol';
import type { FoundArray } from '../arrays/types';
import { count } from './format';
import { messageOf, type Session } from './hooks';
import { LossOptions, optionsInWords } from './lossOptions';

const LARGEST = 20;
const STEPS = 400;
/** Labels are written out in the field up to this many. */
const MAX_WRITTEN = 2000;

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
  onSettings(settings: Partial<ViewSettings>): void;
}

/** What the labels field says of what was typed. */
interface Said {
  problem?: string;
  summary?: string;
}

/** What if: temperature, labels, and the options of the loss. */
export function Controls(props: ControlsProps) {
  const { client, settings, session, shape, axis, optionsBelow, onSettings } = props;
  const id = useId();
  const [said, say] = useState<Said>({});
  const [open, setOpen] = useState(false);
  // Labels that do not fit may need another ignore index.
  const hasOptions = !optionsBelow && Boolean(session.labels ?? session.labelsProblem ?? said.problem);
  const words = optionsInWords(settings);
  return (
    <div class="ls-controls">
      <Temperature value={settings.temperature} onChange={(temperature) => onSettings({ temperature })} />
      <Labels {...props} said={said} say={say} />
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
            options
            {words && !open && <span class="ls-dim">{words}</span>}
          </button>
          <div id={id} class="ls-more" role="group" aria-label="loss options" hidden={!open}>
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

/** A logarithmic slider from 1/20 to 20 with 1 in the middle, and a field for any exact value. */
export function Temperature({ value, onChange }: { value: number; onChange(value: number): void }) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const problem = typed !== undefined && !isTemperature(Number(typed));
  return (
    <div class="ls-field">
      <label for={id}>temperature</label>
      <input
        id={id}
        class="ls-slider"
        type="range"
        min={-STEPS}
        max={STEPS}
        value={Math.round((Math.log(value) / Math.log(LARGEST)) * STEPS)}
        aria-valuetext={value.toPrecision(3)}
        title="Logits are divided by it before the softmax; double-click for 1"
        onInput={(event) => {
          setTyped(undefined);
          onChange(rounded(LARGEST ** (Number(event.currentTarget.value) / STEPS)));
        }}
        onDblClick={() => {
          setTyped(undefined);
          onChange(1);
        }}
      />
      <input
        class="ls-input ls-num ls-exact"
        type="text"
        inputMode="decimal"
        aria-label="exact temperature"
        aria-invalid={problem}
        title={problem ? `Expected a number above 0, got “${typed}”` : undefined}
        value={typed ?? (value >= 0.1 && value < 1000 ? value.toFixed(2) : String(value))}
        onInput={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          if (isTemperature(Number(text))) onChange(Number(text));
        }}
        onBlur={() => setTyped(undefined)}
      />
    </div>
  );
}

function isTemperature(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

function rounded(temperature: number): number {
  return Number(temperature.toPrecision(3));
}

/** Labels are checked while they are typed and applied as soon as they fit. */
function Labels({
  client,
  found,
  shape,
  axis,
  classNames,
  settings,
  session,
  focusLabels,
  said,
  say,
}: ControlsProps & { said: Said; say(said: Said): void }) {
  const { ignoreIndex } = settings;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string>();
  const newest = useRef(0);
  const rows = shape.reduce((n, size, i) => (i === axis ? n : n * size), 1);
  const classes = shape[axis];

  useEffect(() => {
    if (focusLabels) input.current?.focus({ preventScroll: true });
  }, [focusLabels]);

  const read = async (text: string) => {
    setTyped(text);
    const turn = ++newest.current;
    if (!text.trim()) {
      say({});
      return session.setLabels(undefined);
    }
    try {
      const read = await client.call('readLabels', { text, shape, axis, classNames, ignoreIndex });
      if (turn !== newest.current) return;
      if ('problem' in read) say(read);
      else {
        say({ summary: read.summary });
        session.setLabels(read.labels);
      }
    } catch (error) {
      if (turn === newest.current) say({ problem: messageOf(error) });
    }
  };

  useEffect(() => {
    if (typed) void read(typed);
  }, [ignoreIndex]);

  const own = typed === undefined;
  const problem = said.problem ?? session.labelsProblem;
  const summary = own && session.labels ? found.labels?.source : said.summary;
  return (
    <div class="ls-field ls-labels">
      <label for={id}>labels</label>
      <input
        ref={input}
        id={id}
        class="ls-input ls-num"
        type="text"
        spellcheck={false}
        autocomplete="off"
        placeholder={own && session.labels ? `${count(rows)} labels` : expectation(rows, classes)}
        value={typed ?? writtenOut(session.labels)}
        aria-invalid={Boolean(problem)}
        aria-describedby={`${id}-said`}
        onInput={(event) => void read(event.currentTarget.value)}
      />
      <span
        id={`${id}-said`}
        class={problem ? 'ls-problem' : 'ls-dim'}
        role="status"
        title={problem ?? summary}
      >
        {problem ?? summary}
        {said.problem && session.labels && ' – the labels before stay in use'}
      </span>
    </div>
  );
}

function expectation(rows: number, classes: number): string {
  const ids = `0 to ${classes - 1}`;
  return rows === 1 ? `a class id, ${ids}` : `${count(rows)} class ids, ${ids}`;
}

function writtenOut(labels: NDArray | undefined): string {
  if (!labels || labels.data.length > MAX_WRITTEN || labels.data.length === 0) return '';
  if (!labels.data.every((id) => Number.isInteger(id))) return '';
  const ids = [...labels.data].join(', ');
  return labels.data.length === 1 ? ids : `[${ids}]`;
}
