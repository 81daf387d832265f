import { withoutUnseen } from './printable';

/** A text as a field of CSV that no spreadsheet takes for a formula or for two fields, with everything in it seen. */
export function csvField(text: string): string {
  // East Asian spreadsheets take the wide signs for the others.
  const isFormula = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) && Number.isNaN(Number(text));
  const seen = withoutUnseen(isFormula ? `'${text}` : text);
  // Where a decimal is a comma, spreadsheets split at semicolons.
  return /[",;\n]/.test(seen) ? `"${seen.replaceAll('"', '""')}"` : seen;
}
