// The embedded VS Code: VS Code's own server and workbench out of the `code-server` npm package, run by the Node it
// needs out of another, for machines without a desktop VS Code and for tests that want the same one everywhere.
//
//   installVSCode   puts it into .cache/, once (versions.mjs says which and where)
//   startServer     starts it on a free port, with a data folder of its own
//   workbenchUrl    the page that shows a folder, an extension under development and its tests
//   executable.mjs  all of these behind the command line of a desktop VS Code, in a headless Chromium
//
// Imports nothing but Node, as it runs before the dependencies are installed; executable.mjs alone needs them.
export { installVSCode } from './install.mjs';
export { startServer } from './server.mjs';
export { workbenchUrl } from './workbench.mjs';
