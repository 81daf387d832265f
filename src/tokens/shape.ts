import type { Part } from './model';
import type { Sequence } from './sequence';
import { anyField, field, isFields, isList, textOf } from './written/value';

/** A value on the way down into a document. */
export interface At {
  value: unknown;
  /** Its key or place in what it stands in. */
  key?: string | number;
  up?: At;
  /** The document is an event of a stream. */
  event: boolean;
}

/** Whether a piece is one step of an answer that comes in steps, or all of it. */
export type Stage = 'delta' | 'done' | 'item' | 'whole';

/** A figure that a response has of its tokens. */
export interface Stated {
  /** The response's own name for it: `avgLogprobs`. */
  name: string;
  value: number;
  of: 'sum' | 'mean';
}

/** Some tokens in a row. */
export interface Piece {
  /** The server or tool, as people call it. */
  source: string;
  part: Part;
  at: At;
  /** Pieces with one key are one sequence; a piece without is one by itself, except among the events of a stream. */
  key?: string;
  stage: Stage;
  /** The response's own text for them. */
  own?: string;
  /** What the model thought before, whose tokens may be among them. */
  thought?: string;
  /** The text of the whole answer, which the last piece of a stream has. */
  ownWhole?: string;
  /** What the response says of its tokens as a whole. */
  stated?: Stated;
  /** The first value may be above 0 and mean nothing. */
  firstIsOdd?: boolean;
  /** The chosen token may be listed beyond the k most probable. */
  listsChosen?: boolean;
  /** Which token was chosen is not said: the first one listed is taken. */
  assumed?: boolean;
  read(to: Sequence): void;
}

/** What a shape found at a value. */
export interface Claim {
  pieces: Piece[];
  /** Fields in which nothing more is looked for; everything by default. */
  takes?: readonly string[];
}

/** One server's or tool's way of writing log-probabilities: looked for at every list and object of a document. */
export type Shape = (at: At) => Claim | undefined;

/** `choices[0].logprobs.content` */
export function pathOf(at: At, ...more: readonly (string | number)[]): string {
  const keys: (string | number)[] = [...more];
  for (let here: At | undefined = at; here?.key !== undefined; here = here.up) keys.unshift(here.key);
  let path = '';
  for (const key of keys)
    path += typeof key === 'number' ? `[${key}]` : path === '' ? key.slice(0, 100) : `.${key.slice(0, 100)}`;
  return path;
}

/** What it stands in, nearest first: objects only. */
export function* around(at: At, most = 6): Generator<At> {
  let left = most;
  for (let up = at.up; up !== undefined && left > 0; up = up.up) {
    if (!isFields(up.value)) continue;
    left--;
    yield up;
  }
}

/** The nearest text field around or at a value that has one of these names. */
export function textAround(at: At, names: readonly string[], most = 3): string | undefined {
  for (const { value } of [at, ...around(at, most)]) {
    const text = ownText(value, names);
    if (text !== undefined) return text;
  }
  return undefined;
}

function ownText(value: unknown, names: readonly string[]): string | undefined {
  for (const name of names) {
    const given = field(value, name);
    const text = textOf(given) ?? partsText(given);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** `[{ type: "text", text: "…" }, …]`, without thoughts. */
export function partsText(parts: unknown): string | undefined {
  if (!isList(parts) || parts.length === 0) return undefined;
  const texts = parts
    .filter((part) => field(part, 'thought') !== true)
    .map((part) => textOf(field(part, 'text')))
    .filter((text) => text !== undefined);
  return texts.length > 0 ? texts.join('') : undefined;
}

/** What a chat's choice or message says of itself. */
export function messageText(at: At, names: readonly string[] = ['content']): string | undefined {
  for (const { value } of [at, ...around(at, 4)]) {
    const message = anyField(value, 'message', 'delta');
    if (isFields(message)) return ownText(message, names);
    const text = ownText(value, names[0] === 'content' ? [...names, 'text', 'response'] : names);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The id that a response bears, and the place of the choice in it: what joins its pieces. */
export function choiceKey(at: At, part: Part): string {
  let index: unknown;
  let id: string | undefined;
  for (const { value } of [at, ...around(at, 8)]) {
    index ??= field(value, 'index');
    id ??= textOf(anyField(value, 'id', 'responseId', 'response_id'));
  }
  return `${id ?? ''}#${typeof index === 'number' ? index : 0}#${part}`;
}
