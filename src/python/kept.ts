import { parse, type Effort } from './parse';
import type { Module } from './syntax';

/** Characters of texts whose reading is kept at least: the cells of a long notebook and what it imports. */
const KEPT = 250_000;

/** Characters of texts that are read as quickly as found: a notebook may have thousands of cells of a line. */
const SHORT = 64;

/** Texts as they were read last: of a notebook in which someone types all cells but one are. */
let recent = new Map<string, Module>();
let length = 0;
/** Those read before them: when there are enough newer ones they go all at once, as finding the oldest of thousands takes long. */
let earlier = new Map<string, Module>();

/**
 * Reads a text, or finds what was read of it: a cell is asked for what it says of its output, then for its mistakes.
 *
 * @param taken modules that are another text's already: what stands twice is told apart by its nodes
 * @param effort what is left for the mistakes of all texts that are read together
 */
export function readModule(text: string, taken = new Set<Module>(), effort?: Effort): Module {
  if (text.length <= SHORT) return parse(text, effort);
  const latest = recent.get(text);
  const known = latest ?? earlier.get(text);
  if (known !== undefined && taken.has(known)) return parse(text, effort);
  const module = known ?? parse(text, effort);
  taken.add(module);
  // What was left out for want of it is read when others cost less.
  if (latest === undefined && (known !== undefined || !effort?.isSpent)) keep(text, module);
  return module;
}

function keep(text: string, module: Module) {
  recent.set(text, module);
  length += text.length;
  if (length <= KEPT) return;
  earlier = recent;
  recent = new Map();
  length = 0;
}
