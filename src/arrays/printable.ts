/** What is not seen, or turns text around: controls, bidirectional and zero-width characters, line ends, lone surrogates. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** Emoji and text forms of the same sign; seen by what they do. */
const VARIANTS: readonly string[] = ['\uFE0E', '\uFE0F'];
/** A run of these reads as one space. */
const LINE = /[\t\n\r\v\f]+/g;

/**
 * Anybody's text in one line in which every character is seen: others are written as their code, `\u202E`. What is
 * longer than `limit` UTF-16 units ends in "…".
 */
export function printable(text: string, limit = 300): string {
  // Most texts are: a checker shows thousands of them.
  if (text.length <= limit && text.search(UNSEEN) < 0) return text;
  // Beyond this nothing is shown, whatever becomes of the rest: megabytes need not be gone through.
  const start = text.slice(0, 2 * limit).replace(LINE, ' ');
  const isWhole = text.length <= 2 * limit;
  let shown = '';
  for (const character of start) {
    const seen =
      character.search(UNSEEN) === 0 && !VARIANTS.includes(character) ? escaped(character) : character;
    if (shown.length + seen.length > limit) return ended(shown, limit);
    shown += seen;
  }
  return isWhole ? shown : ended(shown, limit);
}

/** A whole text with something else in place of each character that is not seen, but for line ends and tabs. */
export function withoutUnseen(text: string, instead: (character: string) => string = escaped): string {
  return text.replace(UNSEEN, (character) =>
    character === '\n' || character === '\t' || VARIANTS.includes(character) ? character : instead(character),
  );
}

function ended(text: string, limit: number): string {
  const room = text.slice(0, limit - 1);
  return `${/[\uD800-\uDBFF]$/.test(room) ? room.slice(0, -1) : room}…`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!.toString(16).toUpperCase();
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
