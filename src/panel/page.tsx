import { askingInCode, type CodeBeside } from '../arrays/wire/inCode';
import type { InspectorState } from '../worker/protocol';
import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import { mountInspector } from '../inspector/mount';
import type { AroundEvaluation, InspectorProps, InspectorView } from '../inspector/props';
import { printable } from '../arrays/words/printable';
import type { ReadingKind } from '../arrays/types';
import { adoptStyles } from '../inspector/styles';
import type { TokenState } from '../inspector/tokens/state';
import { createClient } from '../worker/client';
import { filesBeside } from '../worker/files';
import { spawnWorker } from '../worker/spawn.web';
import { speak, wordsOnPage } from '../worker/words';
import { Evaluation } from './page/evaluation/evaluation';
import { createHostClient } from './hostClient';
import { againOf, readKept, tokensKept, type Kept } from './kept';
import { FileReport } from './page/fileReport';
import { LiveBar } from './page/liveBar';
import {
  isToPage,
  type LiveState,
  type Shown,
  type ShownRun,
  type ShownTokens,
  type ToHost,
} from './protocol';
import { marking, unmarking } from '../arrays/wire/nonFinite';

const { postMessage, getState, setState } = acquireVsCodeApi();
const tell = (message: ToHost) => postMessage(marking(message));
const asking = askingInCode((request, _: CodeBeside) => tell({ type: 'inCode', ...request }));
/** What this page, or the one before it, was left with. */
let kept = readKept(getState()) as Kept<InspectorState, TokenState>;
const keep = (change: Partial<Kept<InspectorState, TokenState>>) => setState((kept = { ...kept, ...change }));
const words = wordsOnPage();
speak(words);
const own = createClient(spawnWorker(filesBeside(import.meta.url), words));
const { client: hostClient, receive } = createHostClient((message) => tell({ type: 'worker', message }));
const inspector = document.getElementById('inspector')!;
const origin = document.getElementById('origin')!;
const file = document.getElementById('file')!;
const liveBar = document.getElementById('live')!;
let current:
  | { shown?: Shown; addRun?(run: ShownRun): void; read?(kind: ReadingKind): void; dispose(): void }
  | undefined;
let live: LiveState | undefined;
adoptStyles(document.body);

addEventListener('message', ({ data: sent }) => {
  const data = unmarking(sent);
  if (!isToPage(data)) return;
  if (data.type === 'worker') return receive(data.message);
  if (data.type === 'live') return follow(data.live);
  if (data.type === 'inCode') return asking.answered(data.request, data.known);
  if (data.type === 'run') return current?.addRun?.(data.run);
  if (data.type === 'reading') return current?.read?.(data.kind);
  current?.dispose();
  current = undefined;
  if (data.type === 'lost') origin.textContent = printable(data.why);
  else if (data.type === 'tokens') current = { dispose: showTokens(data.tokens) };
  else current = show(data.shown);
});
let scrolled: ReturnType<typeof setTimeout>;
addEventListener(
  'scroll',
  () => {
    clearTimeout(scrolled);
    scrolled = setTimeout(() => keep({ scroll: scrollY }), 200);
  },
  { passive: true },
);
tell({ type: 'ready' });

/** What is said of a live array; where it may have changed, all is asked anew, and stands as a person left it. */
function follow(next: LiveState): void {
  const isAnother = live !== undefined && next.version !== live.version;
  live = next;
  const isGone = next.gone !== undefined;
  for (const part of [inspector, file]) {
    part.inert = isGone;
    part.classList.toggle('lw-stale', isGone);
  }
  render(<LiveBar live={next} onWatch={(on) => tell({ type: 'watch', on })} />, liveBar);
  if (!isAnother || !current?.shown) return;
  const { shown } = current;
  current.dispose();
  current = show(shown);
}

