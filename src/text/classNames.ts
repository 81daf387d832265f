/** Characters of a text that are searched for what it says beside its arrays. */
const REACH = 1_000_000;
const CLASS_NAMES =
  /(?:id2label|classes|class_?names?|label_?names|target_names|candidate_labels|labels)["']?\s{0,20}[:=]\s{0,20}[[{]/g;
const NAMES_BESIDE =
  /["'](?:labels|classes|class_?names|label_?names|names|candidate_labels)["']\s{0,20}:\s{0,20}\[/g;
/** Characters of a list of names, and of a name. */
const LONGEST_LIST = 20_000;
const LONGEST_NAME = 80;

/** The list of strings under a key of a record, the names of what stands beside it: `"labels": ["cat", "dog"]`. */
export function namesBeside(record: string): string[] | undefined {
  for (const match of record.matchAll(NAMES_BESIDE)) {
    const open = match.index + match[0].length - 1;
    const close = record.indexOf(']', open);
    if (close < 0 || close - open > LONGEST_LIST) continue;
    const names = namesIn(record.slice(open, close), false);
    if (names.length > 0) return names;
  }
  return undefined;
}

/** Lists of names the text holds: `classes: ['cat', 'dog']`, `id2label = {0: "NEGATIVE", 1: "POSITIVE"}`. */
export function classNames(text: string): string[][] {
  const searched = text.slice(0, REACH);
  const closer = /[\]}]/g;
  const lists: string[][] = [];
  let close = -1;
  let read = -1;
  for (const match of searched.matchAll(CLASS_NAMES)) {
    const open = match.index + match[0].length - 1;
    if (open < read) continue;
    if (close < open) {
      closer.lastIndex = open;
      close = closer.exec(searched)?.index ?? Infinity;
    }
    if (close - open > LONGEST_LIST) continue;
    const names = namesIn(searched.slice(open, close), searched[open] === '{');
    if (names.length > 1) lists.push(names);
    read = close;
  }
  return lists;
}

/** The strings of a list, or a map's values that are strings. */
function namesIn(list: string, map: boolean): string[] {
  const names: string[] = [];
  for (let at = 0; at < list.length; at++) {
    const end = quoteEnd(list, at);
    if (end === undefined) continue;
    if (!map || (end > at + 1 && list.slice(0, at).trimEnd().endsWith(':')))
      names.push(list.slice(at + 1, end));
    at = end;
  }
  return names;
}

/** Where the string that begins at a place ends, if one does, on the same line and not too far away. */
function quoteEnd(text: string, start: number): number | undefined {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return undefined;
  let at = start + 1;
  for (let length = 0; length <= LONGEST_NAME && at < text.length && text[at] !== '\n'; length++) {
    if (text[at] === quote) return at;
    at += text[at] === '\\' ? 2 : 1;
  }
  return undefined;
}
