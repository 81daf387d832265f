import * as l10n from '@vscode/l10n';
import { choiceKey, setKey } from '../../arrays/words/nameChoice';
import type { FindContext, FoundArray, NameChoice, NamesElsewhere } from '../../arrays/types';
import { sizeOf } from '../../arrays/ndarray';
import { isClassListName, nameLists, type TextList } from './classNames';
import { labelSetsOf } from './labelSets/index';

/** Lists that are offered for one array. */
const MOST = 8;
const MOST_CLASSES = 100_000;

/** Names of lists that name rows as often as classes. */
const OF_EITHER = /^(?:names|labels|species)$/i;

/** Under which name the code prints it, if it does. */
type Source = NamesElsewhere & { name?: string };

/** All lists of names that a text and what is around it hold, by how many names they have. */
export class NameSources {
  private readonly bySize = new Map<number, Source[]>();
  private readonly choices = new Map<number, readonly NameChoice[]>();
  private readonly code: string;

  /** @param shown lists of strings that the code prints */
  constructor(text: string, { source, elsewhere = [] }: FindContext, shown: readonly TextList[] = []) {
    this.code = source ?? '';
    for (const one of elsewhere) this.add(one);
    if (source !== undefined)
      for (const list of nameLists(source)) this.add({ ...list, from: l10n.t('this cell') });
    for (const list of nameLists(text)) this.add({ ...list, from: '' });
    for (const { name, texts: names } of shown)
      if (new Set(names).size === names.length && names.length > 1)
        this.add({ names, from: '', sure: isClassListName(name) || OF_EITHER.test(name), name });
  }

  /** Names the classes of an array where they are called classes, and says what else can be chosen. */
  attach(found: FoundArray, classes: number): void {
    if (found.entryNames !== undefined || !(classes > 1 && classes <= MOST_CLASSES)) return;
    const lists = this.bySize.get(classes) ?? [];
    const mayBeOfRows = sizeOf(found.shape) === classes * classes;
    const sure = lists.findLast(
      ({ sure, from, name = '' }) =>
        sure && (from === '' || found.reading.kind !== 'other') && !(mayBeOfRows && OF_EITHER.test(name)),
    );
    if (found.classNames === undefined && sure !== undefined) {
      found.classNames = sure.names;
      if (sure.from !== '') found.namesFrom = sure.from;
    }
    const own = found.classNames;
    const choices = this.choicesOf(classes);
    if (choices.length === 0) return;
    found.nameChoices =
      own === undefined || choices.some(({ names }) => names === own)
        ? choices
        : [{ key: choiceKey(own), from: l10n.t('this output'), names: own }, ...choices];
  }

  /** The nearest first, then well-known sets of as many classes. */
  private choicesOf(classes: number): readonly NameChoice[] {
    const known = this.choices.get(classes);
    if (known !== undefined) return known;
    const lists = (this.bySize.get(classes) ?? []).toReversed().map(({ names, from }) => ({
      key: choiceKey(names),
      from: from || l10n.t('this output'),
      names,
    }));
    const sets = labelSetsOf(classes, this.code).map(({ id, title }) => ({ key: setKey(id), from: title }));
    const choices: NameChoice[] = [...lists, ...sets].slice(0, MOST);
    this.choices.set(classes, choices);
    return choices;
  }

  private add(one: Source) {
    const same = this.bySize.get(one.names.length);
    if (same === undefined) this.bySize.set(one.names.length, [one]);
    else same.push(one);
  }
}
