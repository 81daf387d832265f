/** Characters of a called name, and of a field's name with the space before it. */
const LONGEST = 100;
/** What prints an array around a list: its fields are not those of a record. */
const ARRAY = /^(?:[A-Za-z]*(?:[Tt]ensor|[Aa]rray)|Parameter|Variable|Series|DataFrame|Index)$/;
/** As classes are named; `namespace` is how Python prints a SimpleNamespace. */
const CLASS = /^_*[A-Z]|^namespace$/;
const QUALIFIED = /[\w.<>\u0080-\uffff]/;

/** The last part of the name directly before a parenthesis, as a place: `Prediction` of `main.Prediction(`. */
export function calledBefore(text: string, paren: number): number {
  let start = paren;
  while (start > 0 && paren - start < LONGEST && isNamed(text.charCodeAt(start - 1))) start--;
  return start < paren && isDigit(text.charCodeAt(start)) ? paren : start;
}

/** Where a record begins whose bracket stands at a place: an object's begins with its class, `main.<locals>.Prediction`. */
export function recordStart(text: string, bracket: number): number {
  if (text[bracket] !== '(') return bracket;
  let start = bracket;
  while (start > 0 && bracket - start < 2 * LONGEST && QUALIFIED.test(text[start - 1])) start--;
  return start;
}

/** `tensor(`, `np.array(`: what is printed around the numbers of an array. */
export function isArrayCall(text: string, start: number, paren: number): boolean {
  return ARRAY.test(text.slice(start, paren));
}

/**
 * Whether a parenthesis holds the fields of an object as Python prints them, `Prediction(id=0, …)`. `item`: it stands
 * in a list or dictionary, where a name that begins small is a named tuple's.
 */
export function opensObject(text: string, start: number, paren: number, item: boolean): boolean {
  if (start === paren || !beginsField(text, paren + 1)) return false;
  const name = text.slice(start, paren);
  return (item || CLASS.test(name)) && !ARRAY.test(name);
}

/** `id=`, but not `id==`. */
function beginsField(text: string, from: number): boolean {
  let at = from;
  const end = Math.min(text.length, from + LONGEST);
  while (at < end && text.charCodeAt(at) <= 32) at++;
  const start = at;
  while (at < end && isNamed(text.charCodeAt(at))) at++;
  return at > start && !isDigit(text.charCodeAt(start)) && isAssigned(text, at);
}

/** A single `=`. */
export function isAssigned(text: string, at: number): boolean {
  return text.charCodeAt(at) === 61 && text.charCodeAt(at + 1) !== 61;
}

function isNamed(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || isDigit(c) || c === 95 || c >= 128;
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}
