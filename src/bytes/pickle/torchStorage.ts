import * as l10n from '@vscode/l10n';
import { PickleError } from './errors';
import { Global, List, Storage, type Value } from './values';

/** What torch.save names a storage by: a kind, a type, a key, a device, how many elements, and of old a view. */
export function torchStorage(id: Value): Storage {
  const [kind, type, key, , , view] = id instanceof List ? id.items : [];
  const offset = view instanceof List ? view.items[1] : 0;
  if (
    kind !== 'storage' ||
    !(type instanceof Global) ||
    !type.type ||
    typeof key !== 'string' ||
    !isCount(offset)
  )
    throw new PickleError(l10n.t('a storage is not named the way torch.save does it'));
  return new Storage({ type: type.type, key, offset });
}

function isCount(value: Value): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
