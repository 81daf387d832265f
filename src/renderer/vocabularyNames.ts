import * as l10n from '@vscode/l10n';
import { isUnnamed } from '../arrays/vocabulary';
import type { FoundArray } from '../arrays/types';
import type { MenuItem } from '../inspector/menu';
import type { Host } from './host';

/** Names of classes, and where they are from; undefined where what was told before is not true any more. */
type Named = Pick<FoundArray, 'classNames' | 'namesFrom'>;

/** Tells the names that a person gives to classes as many as an array has: those known now at once, and others later. */
export function followNames(
  { tokenNames }: Host,
  told: (named: Named, isNow: boolean) => void,
): { of(found: FoundArray): void; end(): void } {
  let end: (() => void) | undefined;
  return {
    of(found) {
      if (tokenNames?.gave(found.classNames)) return;
      end?.();
      end = undefined;
      if (!isUnnamed(found)) return;
      let last: readonly string[] | undefined;
      let isNow = true;
      end = tokenNames?.follow(found.shape.at(-1)!, (given) => {
        if (given?.names === last) return;
        last = given?.names;
        told({ classNames: last, namesFrom: given?.from }, isNow);
      });
      isNow = false;
    },
    end: () => end?.(),
  };
}

/** Has a person choose the tokenizer that names the classes; another one can be chosen after one was. */
export function namingOf({ tokenNames }: Host, found: FoundArray): (() => void) | undefined {
  if (!tokenNames || !found.array || !(isUnnamed(found) || tokenNames.gave(found.classNames)))
    return undefined;
  return () => tokenNames.choose(found.shape.at(-1)!);
}

export function nameActions(host: Host, found: FoundArray): MenuItem[] {
  const run = namingOf(host, found);
  return run ? [{ label: l10n.t('Name classes by tokenizer…'), run }] : [];
}
