import type { InspectorState, Look } from '../worker/protocol';
import type { Stood } from './room';

/** How a person left one array of an output. */
export interface Left {
  open: boolean;
  state?: InspectorState;
  /** For the strip of a closed inspector. */
  look?: Look;
}

/** What was done under one output, and how high it stood there. */
export interface Place {
  arrays: Left[];
  height: number;
  /** Of the tokens under it, which stand by themselves. */
  tokens: Stood;
}

const nothingYet = (): Place => ({ arrays: [], height: 0, tokens: { height: 0 } });

/** Outputs beyond this forget the oldest: a notebook that runs all day makes no more of them. */
const MAX_PLACES = 2000;

/**
 * What a person did under the outputs of this page. A cell that runs again makes new outputs in the places of those before:
 * they open as the ones before were left, and stand as high until they are read.
 */
export class Memory {
  private readonly places = new Map<string, Place>();

  /** Of the output that an element belongs to; a new one where it belongs to none that can be told from others. */
  of(element: HTMLElement): Place {
    const key = keyOf(element);
    if (key === undefined) return nothingYet();
    const place = this.places.get(key) ?? nothingYet();
    // The newest last.
    this.places.delete(key);
    this.places.set(key, place);
    if (this.places.size > MAX_PLACES) this.places.delete(this.places.keys().next().value!);
    return place;
  }
}

/**
 * VS Code's page has an element for each cell, whose id is the cell's for as long as the notebook is open, and an element
 * for each output in it, which a renderer is handed.
 */
function keyOf(element: HTMLElement): string | undefined {
  const cell = element.closest<HTMLElement>('.cell_container');
  if (!cell?.id) return undefined;
  const at = [...cell.querySelectorAll('.output')].findIndex((output) => output.contains(element));
  return at < 0 ? undefined : `${cell.id} ${at}`;
}
