import { parse, type Effort } from './parse';
import type { Module } from './syntax';

/** Characters of texts whose reading is kept: the cells of a long notebook and what it imports. */
const MOST_KEPT = 500_000;

/** Texts as they were read last: of a notebook in which someone types all cells but one are. The oldest go first. */
const kept = new Map<string, Module>();
let keptLength = 0;

/**
 * Reads a text, or finds what was read of it: a cell is asked for what it says of its output, then for its mistakes.
 *
 * @param taken modules that are another text's already: what stands twice is told apart by its nodes
 * @param effort what is left for the mistakes of all texts that are read together
 */
export function readModule(text: string, taken = new Set<Module>(), effort?: Effort): Module {
  const known = kept.get(text);
  if (known !== undefined && taken.has(known)) return parse(text, effort);
  const module = known ?? parse(text, effort);
  taken.add(module);
  // What was left out for want of it is read when others cost less.
  if (known === undefined && effort?.isSpent) return module;
  if (known === undefined) keptLength += text.length;
  kept.delete(text);
  kept.set(text, module);
  for (const oldest of kept.keys()) {
    if (keptLength <= MOST_KEPT) break;
    kept.delete(oldest);
    keptLength -= oldest.length;
  }
  return module;
}
