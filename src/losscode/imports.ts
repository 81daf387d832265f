/** A module is a file, or a folder with a file for itself. */
const ENDINGS = ['.py', '/__init__.py'];

/**
 * The file that an import leads to, seen from the file that holds it: beside it, in a folder around it, or in such a folder's
 * `src`.
 */
export function importedFile(
  path: string,
  dots: number,
  from: string,
  files: ReadonlyMap<string, unknown>,
): string | undefined {
  const folders = from.split('/');
  folders.pop();
  const names = path === '' ? [] : path.split('.');
  const found = (base: readonly string[]) => {
    const start = [...base, ...names].join('/');
    return ENDINGS.map((ending) => `${start}${ending}`).find((uri) => files.has(uri));
  };
  if (dots > 0) return found(folders.slice(0, folders.length - dots + 1));
  for (let up = folders.length; up >= 0; up--) {
    const folder = folders.slice(0, up);
    const uri = found(folder) ?? found([...folder, 'src']);
    if (uri !== undefined) return uri;
  }
  return undefined;
}
