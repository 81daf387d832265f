import type { Imported } from '../python/syntax';
import { walk } from '../python/walk';
import { sourcesOf } from './source';
import type { CodeFile, ImportedModule } from './types';

/** The modules that some files import, those of libraries included: which of them are files is not known here. */
export function importsOf(files: readonly CodeFile[]): ImportedModule[] {
  const found = new Map<string, ImportedModule>();
  const add = (uri: string, { module, dots, name }: Imported) => {
    const imported = { uri, dots, path: module, ...(name !== undefined && name !== '*' && { name }) };
    found.set(JSON.stringify(imported), imported);
  };
  for (const { uri, module } of [...sourcesOf(files).values()].flat())
    walk(module, {
      statement(statement) {
        if (statement.type === 'import') statement.names.forEach((one) => add(uri, one));
      },
    });
  return [...found.values()];
}
