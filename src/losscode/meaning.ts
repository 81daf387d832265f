import type { Place } from './source';
import type { Machine, Site } from './machine';
import type { Args, Layer, Value } from './values';

/** A call of something of a library. */
export interface LibraryCall {
  readonly machine: Machine;
  readonly site: Site;
  /** Its full name: `torch.nn.functional.softmax`. */
  readonly path: string;
  readonly args: Args;
  /** What the object was made with that is called; of a function the arguments themselves. */
  readonly options: Args;
  readonly layer?: Layer;
}

/** What a call gives, and what it does besides. */
export type Meaning = (call: LibraryCall) => Value;

/** Where an argument stands: at a place, or under one of some names. */
export interface Slot {
  readonly place?: number;
  readonly names: readonly string[];
}

export function slot(place: number | undefined, ...names: string[]): Slot {
  return { ...(place !== undefined && { place }), names };
}

export function take({ positional, keyword }: Args, { place, names }: Slot): Value | undefined {
  for (const name of names) {
    const value = keyword.get(name);
    if (value !== undefined) return value;
  }
  return place === undefined ? undefined : positional[place];
}

export function placeIn({ at, keywordAt }: Args, { place, names }: Slot): Place | undefined {
  for (const name of names) {
    const value = keywordAt.get(name);
    if (value !== undefined) return value;
  }
  return place === undefined ? undefined : at[place];
}
