/** JSON.parse that also takes Python's NaN, Infinity and -Infinity, outside strings. Undefined where it is neither. */
export function lenientJson(text: string): unknown {
  if (!mayBeJson(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
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

/** Whether a text begins and ends as JSON does: what JSON.parse throws takes longer than all else. */
function mayBeJson(text: string): boolean {
  const whole = text.trim();
  const last = whole.at(-1);
  if (whole.startsWith('{')) return last === '}' && /^\{\s*["}]/.test(whole) && !endsInComma(whole);
  if (whole.startsWith('['))
    return last === ']' && /^\[\s*["[{\]\dtfnNI-]/.test(whole) && !endsInComma(whole);
  return true;
}

const endsInComma = (whole: string): boolean => whole.slice(0, -1).trimEnd().endsWith(',');
