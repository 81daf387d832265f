import type { Literal } from './literals/tree';

/** How far before an array its name is looked for. */
const REACH = 300;
const GAP = String.raw`(?:[ \t]|\n[ \t]*[#>*|]*)*`;

const KEY = new RegExp(String.raw`["']([^"'\n]{1,80})["']\s*:${GAP}$`);
/** `logits = `, `logits=`, `self.logits: np.ndarray = `, `const logits: number[][] = `. */
const ASSIGNMENT = new RegExp(
  String.raw`([A-Za-z_$][\w$.]{0,80})(?:[ \t]*:[ \t]*[\w$.<>[\], |]{1,60})?[ \t]*:?=${GAP}$`,
);
/** `Mean of logits = `: words before the sign, as a print has them and no declaration. */
const LABEL = new RegExp(
  String.raw`(?:^|\n)[ \t]*((?!(?:const|let|var|val|auto|final|static|public|private|double|float|int|export|return|self|this)\b)[A-Za-z_][\w.'-]*(?: [\w.'-]+){1,5})[ \t]*=${GAP}$`,
);
/** `('logits', tensor(…))`. */
const PAIR = new RegExp(String.raw`[([]\s*["']([^"'\n]{1,80})["']\s*,${GAP}$`);
const PREFIX = new RegExp(String.raw`([A-Za-z_][\w ./'#%-]{0,60}?)[ \t]*(?::|=|->|=>)${GAP}$`);
const WORDS = /(?:^|\n)[ \t#>*|]*([A-Za-z_][\w.-]*(?: [\w.-]+){0,3})[ \t]+$/;
const HEADING = /(?:^|\n)[ \t#>*=-]*([A-Za-z_][\w.]*(?: [\w.]+){0,3})[ \t#>*=-]*\n[ \t#>*|]*$/;
/** The expression whose value is shown below it or beside it: `>>> logits`, `print(logits)`, `logits  # `. */
const SHOWN =
  /(?:^|\n)[ \t#]*(?:>>>|In \[\d+\]:)?[ \t]*(?:print\()?([A-Za-z_][\w.]*)(?:\(\))?\)?(?:[ \t]*=[^\n=][^\n]*)?[ \t]*(?:\n[ \t]*#*|#+)[ \t]*(?:=>|->)?[ \t]*$/;
const TELLING = /logit|prob|score|label|target|pred|softmax|loss|output/i;
const KEYWORD =
  /^(?:return|yield|assert|in|and|or|not|print|if|for|is|await|lambda|import|from|else|case|with|the|a|an|torch\.\w+|u?int\d+|b?float\d+|with)$/i;

/** The name that stands directly before an offset: key, assignment target, printed prefix. */
export function nameBefore(text: string, start: number): string | undefined {
  const before = text.slice(Math.max(0, start - REACH), start);
  const last = /([^\s#>*|])[\s#*|]*>?[\s#>*|]*$/.exec(before.slice(-60))?.[1];
  const strict =
    last === ':' || last === '=' || last === '-'
      ? (KEY.exec(before) ?? LABEL.exec(before) ?? ASSIGNMENT.exec(before) ?? PREFIX.exec(before))
      : last === ','
        ? PAIR.exec(before)
        : null;
  if (strict !== null) return tidy(strict[1]);
  if (last === undefined || !/[\w#)]/.test(last)) return undefined;
  const words = WORDS.exec(before);
  if (words !== null && !words[1].split(' ').some((word) => KEYWORD.test(word))) return tidy(words[1]);
  const heading = HEADING.exec(before);
  if (heading !== null && TELLING.test(heading[1])) return tidy(heading[1]);
  const shown = SHOWN.exec(before);
  if (shown !== null && !KEYWORD.test(shown[1]) && (TELLING.test(shown[1]) || before.includes('>>>')))
    return shown[1].slice(shown[1].lastIndexOf('.') + 1);
  return undefined;
}

/** Its own name, or that of the list or tuple it is an item of. */
export function nameOf(text: string, literal: Literal, start: number): string | undefined {
  const own = nameBefore(text, start);
  if (own !== undefined) return own;
  for (let frame = literal.parent; frame !== undefined; frame = frame.parent) {
    if (frame.start >= start) continue;
    if (frame.attached || text[frame.start] === '{') return undefined;
    const name = nameBefore(text, frame.start);
    if (name !== undefined) return name;
  }
  return undefined;
}

function tidy(name: string): string | undefined {
  const trimmed = name
    .replace(/^(?:self|this)\./, '')
    .replace(/[\s:=]+$/, '')
    .trim();
  return trimmed === '' ? undefined : trimmed;
}

/** `$.results[3].logits`; undefined for a list that stands in no record. */
export function pathOf(
  text: string,
  literal: Pick<Literal, 'parent' | 'key' | 'index'>,
  gathered = false,
): string | undefined {
  let path = '';
  let { key, index } = literal;
  let inRecord = false;
  for (let frame = literal.parent; frame !== undefined; frame = frame.parent) {
    if (text[frame.start] === '{') {
      if (key === undefined) return undefined;
      const name = text.slice(key[0], key[1]);
      path = (/^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`) + path;
      inRecord = true;
    } else if (text[frame.start] === '[') {
      path = `[${gathered ? '*' : index}]${path}`;
      gathered = false;
    } else return undefined;
    key = frame.parentKey;
    index = frame.parentIndex;
  }
  return inRecord ? `$${path}` : undefined;
}
