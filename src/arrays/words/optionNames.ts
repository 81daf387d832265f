import * as l10n from '@vscode/l10n';
import { describe } from '../ndarray';

/**
 * Throws unless `options` is an object that names nothing but what is known: a misspelled option that is dropped gives
 * another number than the one asked for.
 */
export function checkOptionNames(
  options: unknown,
  known: readonly string[],
  what = 'options',
): asserts options is Readonly<Record<string, unknown>> {
  // A list, a map or a promise has options as little as a string has.
  if (Object.prototype.toString.call(options) !== '[object Object]') {
    throw new Error(
      l10n.t('{0}: expected an object with {1}, got {2}', what, known.join(', '), describe(options)),
    );
  }
  for (const name of Object.keys(options as object)) {
    if (known.includes(name)) continue;
    const nearest = nearestName(name, known);
    throw new Error(
      nearest
        ? l10n.t('unknown option {0}; did you mean {1}?', name, nearest)
        : l10n.t('unknown option {0}; expected {1}', name, known.join(', ')),
    );
  }
}

/** The known name a misspelled one stands for: part of it, or a few letters off, in any case and with underscores. */
function nearestName(name: string, known: readonly string[]): string | undefined {
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
  const written = letters(name).slice(0, 40);
  let nearest: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const meant = letters(candidate);
    const isPart = written.length > 3 && (meant.includes(written) || written.includes(meant));
    const distance = written === meant ? 0 : isPart ? 1 : editDistance(written, meant);
    if (distance > Math.max(2, meant.length / 3) || distance >= Math.min(least, meant.length)) continue;
    nearest = candidate;
    least = distance;
  }
  return nearest;
}

/** Levenshtein's. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1])));
    }
    row = next;
  }
  return row[b.length];
}
