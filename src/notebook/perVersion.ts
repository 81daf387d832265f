import type { NotebookDocument } from 'vscode';

/** Remembers what was gathered from a notebook until it changes: each question of a page asks for it. */
export function perVersion<T>(gather: (notebook: NotebookDocument) => T): (notebook: NotebookDocument) => T {
  const known = new WeakMap<NotebookDocument, { version: number; what: T }>();
  return (notebook) => {
    const { version } = notebook;
    let entry = known.get(notebook);
    if (entry?.version !== version) known.set(notebook, (entry = { version, what: gather(notebook) }));
    return entry.what;
  };
}
