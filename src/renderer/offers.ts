import type { OutputItem } from 'vscode-notebook-renderer';
import { mayHoldArray } from '../text/mayHoldArray';
import { mayHoldTokens } from '../tokens/probe';
import type { WorkerClient } from '../worker/client';
import type { Printing } from './fetching';
import { after, type Host } from './host';
import type { Memory } from './memory';
import type { OutputContext } from './protocol';
import { Sight } from './sight';
import { createStrips, type Strips } from './strips';
import { TokenStrip } from './tokenStrip';

/** A streaming output is read when it has been still for this long. */
const REST_MS = 40;
/** How long a strip waits for what the extension host knows of its output. */
const HOST_MS = 50;
/** Longer texts are not read: the page copies them to the worker. */
const MAX_LENGTH = 64 << 20;

interface Looked {
  element: HTMLElement;
  item: OutputItem;
  /** Read from the item when someone may see it. */
  text: string;
  /** Rendered so often. */
  version: number;
  /** When it will have been still for long enough. */
  due: number;
  timer?: ReturnType<typeof setTimeout>;
  strips?: Strips;
  tokens?: TokenStrip;
}

/** Looks at outputs after they were rendered and puts strips under those that hold arrays or tokens worth showing. */
export class Offers {
  private readonly looked = new Map<string, Looked>();
  private readonly sight = new Sight();

  constructor(
    private readonly client: WorkerClient,
    private readonly host: Host,
    private readonly memory: Memory,
  ) {
    host.onDidChangeSettings(() => {
      for (const entry of this.looked.values()) this.schedule(entry);
    });
  }

  /** Called each time an output was rendered, also while it grows. */
  look(item: OutputItem, element: HTMLElement): void {
    let entry = this.looked.get(item.id);
    if (entry && entry.element !== element) {
      this.forget(item.id);
      entry = undefined;
    }
    if (!entry) {
      entry = { element, item, text: '', version: 0, due: 0 };
      this.reserve(entry);
      this.looked.set(item.id, entry);
    }
    entry.item = item;
    entry.version++;
    // The rendering may have emptied the element: back in the same frame, so that the output does not jump.
    if (entry.strips && entry.strips.element.parentElement !== element) element.append(entry.strips.element);
    if (entry.tokens && entry.tokens.element.parentElement !== element) element.append(entry.tokens.element);
    this.schedule(entry);
  }

  /** Without an id, every output. */
  forget(id?: string): void {
    const ids = id === undefined ? [...this.looked.keys()] : [id];
    for (const one of ids) {
      const entry = this.looked.get(one);
      if (!entry) continue;
      clearTimeout(entry.timer);
      this.sight.forget(entry.element);
      entry.strips?.dispose();
      entry.tokens?.dispose();
      this.looked.delete(one);
    }
  }

  /** A cell that runs again keeps the room that its strips had until its new output is read. */
  private reserve(entry: Looked): void {
    const place = this.memory.of(entry.element);
    if (place.height > 0) entry.strips = createStrips(this.client, this.host, place);
    if (place.tokens.height > 0) entry.tokens = new TokenStrip(this.client, this.host, place.tokens);
  }

  private schedule(entry: Looked): void {
    clearTimeout(entry.timer);
    entry.due = performance.now() + REST_MS;
    this.sight.await(entry.element, () => {
      clearTimeout(entry.timer);
      entry.timer = setTimeout(() => this.see(entry), Math.max(0, entry.due - performance.now()));
    });
  }

  /** Someone may see it, and it has come to rest. */
  private see(entry: Looked): void {
    try {
      entry.text = entry.item.text();
    } catch {
      entry.text = '';
    }
    // Most outputs hold nothing of the kind. One that goes on growing is looked at anew.
    if (!entry.strips && !entry.tokens && !mayHold(entry.text)) {
      this.looked.delete(entry.item.id);
      return;
    }
    // What fails here fails quietly: the output itself is already there.
    this.read(entry).catch((error: unknown) => {
      console.warn('Logitscope:', error);
      if (entry.strips?.isEmpty) this.show(entry, []);
      if (entry.tokens?.isEmpty) entry.tokens.leave(() => this.forgetTokens(entry));
    });
  }

  private async read(entry: Looked): Promise<void> {
    const { text, item, version } = entry;
    const current = () => this.looked.get(item.id) === entry && entry.version === version;
    const settings = await this.host.settings();
    if (settings.outputs === 'off') {
      this.forgetTokens(entry);
      return this.drop(entry);
    }
    if (text.length > MAX_LENGTH || !mayHold(text)) {
      entry.tokens?.leave(() => this.forgetTokens(entry));
      return this.show(entry, []);
    }
    await this.readTokens(entry, current, settings.outputs === 'open');
    const read = async (context: OutputContext) => {
      if (!current()) return;
      const { printing, ...known } = context;
      const request = { text, mime: item.mime, ...known, detect: settings.detect };
      const offers = await this.client.call('offer', request);
      if (current()) this.show(entry, offers, settings.outputs === 'open', printing);
    };
    // The cell's code is evidence, but no strip waits long for it: what comes late is read again.
    const known = this.host.contextOf(text);
    const inTime = await Promise.race([known, after(HOST_MS)]);
    await read(inTime ?? {});
    if (inTime) return;
    const late = await known;
    if (Object.values(late).some((known) => known !== undefined)) await read(late);
  }

  /** Puts a strip under a text that holds tokens. */
  private async readTokens(entry: Looked, current: () => boolean, open: boolean): Promise<void> {
    const { text } = entry;
    const opened =
      mayHoldTokens(text) && current() ? await this.client.call('openTokens', { text }) : undefined;
    if (!opened || !current()) {
      if (opened) this.client.call('closeTokens', { handle: opened.handle }).catch(() => undefined);
      if (current()) entry.tokens?.leave(() => this.forgetTokens(entry));
      return;
    }
    entry.tokens ??= new TokenStrip(this.client, this.host, this.memory.of(entry.element).tokens);
    if (!entry.tokens.element.isConnected) entry.element.append(entry.tokens.element);
    await entry.tokens.show(opened, text, open);
  }

  private forgetTokens(entry: Looked): void {
    entry.tokens?.dispose();
    entry.tokens = undefined;
    this.memory.of(entry.element).tokens.height = 0;
  }

  private drop(entry: Looked): void {
    entry.strips?.dispose();
    entry.strips = undefined;
    this.memory.of(entry.element).height = 0;
  }

  private show(
    entry: Looked,
    offers: Parameters<Strips['show']>[0],
    open = false,
    printing?: Printing,
  ): void {
    if (offers.length === 0) {
      entry.strips?.leave(() => this.drop(entry));
      return;
    }
    entry.strips ??= createStrips(this.client, this.host, this.memory.of(entry.element));
    if (!entry.strips.element.isConnected) entry.element.append(entry.strips.element);
    entry.strips.show(offers, open, { text: entry.text, printing });
  }
}

function mayHold(text: string): boolean {
  return mayHoldArray(text) || mayHoldTokens(text);
}
