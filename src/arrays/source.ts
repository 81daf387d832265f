import type { ReadingKind } from './types';

/** What the code that printed a text says about one value it shows. */
export interface Shown {
  expression: string;
  /** Printed by a call, or shown as the cell's value. */
  by: 'print' | 'value';
  /** The variable's or attribute's own name, when the expression ends in one. */
  name?: string;
  says?: { kind: ReadingKind; weight: number; sentence: string };
  /** `logits[0, :3]`: only part of the classes is shown; `logits[:3]`: of the first axis left. */
  slice?: 'classes' | 'first';
}

const LONGEST_SOURCE = 200_000;
const MODEL =
  /^(?:self\.)?(?:\w*model\w*|\w*net|\w*net_?\d+|gpt\w*|bert\w*|\w*classifier\w*|clf|lm|llm|\w*_?head|student|teacher|policy|critic_?model)(?:\.(?:forward|predict|call|apply|module))?\(/i;
const NOT_A_MODEL =
  /embed|encoder|backbone|tokenizer|\.eval\(|\.train\(|\.to\(|\.parameters|\.state_dict|\.generate\(|summary|load|from_pretrained|config/i;

/**
 * The values the code shows, in the order they are printed: the arguments of print calls and the last expression.
 * Read line by line with regular expressions: it is evidence to weigh, not a parse.
 */
export function shownBy(source: string): Shown[] {
  if (source.length > LONGEST_SOURCE) return [];
  const code = source.replace(/(^|\s)#[^\n]*/g, '$1');
  const shown: Shown[] = [];
  let last = 0;
  for (const call of calls(code)) {
    for (const argument of splitTop(call.inside))
      for (const e of expressionsOf(argument)) shown.push({ ...describe(e, code, call.start), by: 'print' });
    last = call.end;
  }
  const tail = lastExpression(code);
  if (tail !== undefined && tail.start >= last)
    shown.push({ ...describe(tail.text, code, tail.start), by: 'value' });
  return shown;
}

/** Which shown value each of `count` arrays is; undefined where the code does not tell. */
export function matchShown(shown: readonly Shown[], count: number, mime?: string): (Shown | undefined)[] {
  // What is printed and the cell's value arrive as outputs of different kinds.
  const by = mime === 'text/plain' ? 'value' : mime?.endsWith('stdout') ? 'print' : undefined;
  const kinds = new Set(shown.map((one) => one.by));
  if (kinds.size === 2) {
    const prints = shown.filter((one) => one.by === (by ?? 'print'));
    if (by !== undefined || (count < shown.length && count % prints.length === 0))
      return matchShown(prints, count);
  }
  const arrays = shown.filter(
    ({ expression }) =>
      !/\.(?:shape|dtype|device|ndim|size\(.*\)|item\(\))$|^(?:len|type|str|repr|id|f?["'])/.test(expression),
  );
  if (arrays.length === 0) return Array.from({ length: count }, () => undefined);
  if (arrays.length === 1 || count % arrays.length === 0)
    return Array.from({ length: count }, (_, i) => arrays[i % arrays.length]);
  const [first] = arrays;
  const agree = arrays.every((one) => one.says?.kind === first.says?.kind);
  return Array.from({ length: count }, () => (agree ? { ...first, name: undefined } : undefined));
}

function* calls(code: string): Generator<{ start: number; end: number; inside: string }> {
  for (const match of code.matchAll(/(?:^|[\s;:(])(?:print|pprint|display|tf\.print)\(/g)) {
    const open = match.index + match[0].length;
    const close = closing(code, open);
    if (close !== undefined) yield { start: match.index, end: close, inside: code.slice(open, close) };
  }
}

/** Where the bracket opened before `at` closes, strings skipped. */
function closing(code: string, at: number): number | undefined {
  let depth = 1;
  for (const limit = Math.min(code.length, at + 2000); at < limit; at++) {
    const c = code[at];
    if (c === '"' || c === "'") {
      const end = code.indexOf(c, at + 1);
      if (end < 0) return undefined;
      at = end;
    } else if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c) && --depth === 0) return at;
  }
  return undefined;
}

function splitTop(inside: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let quote = '';
  for (let i = 0; i < inside.length; i++) {
    const c = inside[i];
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    else if (c === ',' && depth === 0) {
      parts.push(inside.slice(start, i).trim());
      start = i + 1;
    }
  }
  parts.push(inside.slice(start).trim());
  return parts.filter((part) => part !== '' && !/^(?:end|sep|file|flush)\s*=/.test(part));
}

/** An argument's expressions: those in an f-string's braces, none for a plain string, else itself. */
function expressionsOf(argument: string): string[] {
  if (/^[rb]*["']/.test(argument)) return [];
  if (/^[rb]*f["']/i.test(argument))
    return [...argument.matchAll(/\{([^{}:!]+?)=?(?:[:!][^{}]*)?\}/g)].map((match) => match[1].trim());
  return [argument];
}

/** A last line that is an expression, with the lines its brackets began on. */
function lastExpression(code: string): { text: string; start: number } | undefined {
  const trimmed = code.replace(/[\s;]+$/, '');
  let start = trimmed.length;
  for (let lines = 0; lines < 40; lines++) {
    start = trimmed.lastIndexOf('\n', start - 1);
    const text = trimmed.slice(start + 1);
    const balance = (text.match(/[([{]/g)?.length ?? 0) - (text.match(/[)\]}]/g)?.length ?? 0);
    if (balance >= 0 && !/^[\s)\]}]/.test(text)) {
      const statement =
        /^(?:\w[\w.,\s[\]'"*:]*[^=!<>+\-*/]?=(?!=)|import\b|from\b|for\b|if\b|while\b|with\b|def\b|class\b|return\b|assert\b|del\b|print\(|display\(|[%!@?])/;
      return statement.test(text) && !/^\w[\w.]*\(/.test(text)
        ? undefined
        : { text: text.trim(), start: start + 1 };
    }
    if (start < 0) return undefined;
  }
  return undefined;
}

function describe(expression: string, code: string, at: number): Omit<Shown, 'by'> {
  const bare = strip(expression);
  const name = /(?:^|\.)([A-Za-z_]\w*)$/.exec(bare)?.[1] ?? /\[["'](\w+)["']\]$/.exec(bare)?.[1];
  const slice = /\[[^[\]]*(?:,|\.\.\.)\s*:?\s*-?\d*\s*:\s*\d+\s*\]$/.test(expression)
    ? 'classes'
    : /\[:\d+\]$/.test(expression)
      ? 'first'
      : undefined;
  return { expression, name, ...(slice === undefined ? {} : { slice }), says: meaning(bare, code, at, 0) };
}

/** Without what does not change the values' meaning: `.detach().cpu().numpy()`, slices, parentheses. */
function strip(expression: string): string {
  let bare = expression.trim();
  for (let i = 0; i < 12; i++) {
    const next = bare
      .replace(
        /\.(?:detach|cpu|numpy|tolist|squeeze|unsqueeze|float|double|half|clone|contiguous|to|cuda|view|reshape|round|data|T)(?:\([^()]*\))?$/,
        '',
      )
      .replace(/(?<=[\w)\]])\[[^[\]"']*\]$/, '')
      .replace(
        /^(?:np|numpy|torch|jnp|tf)\.(?:array|asarray|squeeze|round|around|tensor|stack|cat|concatenate|Tensor)\((.*)\)$/s,
        '$1',
      )
      .replace(/^\((.*)\)$/s, '$1')
      .trim();
    if (next === bare) break;
    bare = next;
  }
  return bare;
}

function meaning(bare: string, code: string, at: number, depth: number): Shown['says'] {
  const shown = bare.length > 60 ? `${bare.slice(0, 57)}…` : bare;
  const say = (kind: ReadingKind, weight: number, sentence: string) => ({ kind, weight, sentence });
  if (/^[\w.]*log_?softmax\(|\.log_?softmax\([^()]*\)$/i.test(bare))
    return say('log-probabilities', 0.95, `the code shows ${shown}`);
  if (/^[\w.]*softmax\w*\(|\.softmax\([^()]*\)$|predict_proba\(/i.test(bare))
    return say('probabilities', 0.95, `the code shows ${shown}`);
  if (/^[\w.]*(?:sigmoid|expit)\(|\.sigmoid\(\)$/i.test(bare))
    return say('sigmoid-scores', 0.95, `the code shows ${shown}`);
  if (/argmax|topk\(.*\)\.indices$|\.indices$/.test(bare))
    return say('class-labels', 0.7, `the code shows ${shown}`);
  if (/one_hot\(|to_categorical\(/i.test(bare)) return say('one-hot', 0.8, `the code shows ${shown}`);
  if (/(?:^|[._])logits$|\[["']\w*logits["']\]$|\.logits\b/i.test(bare))
    return say('logits', 0.93, `the code shows ${shown}`);
  if (/decision_function\(/.test(bare)) return say('logits', 0.4, `the code shows ${shown}`);
  if (
    /(?:^|[._])(?:weight|bias|grad|loss|embeddings?|hidden_states|last_hidden_state|input_ids|attention_mask|labels)$|state_dict|\[["'](?:input_ids|attention_mask|labels?|loss)["']\]$|embed\w*\(|wte|wpe|rand\w*\(|zeros\(|ones\(|arange\(|linspace\(|[Ll]oss\w*\(|cross_entropy\(/.test(
      bare,
    )
  )
    return say('other', 0.8, `the code shows ${shown}`);
  if (MODEL.test(bare) && !NOT_A_MODEL.test(bare))
    return say('logits', 0.6, `the code shows the output of ${shown}`);
  const name = /^[A-Za-z_][\w.]*$/.test(bare) ? bare : undefined;
  if (name === undefined) return undefined;

  const variable = name.replace(/\W/g, '\\$&');
  const after = code.slice(at);
  const into = (call: string) =>
    new RegExp(`\\b${call}\\(\\s*(?:input=|logits=)?${variable}\\b`).exec(after)?.[0];
  const ahead =
    new RegExp(`\\b${variable}\\.softmax\\(`).exec(after)?.[0] ??
    into('(?:[\\w.]*\\.)?(?:softmax|log_softmax)') ??
    into('(?:nn\\.)?Softmax\\([^()]*\\)');
  if (depth === 0 && ahead !== undefined)
    return say('logits', 0.85, `the code puts it through ${ahead.replace(/\(.*/s, '')} later`);
  if (depth === 0 && into('[\\w.]*cross_entropy') !== undefined)
    return say('logits', 0.8, 'the code puts it into cross_entropy later');
  if (depth === 0 && into('[\\w.]*sigmoid') !== undefined)
    return say('binary-logits', 0.7, 'the code puts it through sigmoid later');
  if (/(?:^|_)(?:attn|attention)_?scores?(?:_|\d|$)/i.test(name))
    return say('logits', 0.66, `the code shows ${shown}: scores before the softmax of attention`);
  if (/(?:^|_)attn_?weights?|attention_?weights?|prob(?:a|s|abilit)/i.test(name))
    return say('probabilities', 0.5, `the code shows ${shown}`);
  if (depth >= 4) return undefined;

  const assignments = [
    ...code
      .slice(0, at)
      .matchAll(
        new RegExp(
          `(?:^|[\\n;])[ \\t]*(?:[\\w, ]*,\\s*)?${variable}\\s*(?:,[\\w, ]*)?=(?!=)\\s*([^\\n]*)`,
          'g',
        ),
      ),
  ];
  const assigned = assignments.at(-1);
  if (assigned === undefined) return undefined;
  const valueStart = assigned.index + assigned[0].length - assigned[1].length;
  const open = /^[\w.]*\(/.exec(assigned[1]);
  let value = assigned[1];
  if (open !== null) {
    const close = closing(code, valueStart + open[0].length);
    if (close !== undefined)
      value = code.slice(valueStart, code.indexOf('\n', close) < 0 ? code.length : code.indexOf('\n', close));
  }
  return meaning(strip(value.trim()), code, assigned.index, depth + 1);
}
