const MISSING = /^(?:<?n\/?a>?|nan|null|none)?$/i;

/** What R, pandas, SQL and Python write where there is no value. */
export const isMissingWord = (text: string): boolean => MISSING.test(text.trim());
