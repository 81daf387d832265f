import * as l10n from '@vscode/l10n';

/** Where the worker's bundle is found: by path where threads start from files, as source where they start from that. */
export interface WorkerFiles {
  path(name: string): string;
  read(name: string): Promise<Blob>;
}

/** Beside a module that a page loaded. */
export function filesBeside(moduleUrl: string): WorkerFiles {
  const path = (name: string) => new URL(name, moduleUrl).href;
  return {
    path,
    async read(name) {
      const response = await fetch(path(name));
      if (!response.ok)
        throw new Error(l10n.t('{0} could not be loaded (HTTP status {1})', name, response.status));
      return response.blob();
    },
  };
}
