/** Everything that leaves the token view: copies and pictures. */
import * as l10n from '@vscode/l10n';
import type { SequenceSummary, TokenReportFormat } from '../../tokens/model';
import type { Latest } from '../../worker/latest';
import type { MenuGroup } from '../menu';
import { sentenceOf } from '../../arrays/words/sentence';
import type { Range, TokenColumns } from './columns';
import type { Of } from './of';
import { hasSurprisal, pngOfTokens, svgOf } from './picture';

/** What the place the view stands in can do for it; what is absent is not offered. */
export interface TokenHost {
  copy(text: string): Promise<void> | void;
  save?(name: string, content: string | Uint8Array): void;
  openInPanel?(sequence: number): void;
  /** Folds the view back into its strip. */
  close?(): void;
}

interface Outgoing {
  of: Of;
  host: TokenHost;
  summary: SequenceSummary;
  columns: TokenColumns | undefined;
  range: Range | undefined;
  copying: Latest;
  /** The view, whose theme a picture has. */
  element(): HTMLElement | null;
  say(word: string): void;
}

export function tokenActions(from: Outgoing): MenuGroup[] {
  const { of, host, columns, range } = from;
  const { client, handle, sequence } = of;
  const report = (format: TokenReportFormat) => ({
    label: { markdown: l10n.t('Markdown table'), json: 'JSON', html: 'HTML', sentences: l10n.t('Sentences') }[
      format
    ],
    run: () =>
      copy(from, (signal) => client.call('tokenReport', { handle, sequence, ...range, format }, { signal })),
  });
  const copies: MenuGroup = {
    name: range ? l10n.t('Copy selected tokens as') : l10n.t('Copy all tokens as'),
    items: [
      ...(['markdown', 'json', 'html', 'sentences'] as const).map(report),
      ...(columns ? [{ label: l10n.t('Text'), run: () => copy(from, () => textOf(columns, range)) }] : []),
    ],
  };
  return [
    copies,
    ...pictures(from),
    ...(host.openInPanel
      ? [{ items: [{ label: l10n.t('Open in panel'), run: () => host.openInPanel!(sequence) }] }]
      : []),
  ];
}

function pictures({ host: { save }, columns, range, element, say, summary }: Outgoing): MenuGroup[] {
  if (!save || !columns || summary.values === 'scores' || !hasSurprisal(columns)) return [];
  const saving = (make: (element: HTMLElement) => Promise<void> | void) => () => {
    const view = element();
    if (!view) return;
    Promise.resolve(make(view)).catch((error: unknown) => {
      console.warn('Logitscope:', error);
      say(l10n.t('The chart couldn’t be exported.'));
    });
  };
  return [
    {
      name: l10n.t('Chart'),
      items: [
        {
          label: l10n.t('Save as PNG'),
          run: saving(async (view) => save('surprisal.png', await pngOfTokens(columns, range, view))),
        },
        {
          label: l10n.t('Save as SVG'),
          run: saving((view) => save('surprisal.svg', svgOf(columns, range, view))),
        },
      ],
    },
  ];
}

function textOf({ text, start, count }: TokenColumns, range: Range | undefined): string {
  return text.slice(start[range?.from ?? 0], start[range?.to ?? count]);
}

/** The newest copy counts: a text that took longer does not replace what was copied after it. */
function copy(
  { host, say, copying }: Outgoing,
  text: (signal: AbortSignal) => Promise<string> | string,
): void {
  const signal = copying.next();
  const work = async () => {
    const copied = await text(signal);
    signal.throwIfAborted();
    await host.copy(copied);
  };
  work().then(
    () => signal.aborted || say(l10n.t('Copied')),
    (error: unknown) => signal.aborted || say(sentenceOf(error)),
  );
}
