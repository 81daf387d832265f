import { isJson } from './isJson';

/** JSON.parse that also takes Python's NaN, Infinity and -Infinity, outside strings. Undefined where it is neither. */
export function lenientJson(text: string): unknown {
  if (!mayBeJson(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (doubted > 0) doubted--;
    return value;
  } catch {
    doubted = DOUBTED;
    if (!/NaN|Infinity/.test(text)) return undefined;
  }
  const named = text.replace(/"(?:[^"\\]|\\[^])*"?|-?Infinity|NaN/g, (token) =>
    token[0] === '"' ? token : `{"\\u0000float":"${token}"}`,
  );
  try {
    return JSON.parse(named, (_key, value: unknown) => {
      const float = (value as { '\u0000float'?: string } | null)?.['\u0000float'];
      return float === undefined ? value : Number(float);
    });
  } catch {
    return undefined;
  }
}

/** Texts that are looked at after one that was no JSON: where one is none, many are. */
const DOUBTED = 64;
let doubted = 0;

/** Of texts as long, what JSON.parse throws takes little beside what reading them takes. */
const SHORT = 256;

/** Whether a text begins as JSON does; where one of those before it was none, a short one is looked at whole. */
function mayBeJson(text: string): boolean {
  if (!/^\s*[[{"\dtfnNI-]/.test(text)) return false;
  return doubted === 0 || text.length > SHORT || isJson(text);
}
