import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import { mountInspector } from '../inspector/mount';
import type { InspectorState, InspectorView } from '../inspector/props';
import { adoptStyles } from '../inspector/styles';
import type { Mending } from '../loss/types';
import { createClient } from '../worker/client';
import { filesBeside } from '../worker/files';
import { spawnWorker } from '../worker/spawn.web';
import { speak, wordsOnPage } from '../worker/words';
import { Contents } from './page/contents';
import { EvaluationView } from './page/evaluation/view';
import { Workbench } from './page/workbench';
import { createHostClient } from './hostClient';
import { LiveBar } from './page/liveBar';
import { isToPage, type LiveState, type Shown, type ShownTokens, type ToHost } from './protocol';

const { postMessage } = acquireVsCodeApi();
const tell = (message: ToHost) => postMessage(message);
const words = wordsOnPage();
speak(words);
const own = createClient(spawnWorker(filesBeside(import.meta.url), words));
const { client: hostClient, receive } = createHostClient((message) => tell({ type: 'worker', message }));
const inspector = document.getElementById('inspector')!;
const evaluation = document.getElementById('evaluation')!;
const workbench = document.getElementById('workbench')!;
const contents = document.getElementById('contents')!;
const liveBar = document.getElementById('live')!;
let current: { shown?: Shown; left?: InspectorState; dispose(): void } | undefined;
let live: LiveState | undefined;
adoptStyles(document.body);

addEventListener('message', ({ data }) => {
  if (!isToPage(data)) return;
  if (data.type === 'worker') return receive(data.message);
  if (data.type === 'live') return follow(data.live);
  current?.dispose();
  current =
    data.type === 'tokens'
      ? { dispose: showTokens(data.tokens) }
      : { shown: data.shown, dispose: show(data.shown) };
});
tell({ type: 'ready' });

/** What is said of a live array; where it may have changed, all is asked anew, and stands as a person left it. */
function follow(next: LiveState): void {
  const isAnother = live !== undefined && next.version !== live.version;
  live = next;
  const isGone = next.gone !== undefined;
  for (const part of [inspector, workbench]) {
    part.inert = isGone;
    part.classList.toggle('lw-stale', isGone);
  }
  render(<LiveBar live={next} onWatch={(on) => tell({ type: 'watch', on })} />, liveBar);
  if (!isAnother || !current?.shown) return;
  const { shown, left } = current;
  current.dispose();
  current = { shown, left, dispose: show(shown, left) };
}

/** Inspector and workbench over one session: what one shows, the other speaks of. */
function show(shown: Shown, left?: InspectorState): () => void {
  // Text only: a file's name is the user's, the rest of a message may be anybody's.
  document.getElementById('origin')!.textContent = shown.origin;
  const { found } = shown;
  const client = found.held === undefined ? own : hostClient;
  let view: InspectorView | undefined;
  let given: Mending | undefined = left ? undefined : shown.settings;

  const props = () => ({
    client,
    found,
    given,
    optionsBelow: true,
    left,
    onLeft(state: InspectorState) {
      if (current) current.left = state;
    },
    onView(next: InspectorView) {
      view = next;
      draw();
    },
    host: {
      copy: (text: string) => tell({ type: 'copy', text }),
      save: (name: string, content: string | Uint8Array) => tell({ type: 'save', name, content }),
      remember: (kind: typeof found.reading.kind) => tell({ type: 'remember', kind }),
    },
  });
  const mounted = mountInspector(inspector, props());
  const give = (settings: Mending) => {
    given = settings;
    mounted.update(props());
  };
  const reveal = shown.file && ((row: number) => tell({ type: 'reveal', row }));
  const draw = () => {
    drawEvaluation(view);
    contents.hidden = view === undefined;
    render(<Contents view={view} file={shown.file !== undefined} />, contents);
    render(
      <Workbench
        client={client}
        shown={shown}
        view={view}
        onGive={give}
        onReveal={reveal}
        onDocument={(text) => tell({ type: 'document', text })}
      />,
      workbench,
    );
  };
  /** Of files of records alone: an array in a text is looked at, not evaluated. */
  const drawEvaluation = (now: InspectorView | undefined) => {
    const isEvaluated =
      shown.file !== undefined &&
      now?.labelled === true &&
      now.settings.loss !== 'sigmoid' &&
      now.classes > 1;
    evaluation.hidden = !isEvaluated;
    render(
      isEvaluated ? (
        <EvaluationView
          client={client}
          view={now}
          origin={shown.origin}
          classNames={found.classNames}
          report={shown.file}
          onTemperature={(temperature) => give({ temperature })}
          onReveal={reveal}
        />
      ) : null,
      evaluation,
    );
  };
  draw();
  return () => {
    mounted.dispose();
    render(null, evaluation);
    render(null, workbench);
    render(null, contents);
  };
}

/** A text with tokens: its view comes when there is one to show. */
function showTokens({ held, origin, sequence }: ShownTokens): () => void {
  document.getElementById('origin')!.textContent = origin;
  let mounted: { dispose(): void } | undefined;
  let gone = false;
  import('../inspector/tokens/mount').then(
    ({ mountTokens }) => {
      if (gone) return;
      mounted = mountTokens(inspector, {
        client: hostClient,
        source: { held },
        sequence,
        host: {
          copy: (text) => tell({ type: 'copy', text }),
          save: (name, content) => tell({ type: 'save', name, content }),
        },
      });
    },
    (error: unknown) => {
      console.warn('Logitscope:', error);
      inspector.textContent = l10n.t('The token view could not be loaded.');
    },
  );
  return () => {
    gone = true;
    mounted?.dispose();
    inspector.textContent = '';
  };
}

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };
