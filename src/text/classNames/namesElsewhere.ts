import type { ElsewhereText, NamesElsewhere } from '../../arrays/types';
import { shownBy } from '../../readings/source/shown';
import { firstList, nameLists, namesOfLines, type NameList } from './classNames';

/** `encoder.classes_`, `data.features`: what shows names of classes. */
const SHOWS_CLASSES =
  /(?:^|[._])(?:class(?:es)?_?(?:names)?_?|label_?names|target_names|categories_?|features|id2label)$/i;
/** Texts that are looked at, and names that are passed on. */
const MOST_TEXTS = 500;
const MOST_LISTS = 40;
const MOST_NAMES = 20_000;

/** Lists of class names in the code, outputs and files around an output, in their order, each once. */
export function namesElsewhere(texts: readonly ElsewhereText[]): NamesElsewhere[] {
  const found = new Map<string, NamesElsewhere>();
  let names = 0;
  for (const one of texts.slice(0, MOST_TEXTS))
    for (const list of listsOf(one)) {
      const key = list.names.join('\n');
      const known = found.get(key);
      // Where it stands last counts; what called it classes once did so rightly.
      found.delete(key);
      found.set(key, { ...list, from: one.from, sure: list.sure || (known?.sure ?? false) });
      if (known === undefined) names += list.names.length;
      if (names > MOST_NAMES || found.size > MOST_LISTS) return [...found.values()];
    }
  return [...found.values()];
}

/** The texts read last: the cells of a notebook are asked about one by one, each with what stands before it. */
const KEPT = 300;
const read = new Map<string, readonly NameList[]>();

function listsOf(one: ElsewhereText): readonly NameList[] {
  const key = `${one.kind}\0${one.source ?? ''}\0${one.text}`;
  const lists = read.get(key) ?? readLists(one);
  read.delete(key);
  read.set(key, lists);
  if (read.size > KEPT) read.delete(read.keys().next().value!);
  return lists;
}

function readLists({ text, kind, source }: ElsewhereText): NameList[] {
  if (kind === 'lines') {
    const names = namesOfLines(text);
    return names === undefined ? [] : [{ names, sure: true }];
  }
  const lists = nameLists(text);
  if (lists.length > 0 || source === undefined) return lists;
  const shown = shownBy(source).values.at(-1);
  const names = SHOWS_CLASSES.test(bare(shown?.expression ?? '')) ? firstList(text) : undefined;
  return names === undefined ? [] : [{ names, sure: true }];
}

/** `encoder.classes_` of `list(encoder.classes_)` and `encoder.classes_.tolist()`. */
function bare(expression: string): string {
  let end = expression.endsWith('.tolist()') ? expression.length - '.tolist()'.length : expression.length;
  while (end > 0 && ')]'.includes(expression[end - 1])) end--;
  return expression.slice(0, end);
}
