import type { CodeFile, ImportedModule } from '../losscode/types';
import type { WorkerClient } from './client';

/** Files that are handed over beside the one that is checked, and how long they are in all. */
const MAX_FILES = 64;
const MAX_CHARACTERS = 2_000_000;
/** Imports of imports of imports. */
const MAX_ROUNDS = 5;
/** Questions to the file system for one check. */
const MAX_LOOKUPS = 400;

/** Nobody writes longer models, in bytes; longer files are data. */
export const MAX_MODULE = 300_000;

/** A file system with folders that may be read. */
interface Folders<P> {
  /** Of a file that is checked or was read. */
  of(uri: string): P;
  /** Inside a place; `..` is its folder. */
  join(place: P, ...names: string[]): P;
  key(place: P): string;
  /** The folder that holds it and may be read, if any does. */
  root(place: P): P | undefined;
  /** Whether a file or folder is there; costs nothing where it was asked before. */
  known(place: P): Promise<boolean> | undefined;
  exists(place: P): Promise<boolean>;
}

/** Where files are, to who follows imports. */
export interface Places<P, S extends { code: CodeFile }> extends Folders<P> {
  /** A Python file; nothing where it can't be read. */
  read(place: P): Promise<S | undefined>;
}

/** The files that one imports, and those that they import, as far as they lead inside its folder. */
export async function importedBy<P, S extends { code: CodeFile }>(
  first: S,
  places: Places<P, S>,
  client: WorkerClient,
  signal?: AbortSignal,
): Promise<S[]> {
  const found = new Map([[first.code.uri, first]]);
  const seen = new Set([places.key(places.of(first.code.uri))]);
  const there = lookups(places);
  let left = MAX_CHARACTERS;
  let round = [first];
  for (let i = 0; i < MAX_ROUNDS && round.length > 0; i++) {
    const files = round.map(({ code }) => code);
    const imports = await client.call('codeImports', { files }, { signal });
    round = [];
    for (const { uri, ...module } of imports) {
      for (const file of await filesOf(places.of(uri), module, places, there)) {
        const key = places.key(file);
        if (seen.has(key) || found.size > MAX_FILES) continue;
        seen.add(key);
        const read = await places.read(file);
        signal?.throwIfAborted();
        const length = read?.code.text?.length ?? Infinity;
        if (read === undefined || length > left) continue;
        left -= length;
        found.set(read.code.uri, read);
        round.push(read);
      }
    }
  }
  found.delete(first.code.uri);
  return [...found.values()];
}

/** Whether something is there, as long as there are questions left. */
function lookups<P>({ known, exists }: Folders<P>) {
  let left = MAX_LOOKUPS;
  return async (place: P): Promise<boolean> => known(place) ?? (left-- > 0 && exists(place));
}

/** The files that a module's name may mean, seen from a file: those that are there. */
async function filesOf<P>(
  from: P,
  { dots, path, name }: Omit<ImportedModule, 'uri'>,
  places: Folders<P>,
  there: (place: P) => Promise<boolean>,
): Promise<P[]> {
  const { join } = places;
  const names = path === '' ? [] : path.split('.');
  /** As a module, or as a package. */
  const forms = (folder: P, inside: readonly string[]) => [
    ...(inside.length > 0 ? [join(folder, ...inside.slice(0, -1), `${inside.at(-1)}.py`)] : []),
    join(folder, ...inside, '__init__.py'),
  ];
  for (const folder of foldersFrom(from, dots, places)) {
    const beginning = names[0] ?? name;
    if (dots === 0 && !(beginning && (await begins(join, folder, beginning, there)))) continue;
    const inside = names.map((_, i) => names.slice(0, i + 1));
    if (name !== undefined) inside.push([...names, name]);
    if (names.length === 0) inside.push([]);
    const candidates = inside.flatMap((one) => forms(folder, one));
    const found = await Promise.all(candidates.map(there));
    return candidates.filter((_, i) => found[i]);
  }
  return [];
}

/** Whether a folder has a module or package of a name. */
async function begins<P>(
  join: Folders<P>['join'],
  folder: P,
  name: string,
  there: (place: P) => Promise<boolean>,
): Promise<boolean> {
  return (await there(join(folder, `${name}.py`))) || there(join(folder, name));
}

/** Where an import may begin: beside the file, in each folder above it inside its root, and in the root's `src`. */
function foldersFrom<P>(file: P, dots: number, { join, key, root }: Folders<P>): P[] {
  const beside = join(file, '..');
  const top = root(file);
  if (top === undefined) return dots > 1 ? [] : [beside];
  const folders = [beside];
  for (let folder = beside; key(folder) !== key(top);) {
    folder = join(folder, '..');
    if (root(folder) === undefined) break;
    folders.push(folder);
  }
  return dots > 0 ? folders.slice(dots - 1, dots) : [...folders, join(top, 'src')];
}
