import type { LongLine } from './wholeLines';

type Id = string | number;
type Members = Record<string, Id>;

const FIRST = /"(\w{1,20})"\s{0,9}:\s{0,9}("[^"\\]{0,200}"|-?\d{1,15})\s{0,9},\s{0,9}/y;
const LAST = /,\s{0,9}"(\w{1,20})"\s{0,9}:\s{0,9}("[^"\\]{0,200}"|-?\d{1,15})$/;

/**
 * The number of a request that can't be read as a whole, as its ends tell it: clients write long `params` behind the rest, or in
 * front of it. Null for what is no request, undefined for what may be anything.
 */
export function idOf({ beginning, end }: LongLine): Id | null | undefined {
  const { id, method } = { ...lastMembers(end), ...firstMembers(beginning) };
  if (id === undefined && method === undefined) return undefined;
  return method === undefined ? null : (id ?? null);
}

/** Of an object, the texts and numbers in front of what is neither. */
function firstMembers(beginning: string): Members {
  const found: Members = {};
  FIRST.lastIndex = beginning.indexOf('"');
  for (let match = FIRST.exec(beginning); match; match = FIRST.exec(beginning)) note(found, match);
  return found;
}

/** Of an object, the texts and numbers behind the last that is neither. */
function lastMembers(end: string): Members {
  const found: Members = {};
  let rest = end.trimEnd();
  if (!rest.endsWith('}')) return found;
  rest = rest.slice(0, -1).trimEnd();
  for (let match = LAST.exec(rest); match; match = LAST.exec(rest)) {
    note(found, match);
    rest = rest.slice(0, match.index).trimEnd();
  }
  return found;
}

function note(found: Members, [, name, value]: RegExpExecArray): void {
  found[name] = value.startsWith('"') ? value.slice(1, -1) : Number(value);
}
