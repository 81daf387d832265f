import * as l10n from '@vscode/l10n';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { NDArray } from '../../arrays/ndarray';
import type { FoundArray } from '../../arrays/types';
import type { WorkerClient } from '../../worker/client';
import { count } from '../format';
import { sentenceOf } from '../../arrays/words/sentence';
import { plural } from '../../arrays/words/plural';
import { style } from '../styles';
import { useLatest } from '../useLatest';
import type { Session } from '../useSession';
import css from './labels.css';

style(css);

/** Labels are written out in the field up to this many. */
const MAX_WRITTEN = 2000;

/** What the labels field says of what was typed. */
export interface Said {
  problem?: string;
  summary?: string;
}

export interface LabelsProps {
  client: WorkerClient;
  found: FoundArray;
  /** Of the array as it was opened. */
  shape: readonly number[];
  axis: number;
  classNames?: readonly string[];
  ignoreIndex?: number;
  session: Session;
  focus: boolean;
  /** Labels that someone typed before. */
  typed?: string;
  onTyped(text: string): void;
  said: Said;
  say(said: Said): void;
}

/** Labels are checked while they are typed and applied as soon as they fit. */
export function Labels(props: LabelsProps) {
  const { client, found, shape, axis, classNames, ignoreIndex, session, focus, said, say } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(props.typed);
  const reading = useLatest();
  const rows = shape.reduce((n, size, i) => (i === axis ? n : n * size), 1);
  const classes = shape[axis];

  useEffect(() => {
    if (focus) input.current?.focus({ preventScroll: true });
  }, [focus]);

  const read = async (text: string) => {
    setTyped(text);
    props.onTyped(text);
    const signal = reading.next();
    if (!text.trim()) {
      say({});
      return session.setLabels(undefined);
    }
    try {
      const request = { text, shape, axis, classNames, ignoreIndex };
      const read = await client.call('readLabels', request, { signal });
      if (signal.aborted) return;
      if ('problem' in read) say(read);
      else {
        say({ summary: read.summary });
        session.setLabels(read.labels);
      }
    } catch (error) {
      if (!signal.aborted) say({ problem: sentenceOf(error) });
    }
  };

  // At once: an effect after the frame could undo what was typed meanwhile.
  useLayoutEffect(() => {
    if (typed !== undefined) void read(typed);
  }, [ignoreIndex]);

  const own = typed === undefined;
  const { given = rows } = found.labels ?? {};
  const problem = said.problem ?? session.labelsProblem;
  const stored = found.labels && [found.labels.source, ...(found.labels.leftOut ?? [])].join('. ');
  const summary = own && session.labels ? stored : said.summary;
  return (
    <div class="ls-field ls-labels">
      <label for={id}>{l10n.t('Labels')}</label>
      <input
        ref={input}
        id={id}
        class="ls-input ls-num"
        type="text"
        spellcheck={false}
        autocomplete="off"
        placeholder={
          own && session.labels
            ? plural(given, l10n.t('1 label'), l10n.t('{0} labels', count(given)))
            : expectation(rows, classes, classNames !== undefined)
        }
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
        {said.problem && session.labels && ` ${l10n.t('(still using the previous labels)')}`}
      </span>
    </div>
  );
}

function expectation(rows: number, classes: number, named: boolean): string {
  if (named)
    return rows === 1
      ? l10n.t('A class name or ID, 0 to {0}', classes - 1)
      : l10n.t('{0} class names or IDs, 0 to {1}', count(rows), classes - 1);
  return rows === 1
    ? l10n.t('A class ID, 0 to {0}', classes - 1)
    : l10n.t('{0} class IDs, 0 to {1}', count(rows), classes - 1);
}

function writtenOut(labels: NDArray | undefined): string {
  if (!labels || labels.data.length > MAX_WRITTEN || labels.data.length === 0) return '';
  if (!labels.data.every((id) => Number.isInteger(id))) return '';
  const ids = [...labels.data].join(', ');
  // Rows of numbers are told from class ids by their brackets.
  const [rows, classes] = labels.shape;
  if (labels.shape.length === 2) {
    const row = (i: number) => labels.data.subarray(i * classes, (i + 1) * classes).join(', ');
    return `[${Array.from({ length: rows }, (_, i) => `[${row(i)}]`).join(', ')}]`;
  }
  return labels.data.length === 1 ? ids : `[${ids}]`;
}
