import * as l10n from '@vscode/l10n';
import type { FoundArray } from '../arrays/types';
import type { MenuItem } from '../inspector/menu';
import type { Host } from './host';

/** Fewer classes are no vocabulary. */
const LEAST_CLASSES = 1000;

function isUnnamed({ shape, classNames, entryNames }: FoundArray): boolean {
  return (shape.at(-1) ?? 0) >= LEAST_CLASSES && !classNames && !entryNames;
}

/** Tells the names that a person gives to classes as many as an array has, now or later. */
export function followNames(
  { tokenNames }: Host,
  told: (names: readonly string[], from: string) => void,
): { of(found: FoundArray): void; end(): void } {
  let end: (() => void) | undefined;
  let last: readonly string[] | undefined;
  return {
    of(found) {
      end?.();
      last = undefined;
      if (!isUnnamed(found)) return;
      end = tokenNames?.follow(found.shape.at(-1)!, (names, from) => {
        // Several editors of a notebook are told alike.
        if (names !== last && names.join() !== last?.join()) told(names, from);
        last = names;
      });
    },
    end: () => end?.(),
  };
}

export function nameActions({ tokenNames }: Host, found: FoundArray): MenuItem[] {
  if (!tokenNames || !found.array || !isUnnamed(found)) return [];
  const run = () => tokenNames.choose(found.shape.at(-1)!);
  return [{ label: l10n.t('Name classes by tokenizer…'), run }];
}
