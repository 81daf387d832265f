import type { CodeFile, ImportedModule } from './types';

/** The modules that some files import, those of libraries included: which of them are files is not known here. */
export function importsOf(files: readonly CodeFile[]): ImportedModule[] {
  const found = new Map<string, ImportedModule>();
  for (const { uri, text, cells } of files)
    for (const line of (cells ?? [text ?? '']).join('\n').split('\n'))
      for (const module of importedIn(line.trim())) {
        const imported = { uri, ...module };
        found.set(JSON.stringify(imported), imported);
      }
  return [...found.values()];
}

type Imported = Omit<ImportedModule, 'uri'>;

/** Read by the line: half-typed files have imports, too. */
function importedIn(line: string): Imported[] {
  if (line.startsWith('import '))
    return line
      .slice('import '.length)
      .split(',')
      .map((part) => ({ dots: 0, path: part.trim().split(' ', 1)[0] }))
      .filter(({ path }) => isDotted(path));
  if (!line.startsWith('from ')) return [];
  const [source, names = ''] = line.slice('from '.length).split(' import ', 2);
  const path = source.trim().replace(/^\.+/, '');
  const dots = source.trim().length - path.length;
  if (path !== '' && !isDotted(path)) return [];
  const listed = names
    .split(',')
    .map((part) => part.replace('(', ' ').trim().split(' ', 1)[0])
    .filter(isDotted);
  return [{ dots, path }, ...listed.map((name) => ({ dots, path, name }))];
}

function isDotted(text: string): boolean {
  return /^\w+(?:\.\w+)*$/.test(text);
}
