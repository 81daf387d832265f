import type { Part } from '../model';
import { around, choiceKey, messageText, type At, type Claim, type Piece } from '../shape';
import { anyField, classOf, field, isFields, listOf } from '../written/value';
import { isEntries, readEntries } from './entry';
import { COLUMNS } from './legacy';
import { thoughtOf } from './reasoning';

const LISTS: readonly [field: string, part: Part, own: readonly string[]][] = [
  ['reasoning_content', 'reasoning', ['reasoning_content', 'reasoning']],
  ['content', 'completion', ['content']],
  ['refusal', 'refusal', ['refusal']],
];

/** `{ content: [entry], refusal: [entry], reasoning_content: [entry] }`: OpenAI, Azure, DeepSeek, Fireworks, vLLM, wrappers. */
export function chat(at: At): Claim | undefined {
  const { value } = at;
  const pieces: Piece[] = [];
  for (const [name, part, own] of LISTS) {
    const entries = field(value, name);
    if (!isEntries(entries)) continue;
    const stage = isDelta(at) ? 'delta' : 'whole';
    const text = at.up && messageText(at.up, own);
    // DeepSeek has a list of its own for what was thought.
    const isOne = part !== 'completion' || isEntries(field(value, 'reasoning_content'));
    const message = anyField(at.up?.value, 'message', 'delta');
    pieces.push({
      source: sourceOf(value, entries),
      part,
      at: { value: entries, key: name, up: at, event: at.event },
      key: choiceKey(at, part),
      stage,
      own: text ?? (isFields(message) && stage === 'delta' ? '' : undefined),
      thought: isOne ? undefined : thoughtOf(message),
      read: (to) => readEntries(to, entries),
    });
  }
  return pieces.length > 0 ? { pieces, takes: [...LISTS.map(([name]) => name), ...COLUMNS] } : undefined;
}

function isDelta(at: At): boolean {
  if (isFields(field(at.up?.value, 'delta'))) return true;
  for (const { value } of around(at)) {
    if (classOf(value)?.endsWith('Chunk')) return true;
    // LangChain's chunks; the last one says why the stream ended.
    const metadata = field(value, 'response_metadata');
    if (isFields(metadata)) return field(metadata, 'finish_reason') === undefined;
  }
  return false;
}

function sourceOf(value: unknown, [first]: readonly unknown[]): string {
  if (listOf(field(value, 'reasoning_content')).length > 0) return 'DeepSeek chat';
  if (field(first, 'sampling_logprob') !== undefined) return 'Fireworks chat';
  return 'OpenAI chat';
}
