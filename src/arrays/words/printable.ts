/** What is not seen, or turns text around: controls, bidirectional and zero-width characters, line ends, lone surrogates. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** Of signs that are all seen, as most texts are: letters of Latin and Chinese, dashes and quotes. */
const PLAIN = /^[ -~\u00A1-\u00AC\u00AE-\u00FF\u2010-\u2027\u2212\u3001-\u301C\u4E00-\u9FFF\uFF01-\uFF5E]*$/;
/** Emoji and text forms of the same sign; seen by what they do. */
const VARIANTS: readonly string[] = ['\uFE0E', '\uFE0F'];
/** What a key's sign stands around, as in the keycap 1. */
const KEY = /^[\d#*]$/;
const PICTOGRAPH = /^\p{Extended_Pictographic}$/u;
const PICTOGRAPH_FORM = /^[\uFE0F\p{Emoji_Modifier}]$/u;
/** Of scripts whose letters take another form where they are joined, or kept from it. */
const JOINED_LETTER =
  /^[\p{sc=Arab}\p{sc=Syrc}\p{sc=Mong}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{sc=Khmr}]$/u;
/** A run of these reads as one space. */
const LINE = /[\t\n\r\v\f]+/g;

/**
 * Anybody's text in one line in which every character is seen: others are written as their code, `\u202E`. What is
 * longer than `limit` UTF-16 units ends in "…".
 */
export function printable(text: string, limit = 300): string {
  // A checker shows thousands of texts.
  if (text.length <= limit && (PLAIN.test(text) || text.search(UNSEEN) < 0)) return text;
  // Beyond this nothing is shown, whatever becomes of the rest: megabytes need not be gone through.
  const start = text.slice(0, 2 * limit).replace(LINE, ' ');
  const isWhole = text.length <= 2 * limit;
  let shown = '';
  let at = 0;
  for (const character of start) {
    const seen =
      character.search(UNSEEN) === 0 && !isSeenAt(start, at, character) ? escaped(character) : character;
    if (shown.length + seen.length > limit) return ended(shown, limit);
    shown += seen;
    at += character.length;
  }
  return isWhole ? shown : ended(shown, limit);
}

/** A whole text with something else in place of each character that is not seen, but for line ends and tabs. */
export function withoutUnseen(text: string, instead: (character: string) => string = escaped): string {
  return text.replace(UNSEEN, (character, at: number) =>
    character === '\n' || character === '\t' || isSeenAt(text, at, character)
      ? character
      : instead(character),
  );
}

/** A character of no width that is seen by what it does: two pictographs become one sign, letters another form. */
function isSeenAt(text: string, at: number, character: string): boolean {
  const isVariant = VARIANTS.includes(character);
  if (!isVariant && character !== '\u200C' && character !== '\u200D') return false;
  const [last = '', form = ''] = Array.from(text.slice(Math.max(0, at - 4), at)).reverse();
  const [next = ''] = text.slice(at + 1, at + 3);
  if (isVariant) return PICTOGRAPH.test(last) || (KEY.test(last) && next === '\u20E3');
  if (JOINED_LETTER.test(last)) return JOINED_LETTER.test(next);
  const sign = PICTOGRAPH_FORM.test(last) ? form : last;
  return character === '\u200D' && PICTOGRAPH.test(sign) && PICTOGRAPH.test(next);
}

function ended(text: string, limit: number): string {
  const room = text.slice(0, limit - 1);
  return `${/[\uD800-\uDBFF]$/.test(room) ? room.slice(0, -1) : room}…`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!.toString(16).toUpperCase();
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
