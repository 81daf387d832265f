import { Code } from './code';
import { statedIn, type Stated } from './options';
import { saidOfUse } from './says';
import type { Shown } from './shownValue';

const LONGEST = 200_000;
/** Nothing else tells what a value is. */
const TELLS = /cross_?entropy|softmax|sigmoid/i;

interface Read {
  text: string;
  tells?: boolean;
  code?: Code;
}

/** The last text that was read: all its arrays ask. */
let last: Read | undefined;

/** What a text that is code does with an array written in it, which is bound to a name and ends at a place. */
export function writtenIn(text: string, name: string, end: number): Shown | undefined {
  if (text.length > LONGEST || !/^[A-Za-z_]\w*$/.test(name) || !tells(text)) return undefined;
  const code = codeOf(text);
  const used = code.usedFor(name, end);
  const bound = used && code.bindings.before(name, used.at);
  // Bound again in between, the name is another value's.
  if (!used || !bound || bound.at >= end) return undefined;
  return { expression: name, by: 'value', name, says: saidOfUse(used.use, used.callee) };
}

/** Losses that take options, made or printed: `CrossEntropyLoss(weight=tensor([1., 2.]))`. */
const LOSS =
  /(?:CrossEntropyLoss|NLLLoss|BCE(?:WithLogits)?Loss|cross_entropy\w*|nll_loss|Crossentropy|log_loss)\(/;

/** What a text says of the losses that are made in it. */
export function statedInText(text: string): Stated {
  return text.length <= LONGEST && LOSS.test(text) ? statedIn(codeOf(text), []) : {};
}

function tells(text: string): boolean {
  const read = readOf(text);
  return (read.tells ??= TELLS.test(text));
}

function codeOf(text: string): Code {
  const read = readOf(text);
  return (read.code ??= new Code(text));
}

function readOf(text: string): Read {
  // A text that was read anew is compared with the last one character by character: once, not for each of its arrays.
  if (last?.text === text) last.text = text;
  else last = { text };
  return last;
}
