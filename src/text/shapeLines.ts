import { shapeOf } from './formats/format';

/** A shape printed on its own: `Output shape: torch.Size([2, 4, 50257])`, `logits.shape: (2, 3)`. */
export interface ShapeLine {
  start: number;
  end: number;
  shape: readonly number[];
  /** What the shape is said to be of. */
  name?: string;
}

const SHAPE =
  /(?:shape|size|dimensions?|dims?)\)?\s{0,3}[:=]?\s{0,3}(?:torch\.Size\(|TensorShape\()?[[(]([\d, ]{1,200})[\])]\)?/gi;
const MOST = 1000;

export function shapeLines(text: string): ShapeLine[] {
  const lines: ShapeLine[] = [];
  for (const match of text.matchAll(SHAPE)) {
    const shape = shapeOf(match[1]);
    if (shape === undefined || lines.length >= MOST) continue;
    const before = text.slice(Math.max(0, match.index - 80), match.index);
    const name = nameIn(before.slice(before.lastIndexOf('\n') + 1));
    lines.push({ start: match.index, end: match.index + match[0].length, shape, name });
  }
  return lines;
}

/** The words a line ends in: `Logits of shape`, `x.grad, with`. */
function nameIn(line: string): string | undefined {
  let end = line.length;
  while (end > 0 && /[\s.(:]/.test(line[end - 1])) end--;
  const words = line.slice(0, end).replace(/,? (?:with|of|has|and its|and|the)$/, '');
  let start = words.length;
  while (start > 0 && /[\w ]/.test(words[start - 1])) start--;
  return /[A-Za-z_].*/.exec(words.slice(start))?.[0].trim();
}

/** The shape line next to an array that what is printed of the array agrees with. */
export function shapeLineFor(
  lines: readonly ShapeLine[],
  text: string,
  range: readonly [number, number],
  shape: readonly number[],
): ShapeLine | undefined {
  return lines.find(({ start, end, shape: said }) => {
    if (said.length !== shape.length || !said.every((n, axis) => shape[axis] === -1 || shape[axis] === n))
      return false;
    const between =
      end <= range[0]
        ? text.slice(end, range[0])
        : start >= range[1]
          ? text.slice(range[1], start)
          : undefined;
    return (
      between !== undefined &&
      between.length <= 80 &&
      (between.match(/\n/g)?.length ?? 0) <= 2 &&
      !/[[({]/.test(between)
    );
  });
}
