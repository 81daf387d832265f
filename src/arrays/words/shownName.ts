import { printable } from './printable';

/**
 * What an array is called in a title. A way through JSON says its keys, without what stands for any record:
 * `$.records[*].logits` is “records.logits”. What is too long loses keys from the left, never half of one.
 *
 * @param longest characters
 */
export function shownName(name: string, longest: number): string {
  if (!/^\$[.[…]/.test(name)) return printable(name, longest);
  const whole = name.replaceAll('[*]', '').replace(/^\$…?\.?/, '');
  // Only `$[*]`: a list of lists.
  if (whole === '') return '';
  let shown = whole;
  for (let dot = shown.indexOf('.'); shown.length > longest && dot >= 0; dot = shown.indexOf('.'))
    shown = shown.slice(dot + 1);
  return printable(shown, longest);
}
