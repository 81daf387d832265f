import * as vscode from 'vscode';
import type { FoundArray } from '../arrays/types';
import { classAxisFor } from '../arrays/labelFit';
import { mayBeMask } from '../arrays/labelShape';
import { isGone, sentenceOf } from '../arrays/words/sentence';
import type { WorkerClient } from '../worker/client';
import { latest } from '../worker/latest';
import type { OpenedFile } from '../worker/protocol';
import type { ArrayDocument } from './arrayDocument';
import type { ToHost, ToPage } from './protocol';

/** The names of the classes of a file's arrays. */
export interface Names {
  /** The array with them, where they are known. */
  of(uri: vscode.Uri, found: FoundArray): Promise<FoundArray>;
  /** Whether a tokenizer may name them. */
  mayTokenize(found: FoundArray): boolean;
  /** Has a person choose the tokenizer; whether they did. */
  choose(uri: vscode.Uri, found: FoundArray): Promise<boolean>;
}

type Asked<T extends ToHost['type']> = Extract<ToHost, { type: T }>;

interface Shown {
  opened: OpenedFile;
  index: number;
  found: FoundArray;
  labels?: number;
}

/** What one editor shows of a file of arrays, which may become another while it is looked at. */
export class ShownArray {
  private shown?: Shown;
  /** What the page lists. */
  private listed?: OpenedFile;
  private readonly newest = latest();

  constructor(
    private readonly document: ArrayDocument,
    private readonly client: WorkerClient,
    private readonly names: Names,
    private readonly tell: (message: ToPage) => void,
  ) {}

  holds(held: number): boolean {
    return held === this.shown?.found.held;
  }

  /** A new page is there, which may know what an earlier one showed last. */
  ready({ index: last, labels }: Asked<'ready'>): Promise<void> {
    this.listed = undefined;
    return this.attempt(async (signal) => {
      const { arrays } = await this.open(signal);
      const isThere = last !== undefined && !arrays[last]?.problem;
      const index = this.shown?.index ?? (isThere ? last : undefined);
      await this.show(index, signal, index === last ? labels : undefined);
    });
  }

  choose({ index, labels }: Asked<'choose'>): Promise<void> {
    return this.attempt((signal) => this.show(index, signal, labels));
  }

  label({ index }: Asked<'labels'>): Promise<void> {
    return this.attempt((signal) => this.relabel(index, signal));
  }

  async nameByTokens(): Promise<void> {
    const { shown, names, document } = this;
    if (!shown || !(await names.choose(document.uri, shown.found)) || this.shown !== shown) return;
    await this.attempt((signal) => this.relabel(shown.labels, signal));
  }

  end(): void {
    this.newest.end();
  }

  /** What comes of an older click than the last is not told. */
  private async attempt(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const signal = this.newest.next();
    try {
      await work(signal).catch((error: unknown) => {
        if (!isGone(error) || signal.aborted) throw error;
        // It was lost with the worker that had it.
        this.document.close();
        return work(signal);
      });
    } catch (error) {
      if (!signal.aborted) this.tell({ type: 'problem', message: sentenceOf(error) });
    }
  }

  /** The file as it is now. */
  private async open(signal: AbortSignal): Promise<OpenedFile> {
    const opened = await this.document.open();
    signal.throwIfAborted();
    if (opened !== this.listed) this.tell({ type: 'list', arrays: opened.arrays });
    return (this.listed = opened);
  }

  /** With the labels that belong to it by name and shape. */
  private async show(wanted: number | undefined, signal: AbortSignal, chosen?: number | null): Promise<void> {
    const opened = await this.open(signal);
    const { file, arrays, first } = opened;
    if (first === undefined) {
      const [one] = arrays;
      const why = one ? `${one.name}: ${one.problem}` : vscode.l10n.t('No array found');
      throw new Error(`${this.document.name}: ${why}`);
    }
    const index = wanted !== undefined && arrays.at(wanted) ? wanted : first;
    const { found } = await this.client.call('peekFile', { file, index }, { signal });
    signal.throwIfAborted();
    this.shown = { opened, index, found };
    const isOther = index !== wanted || (typeof chosen === 'number' && !isLabels(arrays, chosen, found));
    const labels = isOther ? undefined : chosen;
    const own = labels === null ? undefined : (labels ?? arrays[index].labels);
    await this.tellLabelled(this.shown, own, signal, labels !== undefined);
  }

  /** With other labels or names, where the file is still the same; else it is shown as it is now. */
  private async relabel(chosen: number | undefined, signal: AbortSignal): Promise<void> {
    const { shown } = this;
    if (!shown) return;
    if ((await this.open(signal)) === shown.opened) await this.tellLabelled(shown, chosen, signal, true);
    else await this.show(shown.index, signal, chosen ?? null);
  }

  private async tellLabelled(
    shown: Shown,
    chosen: number | undefined,
    signal: AbortSignal,
    isChosen: boolean,
  ): Promise<void> {
    const { document, client, names } = this;
    const { index, opened } = shown;
    let labels = chosen;
    const found = { ...(await names.of(document.uri, shown.found)) };
    if (labels !== undefined) {
      const asked = { file: opened.file, index: labels, of: index };
      const read = await client.call('readFileLabels', asked, { signal });
      if (!isChosen && mayBeMask(read.kind, found.shape)) labels = undefined;
      else found.labels = read;
    }
    signal.throwIfAborted();
    shown.labels = labels;
    this.tell({ type: 'show', index, labels, found, vocabulary: names.mayTokenize(found) });
  }
}

/** Whether an array that was chosen as labels still is one: the file may be another by now. */
function isLabels(arrays: OpenedFile['arrays'], chosen: number, { shape }: FoundArray): boolean {
  const labels = arrays.at(chosen);
  return labels !== undefined && !labels.problem && classAxisFor(labels.shape, shape) !== undefined;
}
