import type { Part } from '../model';
import type { Stage } from '../shape';
import { utf8 } from '../utf8';
import { anyField, isFields, textOf } from '../written/value';
import { bytesOf } from './entry';

/** What a model thought before it answered: vLLM's, SGLang's and llama.cpp's name for it, or Ollama's. */
export function thoughtOf(message: unknown): string | undefined {
  return textOf(anyField(message, 'reasoning_content', 'reasoning', 'thinking')) || undefined;
}

interface Told {
  part: Part;
  entries: readonly unknown[];
  own?: string;
}

/** Servers list the tokens of thinking and of answering as one: which part they are follows from the texts beside them. */
export function toldParts(
  entries: readonly unknown[],
  stage: Stage,
  own: string | undefined,
  thought: string | undefined,
): Told[] {
  if (thought === undefined) return [{ part: 'completion', entries, own }];
  if (stage === 'delta' && !own) return [{ part: 'reasoning', entries, own: thought }];
  const split = stage === 'whole' && own ? beginOf(own, entries) : 0;
  if (split === 0) return [{ part: 'completion', entries, own }];
  return [
    { part: 'reasoning', entries: entries.slice(0, split), own: thought },
    { part: 'completion', entries: entries.slice(split), own },
  ];
}

const SPACE = /^\s*$/;

/** The entry with which the last ones begin that are a text together; 0 where none do. Spaces around it may be cut off. */
function beginOf(text: string, entries: readonly unknown[]): number {
  const wanted = utf8(text);
  let left = wanted.length;
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index];
    const bytes = isFields(entry) ? bytesOf(entry) : [];
    const same = Math.min(left, bytes.length);
    let matched = 0;
    while (matched < same && bytes[bytes.length - 1 - matched] === wanted[left - 1 - matched]) matched++;
    const rest = bytes.slice(0, bytes.length - matched);
    const isBlank = SPACE.test(String.fromCharCode(...rest.slice(0, 100)));
    if (matched === left && isBlank) return index;
    // After the answer stands what ended it.
    const isBehind = left === wanted.length && matched < bytes.length;
    if (!isBehind && rest.length > 0) return 0;
    if (!isBehind) left -= matched;
    else if (entries.length - index > MOST_BEHIND) return 0;
  }
  return 0;
}

/** Special tokens and line ends behind an answer. */
const MOST_BEHIND = 4;
