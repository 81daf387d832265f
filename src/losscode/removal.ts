import type { Place } from './source';
import type { Edit, Value } from './values';

/** Notes of layers that are written among others how each is taken out. */
export function noteRemovals(items: readonly Value[], at: readonly (Place | undefined)[]): void {
  at.forEach((place, i) => {
    const item = items[i];
    if (place === undefined || item?.type !== 'layer' || !isWrittenIn(item.at, place)) return;
    const before = at[i - 1];
    const after = at[i + 1];
    if (before !== undefined) item.removal = { place: { ...place, start: before.end }, text: '' };
    else if (after !== undefined) item.removal = { place: { ...place, end: after.start }, text: '' };
  });
}

function isWrittenIn(inner: Place, outer: Place): boolean {
  return inner.source === outer.source && inner.start >= outer.start && inner.end <= outer.end;
}

/** Notes of a layer that a call hands over, `layers.append(nn.Softmax(dim=1))`, that the line is taken out with it. */
export function noteLineRemoval(item: Value | undefined, call: Place): void {
  if (item?.type !== 'layer' || item.removal !== undefined || !isWrittenIn(item.at, call)) return;
  const removal = lineOf(call);
  if (removal !== undefined) item.removal = removal;
}

/** The lines of a statement, where it stands alone on them and is not the only one of its block. */
export function lineOf({ source, start, end }: Place): Edit | undefined {
  const { text } = source;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const to = next < 0 ? text.length : next + 1;
  const indent = text.slice(from, start);
  if (indent.trim() !== '' || text.slice(end, to).trim() !== '') return undefined;
  const beside = [lineBefore(text, from), text.slice(to, lineEnd(text, to))];
  if (!beside.some((line) => isIndentedBy(line, indent))) return undefined;
  return { place: { source, start: from, end: to }, text: '' };
}

function lineBefore(text: string, from: number): string {
  return from === 0 ? '' : text.slice(text.lastIndexOf('\n', from - 2) + 1, from - 1);
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function isIndentedBy(line: string, indent: string): boolean {
  return line.trim() !== '' && line.startsWith(indent) && !/^[\s#)\]}]/.test(line.slice(indent.length));
}
