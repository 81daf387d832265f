import type { Frame, Literal } from './literals/tree';

/** Characters of a key, and of a whole path; of a longer one, the end is kept. */
const LONGEST_KEY = 100;
const LONGEST_PATH = 300;

/** What leads to something from the outermost bracket around it, `.results[3]`, and whether a record is on the way. */
interface Way {
  path: string;
  inRecord: boolean;
}

/** By bracket: the way to it; undefined where there is none. Many arrays may stand in many brackets. */
const known = new WeakMap<Frame, Way | undefined>();

/** `$.results[3].logits`; undefined for a list that stands in no record. `gathered`: the innermost index is any. */
export function pathOf(
  text: string,
  { parent, key, index }: Pick<Literal, 'parent' | 'key' | 'index'>,
  gathered = false,
): string | undefined {
  let path = '';
  let inRecord = false;
  if (gathered) {
    for (; parent !== undefined && text[parent.start] !== '['; parent = parent.parent) {
      const step = stepInto(text, parent, key, index);
      if (step === undefined) return undefined;
      path = step + path;
      inRecord = true;
      ({ parentKey: key, parentIndex: index } = parent);
    }
    if (parent !== undefined) {
      path = `[*]${path}`;
      ({ parentKey: key, parentIndex: index, parent } = parent);
    }
  }
  const way = wayInto(text, parent, key, index);
  if (way === undefined || !(inRecord || way.inRecord)) return undefined;
  const whole = way.path + path;
  return whole.length > LONGEST_PATH ? `$…${whole.slice(-LONGEST_PATH)}` : `$${whole}`;
}

/** The way to what stands in a bracket under a key or at an index. */
function wayInto(
  text: string,
  frame: Frame | undefined,
  key: Frame['parentKey'],
  index: number,
): Way | undefined {
  if (frame === undefined) return { path: '', inRecord: false };
  const step = stepInto(text, frame, key, index);
  const outer = step === undefined ? undefined : wayTo(text, frame);
  if (step === undefined || outer === undefined) return undefined;
  return {
    path: (outer.path + step).slice(-2 * LONGEST_PATH),
    inRecord: outer.inRecord || text[frame.start] === '{',
  };
}

/** The way to a bracket. */
function wayTo(text: string, frame: Frame): Way | undefined {
  if (known.has(frame)) return known.get(frame);
  const way = wayInto(text, frame.parent, frame.parentKey, frame.parentIndex);
  known.set(frame, way);
  return way;
}

function stepInto(text: string, frame: Frame, key: Frame['parentKey'], index: number): string | undefined {
  if (text[frame.start] === '[') return `[${index}]`;
  if (text[frame.start] !== '{' || key === undefined) return undefined;
  const length = key[1] - key[0];
  const name = text.slice(key[0], Math.min(key[1], key[0] + LONGEST_KEY)) + (length > LONGEST_KEY ? '…' : '');
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
