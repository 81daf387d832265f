import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { NO_NAMES, setOf } from '../arrays/words/nameChoice';
import { printable } from '../arrays/words/printable';
import type { FoundArray, NameChoice } from '../arrays/types';
import type { WorkerClient } from '../worker/client';
import type { MenuGroup } from './menu';
import { sentenceOf } from '../arrays/words/sentence';
import type { InspectorHost } from './props';

/** Names that a menu shows of a list, and characters of them. */
const SHOWN = 4;
const LONGEST = 60;

interface Chosen {
  found: FoundArray;
  names: readonly string[] | undefined;
  from: string | undefined;
}

/** The names of an array's classes, and the menu in which a person gives them others. */
export function useClassNames(
  client: WorkerClient,
  found: FoundArray,
  host: InspectorHost,
  say: (word: string) => void,
): { names: readonly string[] | undefined; menu: MenuGroup[] } {
  const [chosen, setChosen] = useState<Chosen>();
  // A choice is one of an array's own.
  const { names, from } =
    chosen?.found === found ? chosen : { names: found.classNames, from: found.namesFrom };
  const menu: MenuGroup[] = host.nameByTokens
    ? [{ items: [{ label: l10n.t('Name classes by tokenizer…'), run: () => host.nameByTokens!() }] }]
    : [];
  const choices = found.nameChoices ?? [];
  if (choices.length === 0) return { names, menu };
  const choose = async ({ key, from, names }: NameChoice) => {
    const id = setOf(key);
    try {
      const given = names ?? (id === undefined ? undefined : await client.call('labelSet', { id }));
      setChosen({ found, names: given, from });
      host.rememberNames?.(key, given, from);
    } catch (error) {
      say(sentenceOf(error));
    }
  };
  const none = () => {
    setChosen({ found, names: undefined, from: undefined });
    host.rememberNames?.(NO_NAMES, undefined, undefined);
  };
  const isNow = (choice: NameChoice) =>
    names !== undefined && (choice.names ? choice.names === names : choice.from === from);
  const group: MenuGroup = {
    name: l10n.t('Class names from'),
    items: [
      ...choices.map((choice) => ({
        label: printable(choice.from, LONGEST),
        ...(choice.names && { hint: beginning(choice.names) }),
        checked: isNow(choice),
        run: () => void choose(choice),
      })),
      { label: l10n.t('None (show class IDs)'), checked: names === undefined, run: none },
    ],
  };
  return { names, menu: [group, ...menu] };
}

/** "bee, cat, crow, deer, …" */
function beginning(names: readonly string[]): string {
  const first = names.slice(0, SHOWN).join(', ');
  return printable(names.length > SHOWN ? `${first}, …` : first, LONGEST);
}
