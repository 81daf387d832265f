import * as l10n from '@vscode/l10n';
import type { TokenState } from '../inspector/tokens/state';
import type { OpenedTokens } from '../tokens/model';
import type { WorkerClient } from '../worker/client';
import { latest } from '../worker/latest';
import type { Host } from './host';
import { EMPTY_MS, HELD_MS, keepRoom, type Room, type Stood } from './room';

/** The view of tokens and its strip: most notebooks have none. */
const loadTokens = () => import('../inspector/tokens/mount');

/** Tokens beyond these are not asked for to colour a strip. */
const MAX_COLOURED = 20_000;

/** Under an output that holds tokens with log-probabilities: a strip, and the view in its place once it was opened. */
export class TokenStrip {
  /** Stands at the end of the output's element; its own shadow tree keeps the page's styles out and ours in. */
  readonly element = document.createElement('logitscope-tokens');
  private readonly container = document.createElement('div');
  private readonly running = latest();
  private readonly room: Room;
  private shown: { dispose(): void } | undefined;
  private isOpen = false;
  private opened: OpenedTokens | undefined;
  private text = '';
  private left: TokenState | undefined;

  constructor(
    private readonly client: WorkerClient,
    private readonly host: Host,
    stood: Stood,
  ) {
    this.element.style.display = 'block';
    this.container.style.paddingTop = '4px';
    const shadow = this.element.attachShadow({ mode: 'open' });
    shadow.append(this.container);
    this.room = keepRoom(this.element, stood);
    // Whoever folds it knows why it becomes less. It is laid out before that takes the focus.
    shadow.addEventListener('click', () => this.room.release(), true);
  }

  /** Nothing was shown yet: it only keeps room. */
  get isEmpty(): boolean {
    return this.opened === undefined;
  }

  /** Nothing is to be shown any more: its room goes, too, unless something is shown again soon. */
  leave(onGone: () => void): void {
    this.running.end();
    this.shown?.dispose();
    this.shown = undefined;
    this.isOpen = false;
    this.close(this.opened);
    this.opened = undefined;
    this.room.holdFor(EMPTY_MS, onGone);
  }

  /**
   * What the output holds now. While it grows, a view that was opened keeps showing what it was opened with: someone is reading
   * it. Where something else stands in it instead, that is shown.
   */
  async show(opened: OpenedTokens, text: string, open: boolean): Promise<void> {
    this.room.holdFor(HELD_MS);
    const isOpen = this.isOpen;
    if (isOpen && text.startsWith(this.text)) return this.close(opened);
    this.close(this.opened);
    // What was chosen in one text says nothing of another.
    if (text !== this.text) this.left = undefined;
    this.opened = opened;
    this.text = text;
    if (open || isOpen) await this.open(false);
    else await this.fold(false);
  }

  dispose(): void {
    this.running.end();
    this.room.dispose();
    this.shown?.dispose();
    this.close(this.opened);
    this.element.remove();
  }

  private close(opened: OpenedTokens | undefined): void {
    // A worker that was ended has nothing open.
    if (opened) this.client.call('closeTokens', { handle: opened.handle }).catch(() => undefined);
  }

  private async fold(focus: boolean): Promise<void> {
    const signal = this.running.next();
    const { mountTokenStrip, readColumns } = await loadTokens();
    const { opened, text, client, host } = this;
    if (signal.aborted || !opened) return;
    const base = {
      opened,
      sequence: 0,
      onOpen: () => void this.open(true),
      actions: host.openTokens
        ? [{ label: l10n.t('Open in panel'), run: () => host.openTokens!(text, 0) }]
        : [],
    };
    this.shown?.dispose();
    const strip = mountTokenStrip(this.container, base);
    this.shown = strip;
    this.isOpen = false;
    if (focus) strip.focus();
    const count = opened.sequences.at(0)?.count ?? 0;
    if (count === 0 || count > MAX_COLOURED) return;
    const of = { handle: opened.handle, sequence: 0, count };
    await readColumns(client, of, signal, (columns) => {
      if (columns.count === count) strip.update({ ...base, columns });
    });
  }

  private async open(focus: boolean): Promise<void> {
    const signal = this.running.next();
    const { mountTokens } = await loadTokens();
    const { opened, text, client, host } = this;
    if (signal.aborted || !opened) return;
    this.shown?.dispose();
    this.isOpen = true;
    this.shown = mountTokens(this.container, {
      client,
      source: { text, opened },
      focus,
      left: this.left,
      onLeft: (state) => (this.left = state),
      host: {
        copy: (copied) => host.copy(copied),
        save: host.save && ((name, content) => host.save!(name, content)),
        openInPanel: host.openTokens && ((sequence) => host.openTokens!(text, sequence)),
        close: () => void this.fold(true),
      },
    });
  }
}
