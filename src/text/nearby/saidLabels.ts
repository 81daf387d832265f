import { isSurelyLabelName } from '../names/labelNames';

/** A class id that words say: `label: 2`, `target = tensor([2])`. */
interface SaidLabel {
  name: string;
  id: number;
  /** Where the name stands, and the id. */
  at: number;
  start: number;
  end: number;
}

const SAID =
  /(?<![\w.])["']?([A-Za-z]\w{0,40}(?: \w{1,40})?)["']?(?:[ \t]?[:=][ \t]{0,8}|[ \t])(?:tensor\()?\[?(-?\d{1,7})(?![\w.]|,? {0,4}-?\d)/g;

/** The class ids that a line says under the name of labels. */
export function labelsInLine(text: string): SaidLabel[] {
  return Array.from(text.matchAll(SAID)).flatMap(({ 0: all, 1: name, 2: digits, index }) =>
    isSurelyLabelName(name)
      ? [
          {
            name,
            id: Number(digits),
            at: index + all.indexOf(name),
            start: index + all.length - digits.length,
            end: index + all.length,
          },
        ]
      : [],
  );
}
