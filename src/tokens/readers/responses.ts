import { around, textAround, type At, type Claim, type Stage } from '../shape';
import { field, isFields, textOf } from '../written/value';
import { isEntries, readEntries } from './entry';

/** `{ type: "output_text", text, logprobs: [entry] }` and the events that lead to it: OpenAI Responses, transcriptions. */
export function responses(at: At): Claim | undefined {
  const { value } = at;
  const entries = field(value, 'logprobs');
  const type = textOf(field(value, 'type'));
  if (!isEntries(entries) || type === undefined || !/output_text|transcript/.test(type)) return undefined;
  const stage = stageOf(at, type);
  return {
    pieces: [
      {
        source: type.includes('transcript') ? 'OpenAI transcription' : 'OpenAI Responses',
        part: 'completion',
        at: { value: entries, key: 'logprobs', up: at, event: at.event },
        key: keyOf(at) ?? (stage === 'whole' ? undefined : 'answer'),
        stage,
        own: textAround(at, stage === 'delta' ? ['delta'] : ['text'], 0),
        read: (to) => readEntries(to, entries),
      },
    ],
    takes: ['logprobs'],
  };
}

function stageOf(at: At, type: string): Stage {
  if (type.endsWith('.delta')) return 'delta';
  if (type.endsWith('.done')) return 'done';
  for (const { value } of around(at))
    if (/^response\..*done$/.test(textOf(field(value, 'type')) ?? '')) return 'item';
  return 'whole';
}

/** The message's id and the part's place in it. */
function keyOf(at: At): string | undefined {
  let content: unknown;
  for (const { value } of [at, ...around(at)]) {
    content ??= field(value, 'content_index');
    const item = field(value, 'item_id');
    if (typeof item === 'string') return `${item}#${Number(content ?? 0)}`;
    if (value !== at.value && isFields(value) && Array.isArray(field(value, 'content')))
      return typeof value.id === 'string' ? `${value.id}#${Number(at.key ?? 0)}` : undefined;
  }
  return undefined;
}
