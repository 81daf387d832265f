import { withoutUnseen } from './printable';

/** A text as a field of CSV that no spreadsheet takes for a formula or for two fields, with everything in it seen. */
export function csvField(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text));
  const seen = withoutUnseen(isFormula ? `'${text}` : text);
  return /[",\n]/.test(seen) ? `"${seen.replaceAll('"', '""')}"` : seen;
}
