/** JSON.parse that also takes Python's NaN, Infinity and -Infinity, outside strings. Undefined where it is neither. */
export function lenientJson(text: string): unknown {
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
