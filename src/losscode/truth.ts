import { itemsOf, type Value } from './values';

/** Whether a value counts as true, where that is known. */
export function truth(value: Value): boolean | undefined {
  switch (value.type) {
    case 'constant':
      return Boolean(value.value);
    case 'function':
    case 'class':
    case 'module':
      return true;
    case 'list': {
      const { items, open } = itemsOf(value);
      return open ? undefined : items.length > 0;
    }
    default:
      return undefined;
  }
}
