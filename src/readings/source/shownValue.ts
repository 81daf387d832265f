import type { Says } from './says';

/** What the code that printed a text says about one value it shows. */
export interface Shown {
  expression: string;
  /** Printed by a call, displayed by one, or shown as the cell's value. */
  by: 'print' | 'display' | 'value';
  /** The text printed directly before the value: `Logits:` of `print("Logits:", x)`. */
  prefix?: string;
  /** Values printed between that text and this one. */
  between?: number;
  /** The variable's or attribute's own name, when the expression ends in one. */
  name?: string;
  says?: Says;
  /** `logits[0, :3]`: only part of the classes is shown; `logits[:3]`: of the first axis left. */
  slice?: 'classes' | 'first';
  /** `preds[0]`: one row of what has more. */
  row?: true;
  /** `probabilities[:, 1]`: one class of every example. */
  column?: true;
  /** `logits.T`: rows are classes, columns examples. */
  transposed?: true;
  /** Surely no array: a shape, a counter, a dtype. */
  single?: true;
  /** A loss, by its name or by what computes it. */
  loss?: true;
  /** One of several arrays that the expression's one value holds. */
  part?: true;
  /** `*values`: how many values are printed is not known. */
  spread?: true;
}
