import * as l10n from '@vscode/l10n';
import { h } from 'preact';
import { mountInspector } from '../inspector/mount';
import type { AroundEvaluation, InspectorProps, InspectorView } from '../inspector/props';
import type * as Drawn from '../panel/page/evaluation/evaluation';
import { adoptStyles, style } from '../inspector/styles';
import { classAxisFor } from '../arrays/labelFit';
import { bytesText, shapeText } from '../arrays/ndarray';
import { createHostClient } from '../panel/hostClient';
import type { InspectorState, FileArray } from '../worker/protocol';
import { speak, wordsOnPage } from '../worker/words';
import css from './page.css';
import { isToPage, type ToHost, type ToPage } from './protocol';
import { marking, unmarking } from '../arrays/wire/nonFinite';

speak(wordsOnPage());
style(css);
adoptStyles(document.body);
const { postMessage, getState, setState } = acquireVsCodeApi();
interface Kept {
  index?: number;
  left?: Record<number, InspectorState>;
  /** Arrays that someone chose as labels of others, by their places; null for none. */
  labels?: Record<number, number | null>;
}

/** How each array was left, by its place, and which one was shown. */
let kept = (getState() ?? {}) as Kept;
const keep = (change: Partial<Kept>) => setState((kept = { ...kept, ...change }));
const tell = (message: ToHost) => postMessage(marking(message));
const { client, receive } = createHostClient((message) => tell({ type: 'worker', message }));
const origin = document.getElementById('origin')!;
const list = document.getElementById('arrays')!;
const inspector = document.getElementById('inspector')!;
let arrays: readonly FileArray[] = [];
let mounted: ReturnType<typeof mountInspector> | undefined;
/** Loaded when there is something to evaluate. */
let drawing: typeof Drawn | undefined;
/** The array that was chosen last: what comes of an older click comes too late. */
let chosen: number | undefined;

// Names and dtypes are the file's: text only.
addEventListener('message', ({ data: sent }) => {
  const data = unmarking(sent);
  if (!isToPage(data)) return;
  switch (data.type) {
    case 'worker':
      return receive(data.message);
    case 'list':
      return showList(data.arrays);
    case 'show':
      return show(data);
    case 'problem':
      close();
      origin.textContent = data.message;
      origin.setAttribute('role', 'alert');
  }
});

function showList(next: readonly FileArray[]): void {
  arrays = next;
  // Of a file that is another one by now, what was chosen may be gone.
  const last = chosen === undefined ? undefined : next[chosen];
  if (!last || last.problem) chosen = undefined;
  list.hidden = arrays.length < 2;
  list.replaceChildren(
    ...arrays.map((array, index) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.disabled = array.problem !== undefined;
      const { batches } = array;
      const about = [
        `${shapeText(array.shape)} ${array.dtype}`,
        bytesText(array.bytes),
        ...(batches === undefined ? [] : [l10n.t('{0} batches joined', batches)]),
      ].join(' · ');
      button.append(span(array.name, 'name'), span(array.problem ?? about, 'about'));
      button.addEventListener('click', () => {
        chosen = index;
        tell({ type: 'choose', index, labels: kept.labels?.[index] });
      });
      return button;
    }),
  );
}

function show({ index, labels, found, vocabulary }: Extract<ToPage, { type: 'show' }>): void {
  if (chosen !== undefined && chosen !== index) return;
  origin.removeAttribute('role');
  list.querySelectorAll('button').forEach((button, i) => {
    if (i === index) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  });
  origin.replaceChildren(...labelsChoice(index, labels));
  close();
  const { name } = arrays[index];
  let { classNames } = found;
  const openReport = (text: string) => tell({ type: 'document', text });
  const props: InspectorProps = {
    client,
    found,
    left: kept.left?.[index],
    onLeft: (state) => keep({ index, left: { ...kept.left, [index]: state } }),
    // What has labels is evaluated, once what draws that is there.
    evaluation: {
      isOf({ labelled, classes }) {
        const is = labelled && classes > 1;
        if (is && !drawing) void load();
        return is && drawing !== undefined;
      },
      draw: evaluationOf,
    },
    host: {
      report: { origin: name, open: openReport },
      copy: (text) => tell({ type: 'copy', text }),
      save: (file, content) => tell({ type: 'save', name: file, content }),
      rememberNames(_, names) {
        classNames = names;
        shown.update(props);
      },
      nameByTokens: vocabulary ? () => tell({ type: 'nameByTokens' }) : undefined,
    },
  };
  const shown = mountInspector(inspector, props);
  mounted = shown;

  async function load(): Promise<void> {
    drawing = await import('../panel/page/evaluation/evaluation');
    if (mounted !== shown) return;
    adoptStyles(inspector);
    shown.update(props);
  }

  function evaluationOf(view: InspectorView, around: AroundEvaluation) {
    return h(drawing!.Evaluation, {
      ...{ client, view, classNames, ...around },
      origin: name,
      notes: found.taken,
      onTemperature: (temperature) => shown.update({ ...props, given: { temperature } }),
      onCopy: (text) => tell({ type: 'copy', text }),
      onSave: (file, content) => tell({ type: 'save', name: `${name}.${file}`, content }),
      onReport: (format, text) =>
        format === 'markdown'
          ? openReport(text)
          : tell({ type: 'save', name: `${name}.evaluation.${format}`, content: text }),
    });
  }
}

function close(): void {
  mounted?.dispose();
  mounted = undefined;
}

/** Other arrays of the file that can be its labels: an ID for each row along one of its axes, or as many numbers as it has. */
function labelsChoice(shown: number, chosen: number | undefined): Node[] {
  const { shape } = arrays[shown];
  const fits = [...arrays.keys()].filter((i) => {
    const other = arrays[i];
    return i !== shown && !other.problem && classAxisFor(other.shape, shape) !== undefined;
  });
  if (fits.length === 0) return [];
  const select = document.createElement('select');
  select.append(new Option(l10n.t('None'), ''));
  for (const i of fits) select.append(new Option(arrays[i].name, String(i), false, i === chosen));
  select.addEventListener('change', () => {
    const chosen = select.value === '' ? null : Number(select.value);
    keep({ labels: { ...kept.labels, [shown]: chosen } });
    tell({ type: 'labels', ...(chosen !== null && { index: chosen }) });
  });
  const label = document.createElement('label');
  label.append(`${l10n.t('Labels')} `, select);
  return [label];
}

function span(text: string, name: string): HTMLSpanElement {
  const element = document.createElement('span');
  element.className = name;
  element.textContent = text;
  return element;
}

// The host of an earlier window knew what was shown; this one may not.
chosen = kept.index;
tell({
  type: 'ready',
  index: kept.index,
  labels: kept.index === undefined ? undefined : kept.labels?.[kept.index],
});

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};
