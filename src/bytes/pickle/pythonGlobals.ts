import { wrongArguments } from './errors';
import { Bytes, Dict, Global, List, LongText, type Value } from './values';

export const PYTHON_GLOBALS: Global[] = [
  new Global('collections.OrderedDict', orderedDict),
  // Before protocol 3, bytes are written as the text whose characters they are.
  new Global('_codecs.encode', ([text, encoding]) =>
    (typeof text === 'string' || text instanceof LongText) && encoding === 'latin1'
      ? new Bytes(text)
      : wrongArguments('_codecs.encode'),
  ),
  new Global('builtins.bytes', noBytes),
  new Global('__builtin__.bytes', noBytes),
];

/** Python 2 hands all pairs over at once, Python 3 sets them one by one. */
function orderedDict([pairs, ...more]: readonly Value[], spend: (steps: number) => void): Dict {
  const dict = new Dict();
  if (pairs === undefined) return dict;
  if (!(pairs instanceof List) || more.length > 0) return wrongArguments('collections.OrderedDict');
  // The same pairs may be handed over again and again.
  spend(pairs.items.length);
  for (const pair of pairs.items) {
    if (!(pair instanceof List) || pair.items.length !== 2) wrongArguments('collections.OrderedDict');
    else dict.set(pair.items[0], pair.items[1]);
  }
  return dict;
}

function noBytes(args: readonly Value[]): Bytes {
  return args.length === 0 ? new Bytes('') : wrongArguments('builtins.bytes');
}
