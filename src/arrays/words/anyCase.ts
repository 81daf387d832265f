/** Of names that differ in more than their case: by each in lower case its place. */
function placesInAnyCase(names: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const several = new Set<string>();
  for (const [place, name] of names.entries()) {
    const lower = name.toLowerCase();
    if (places.has(lower)) several.add(lower);
    else places.set(lower, place);
  }
  for (const lower of several) places.delete(lower);
  return places;
}

const known = new WeakMap<readonly string[], Map<string, number>>();

/**
 * The place of the one name that differs from a text in nothing but its case, as `cat` does from `Cat`.
 *
 * @param names that stay as they are
 */
export function placeInAnyCase(names: readonly string[], text: string): number | undefined {
  let places = known.get(names);
  if (!places) known.set(names, (places = placesInAnyCase(names)));
  return places.get(text.trim().toLowerCase());
}
