import { pathToFileURL } from 'node:url';

/**
 * The address of the workbench on a folder. `extension` is the extension under development, `tests` a module of its
 * tests; both are absolute paths on this machine, which to the page is the remote one.
 */
export function workbenchUrl({ port }, { folder, extension, tests }) {
  const remote = (file) => `vscode-remote://127.0.0.1:${port}${pathToFileURL(file).pathname}`;
  const payload = [['skipWelcome', 'true']];
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  const url = new URL(`http://127.0.0.1:${port}/`);
  url.searchParams.set('folder', pathToFileURL(folder).pathname);
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
