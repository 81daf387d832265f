import type { Event } from './events';
import { Interpreter } from './interpreter';
import { ALL_RULES } from './rules/index';
import type { Found } from './rules/rule';
import { isSilenced } from './silence';
import { rangeOf, sourcesOf, type Place } from './source';
import type { CheckRequest, CodePlace, LossCodeFinding, RuleId } from './types';

/** The mistakes around the loss in some files. Never throws, whatever the texts are. */
export function checkLossCode({ files, only }: CheckRequest): LossCodeFinding[] {
  const sources = sourcesOf(files);
  const found = new Map<string, LossCodeFinding>();
  const unused = new Map<string, Event>();
  const listen = (event: Event) => {
    // A layer without an axis is spoken of where it is used, and what it gets is known; else at the end.
    if (event.type === 'softmax' && event.madeAt !== undefined) unused.delete(keyOf(event.madeAt));
    if (event.type === 'softmax-made') unused.set(keyOf(event.at), event);
    else tell(event);
  };
  const tell = (event: Event) => {
    for (const { id, look } of ALL_RULES) {
      const one = look(event);
      if (one === undefined || isSilenced(one.at, id)) continue;
      const key = `${keyOf(one.at)}\n${id}`;
      if (!found.has(key)) found.set(key, findingOf(id, one));
    }
  };
  const interpreter = new Interpreter(sources, listen);
  for (const pieces of sources.values()) interpreter.check(pieces);
  for (const event of unused.values()) tell(event);
  return [...found.values()]
    .filter(({ uri }) => only === undefined || only.includes(uri))
    .sort((a, b) => (a.range.cell ?? 0) - (b.range.cell ?? 0) || a.range.start - b.range.start);
}

function keyOf({ source, start }: Place): string {
  return `${source.uri}\n${source.cell ?? ''}\n${start}`;
}

function findingOf(rule: RuleId, { severity, message, at, related, fixes }: Found): LossCodeFinding {
  const { uri } = at.source;
  const placed = (place: Place): CodePlace => ({
    ...(place.source.uri !== uri && { uri: place.source.uri }),
    range: rangeOf(place),
  });
  return {
    uri,
    rule,
    severity,
    message,
    range: rangeOf(at),
    related: related.map((one) => ({ message: one.message, ...placed(one.at) })),
    fixes: fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map(({ place, text }) => ({ ...placed(place), text })),
    })),
  };
}
