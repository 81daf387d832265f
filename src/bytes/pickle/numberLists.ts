import { MAX_RANK } from '../../arrays/ndarray';
import { List } from './values';

/** Shapes of lists by what they are, each worked out once however often it is referred to. */
export type Shapes = Map<List, readonly number[] | undefined>;

/** The shape of nested lists of numbers where it is one; nothing for a list that holds itself, or is empty. */
export function numberShape(list: List, known: Shapes): readonly number[] | undefined {
  const open: { list: List; seen: boolean }[] = [{ list, seen: false }];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const { list, seen } = entry;
    if (seen) {
      known.set(list, shapeOf(list, known));
      continue;
    }
    if (known.has(list)) continue;
    known.set(list, undefined);
    open.push({ list, seen: true });
    for (const item of list.items) if (item instanceof List) open.push({ list: item, seen: false });
  }
  return known.get(list);
}

function shapeOf({ kind, items }: List, known: Shapes): readonly number[] | undefined {
  if (items.length === 0 || kind === 'set') return undefined;
  if (items.every((item) => typeof item === 'number')) return [items.length];
  const [first] = items;
  const inner = first instanceof List ? known.get(first) : undefined;
  if (!inner || inner.length === MAX_RANK) return undefined;
  const alike = items.every((item) => {
    const shape = item instanceof List ? known.get(item) : undefined;
    return shape === inner || (shape?.length === inner.length && shape.every((n, i) => n === inner[i]));
  });
  return alike ? [items.length, ...inner] : undefined;
}

/** The numbers of nested lists that have a shape, row after row. */
export function numbersOf(list: List, shape: readonly number[]): number[] {
  let rows = [list];
  for (let axis = 1; axis < shape.length; axis++) rows = rows.flatMap(({ items }) => items as List[]);
  return rows.flatMap(({ items }) => items as number[]);
}
