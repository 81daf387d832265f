/**
 * A test cheap enough for every output on the page's own thread: false means certainly nothing to offer.
 * Decides whether a worker is started at all, so it errs to true. Linear in the text's length.
 *
 * True needs a list of numbers as any library prints it: a square bracket or parenthesis whose first item is a number
 * followed by another number, an elision or the closing bracket of a tensor; a record of scores; or a table whose rows
 * end in two numbers with points (DataFrame, polars, CSV), for those have no brackets. Times, counters, versions,
 * subscripts and citations have none of these.
 */
export function mayHoldArray(text: string): boolean {
  return LIST.test(text) || RECORD.test(text) || TABLE.test(text);
}

/** What an item of a list may look like: 1, -2.5e-3, .5, nan, -inf, np.float32(0.5), tensor(1.). */
const NUMBER = String.raw`[-+]?(?:(?:np\.|numpy\.|torch\.)?(?:\w{3,8}\()?(?:\d|\.\d)[\w.]*(?:[eE][-+]\d+)?\)?|nan|NaN|-?inf|Infinity)`;
/** An opening bracket, a number, and a second number, an elision, or brackets that close a row or a tensor. */
const LIST = new RegExp(
  String.raw`[[(]\s{0,40}${NUMBER}\s{0,40}(?:(?:,|\s)[\s#>*]{0,40}(?:${NUMBER}[\s,\])]|\.\.\.)|\](?:\]|[,)]))`,
);
const RECORD = /["'](?:score|logprob|logit)["']\s?:\s?[-\d]/;
const TABLE = /(?:^|\n)[^\n]{0,200}?\d\.\d{1,20}[\t ,;┆│|]{1,30}-?\d{1,20}\.\d/;