/** Inspector and evaluation over one session: what one shows, the other speaks of. */
function show(shown: Shown): NonNullable<typeof current> {
  // Text only: a file's name is the user's, the rest of a message may be anybody's.
  origin.textContent = printable(shown.origin);
  const { found } = shown;
  let { classNames } = found;
  const client = found.held === undefined ? own : hostClient;
  let isViewed = false;
  let runs: readonly ShownRun[] = [];
  const { left = shown.left, scroll } = kept;
  // Settings that it opened with were changed since.
  let given: InspectorProps['given'] = left ? undefined : shown.settings;
  keep({ again: againOf(shown) });
  const inCode = shown.code && asking.of(shown.code);

  const reveal = shown.file && ((row: number) => tell({ type: 'reveal', row }));

  const draw = (view: InspectorView, around: AroundEvaluation) => (
    <Evaluation
      {...{ client, view, classNames, runs, ...around }}
      origin={shown.origin}
      report={shown.file}
      notes={found.taken}
      ofOneScore={shown.ofOneScore}
      onTemperature={(temperature) => give({ temperature })}
      onReveal={reveal}
      onCopy={(text) => tell({ type: 'copy', text })}
      onAddRun={shown.compares ? () => tell({ type: 'addRun' }) : undefined}
      onSave={(name, content) => tell({ type: 'save', name: `${shown.origin}.${name}`, content })}
      onReport={(format, text) =>
        tell(
          format === 'markdown'
            ? { type: 'document', text }
            : { type: 'save', name: `${shown.origin}.evaluation.${format}`, content: text },
        )
      }
    />
  );
  const host: InspectorProps['host'] = {
    inCode,
    reveal,
    report: { origin: shown.origin, open: (text: string) => tell({ type: 'document', text }) },
    copy: (text: string) => tell({ type: 'copy', text }),
    save: (name: string, content: string | Uint8Array) => tell({ type: 'save', name, content }),
    nameByTokens: shown.vocabulary ? () => tell({ type: 'nameByTokens' }) : undefined,
    remember: (kind: typeof found.reading.kind) => tell({ type: 'remember', kind }),
    rememberNames(key: string, names: readonly string[] | undefined, from: string | undefined) {
      classNames = names;
      tell({ type: 'rememberNames', key, ...(names && { names }), ...(from !== undefined && { from }) });
      mounted.update(props());
    },
  };
  const props = (): InspectorProps => ({
    client,
    found,
    given,
    left,
    onLeft: (next: InspectorState) => keep({ left: next }),
    evaluation: { isOf: (view) => isEvaluated(shown, view), draw },
    onView() {
      // What stands below comes in the next frames.
      if (!isViewed && scroll) setTimeout(() => scrollTo({ top: scroll }), 100);
      isViewed = true;
    },
    host,
  });
  const mounted = mountInspector(inspector, props());
  const give = (settings: NonNullable<InspectorProps['given']>) => {
    given = settings;
    mounted.update(props());
  };
  if (shown.file) render(<FileReport report={shown.file} />, file);
  return {
    shown,
    read: (kind) => give({ kind }),
    addRun(run) {
      runs = [...runs, run];
      mounted.update(props());
    },
    dispose() {
      mounted.dispose();
      render(null, file);
    },
  };
}

/** Files of records with labels are, and what is evaluated where it is: an array in a text is looked at. */
function isEvaluated({ evaluates, file }: Shown, view: InspectorView): boolean {
  if (view.classes < 2) return false;
  if (evaluates === 'always') return true;
  return view.labelled && (evaluates === 'labelled' || file !== undefined);
}

/** A text with tokens: its view comes when there is one to show. */
function showTokens(shown: ShownTokens): () => void {
  const { held, sequence } = shown;
  origin.textContent = printable(shown.origin);
  const { tokens: left, scroll } = kept;
  keep({ again: tokensKept(shown) });
  let mounted: { dispose(): void } | undefined;
  let gone = false;
  import('../inspector/tokens/mount').then(
    ({ mountTokens }) => {
      if (gone) return;
      if (scroll) setTimeout(() => scrollTo({ top: scroll }), 100);
      mounted = mountTokens(inspector, {
        client: hostClient,
        source: { held },
        sequence,
        left,
        onLeft: (tokens) => keep({ tokens }),
        host: {
          copy: (text) => tell({ type: 'copy', text }),
          save: (name, content) => tell({ type: 'save', name, content }),
        },
      });
    },
    (error: unknown) => {
      console.warn('Logitscope:', error);
      inspector.textContent = l10n.t('The token view couldn’t be loaded.');
    },
  );
  return () => {
    gone = true;
    mounted?.dispose();
    inspector.textContent = '';
  };
}

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};
