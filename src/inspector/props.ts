import type { ComponentChildren } from 'preact';
import type { InCode } from '../arrays/wire/inCode';
import type { NDArray } from '../arrays/ndarray';
import type { FoundArray, ReadingKind } from '../arrays/types';
import type { WorkerClient } from '../worker/client';
import type { Mending } from '../loss/types';
import type { InspectorState, ViewSettings } from '../worker/protocol';

export interface InspectorProps {
  client: WorkerClient;
  found: FoundArray;
  host: InspectorHost;
  /** Where the keyboard goes when the inspector opens: nowhere by default. */
  focus?: 'header' | 'labels';
  /** Settings, or the reading, to change from outside; each new object is applied once. */
  given?: Mending & { kind?: ReadingKind };
  /** How it was left: it opens as it was. */
  left?: InspectorState;
  /** Told what a person changed; the same object with the change, whatever keeps it. */
  onLeft?(state: InspectorState): void;
  /** What is evaluated has its figures and charts from there, each once. */
  evaluation?: InspectorEvaluation;
  /** Told what is shown whenever that changes. */
  onView?(view: InspectorView): void;
}

/** An evaluation in the midst of an inspector. */
export interface InspectorEvaluation {
  isOf(view: InspectorView): boolean;
  draw(view: InspectorView, around: AroundEvaluation): ComponentChildren;
}

/** What the inspector has to say beside the figures of an evaluation. */
export interface AroundEvaluation {
  /** What was found about rows, labels and loss. */
  findings: ComponentChildren;
  /** How many of these there are; undefined until that is known, and where not every rule was tried. */
  found: number | undefined;
  /** Told whether the evaluation itself says how honest the confidence is: then the findings don't. */
  onHonesty(isSaid: boolean): void;
}

/** What an inspector shows: enough to ask the worker more about it. */
export interface InspectorView {
  session: number;
  classes: number;
  settings: ViewSettings;
  labelled: boolean;
  labels?: NDArray;
  kind: ReadingKind;
  axis: number;
  /** Counts changes of the array and its labels. */
  version: number;
}

/** What the place the inspector stands in can do for it; what is absent is not offered. */
export interface InspectorHost {
  copy(text: string): Promise<void> | void;
  /** Opens the same array in the panel. */
  openInPanel?(): void;
  save?(name: string, content: string | Uint8Array, mime: string): void;
  /** The person overrode the reading: remember it for this notebook or file. */
  remember?(kind: ReadingKind): void;
  /** The person gave the classes other names, or none: remember the choice by its key. */
  rememberNames?(key: string, names: readonly string[] | undefined, from: string | undefined): void;
  /** Has the person choose a tokenizer, whose tokens name the classes; absent where they are no vocabulary's. */
  nameByTokens?(): void;
  /** Whether the code beside the array has a mistake that a finding comes from, and goes there. */
  inCode?: InCode;
  /** Goes to the record of a row, where the rows are a file's. */
  reveal?(row: number): void;
  /** Opens the figures and findings as a document, which calls the array by `origin`. */
  report?: { origin: string; open(text: string): void };
  /** Shows what stands in the array's place by now, where that is another array. */
  showNew?: () => void;
  /** Folds the inspector back into its strip. */
  close?(): void;
}

/** A view that was put into a container. */
export interface Mounted<Props> {
  update(props: Props): void;
  dispose(): void;
}
