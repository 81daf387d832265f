import { withoutEscapes } from './escapes';

/**
 * A test cheap enough for every output on the page's own thread: false means certainly nothing to offer.
 * Decides whether a worker is started at all, so it errs to true. Linear in the text's length.
 *
 * True needs a list of numbers as any library prints it: a square bracket or parenthesis whose first item is a number
 * followed by another number or an elision; a record of scores; or two
 * numbers with points side by side as in a table (DataFrame, polars, CSV), for those have no brackets. Times, counters, versions,
 * subscripts and citations have none of these.
 */
export function mayHoldArray(text: string): boolean {
  text = withoutEscapes(text)?.text ?? text;
  return (
    LIST.test(text) ||
    RECORD.test(text) ||
    TABLE.test(text) ||
    COLUMN.test(text) ||
    BLOCK.test(text) ||
    NAMED.test(text)
  );
}

/** What an item of a list may look like: 1, -2.5e-3, .5, nan, -np.inf, np.float32(0.5), tensor(1.). */
const NUMBER = String.raw`[-+]?(?:\w{1,5}\.)?(?:(?:\w{3,8}\(['"]?[-+]?)?(?:\d|\.\d)[\w.]*(?:[eE][-+]\d+)?\)?|nan|NaN|[iI]nf|Infinity|float\()`;
/** Up to a space in code: what the scanner takes for one. */
const SPACE = String.raw`[^!-\uffff]`;
/** An opening bracket, a number, and a second number or an elision. */
// eslint-disable-next-line no-restricted-syntax -- literals put together; only the digits of one number have no bound
const LIST = new RegExp(
  String.raw`[[(](?:${SPACE}|[#>*/|]){0,40}(?:${NUMBER}${SPACE}{0,40}(?:,|${SPACE})(?:${SPACE}|[#>*/|]){0,40}(?:${NUMBER}|\.\.\.|…)|(?:\.\.\.|…)[^\])]{0,40}(?:\d|inf|nan))`,
);
const RECORD =
  /["'](?:score|logprob|logit)["']\s?:\s?[-\d]|(?:label|name|token\w{0,4})=["'][^"'\n]{0,80}["'],\s(?:score|logprob)=[-\d]/;
/** What R and Julia print around numbers without brackets. */
const BLOCK = /\[1,\]\s|torch_tensor\n|\{Float\d|\[1\] {1,12}-?\d{0,20}\.\d/;
/** R's names over values. */
const NAMED =
  /(?:^|\n)[ \t]{1,80}[A-Za-z][\w.]{0,80}[ \t]{1,80}[A-Za-z][^\n]{0,2000}\n[ \t]{0,80}-?\d{1,20}\.\d/;
/** Rows of one number each: `[[0.25],` over `[-1.5]]`, the scores of a sigmoid. */
const COLUMN = /\.\d{0,20}(?:e[-+]\d{1,3})?\],?[ \t\r\n]{1,40}\[ {0,8}-?\d{0,20}\.\d/;
const TABLE = /\d\.\d{1,20}(?:e[-+]\d{1,3})?[\t ,;┆│|]{1,30}-?\d{1,20}\.\d/;
