// Opens VS Code on examples/ with the extension loaded from this checkout: the desktop VS Code when `code` is on the
// PATH, else the embedded one, to be used in any browser until Ctrl-C.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './bundling.mjs';
import { prepare } from './prepare.mjs';
import { onLeave } from './steps.mjs';
import { startServer, workbenchUrl } from './embedded-vscode/index.mjs';

const examples = path.join(root, 'examples');
const shell = process.platform === 'win32';
const code = (...args) => spawnSync('code', args, { stdio: 'inherit', shell }).status === 0;
const hasDesktop = spawnSync('code', ['--version'], { stdio: 'ignore', shell }).status === 0;

await prepare({ vscode: !hasDesktop });

if (hasDesktop) {
  const opened = code('--new-window', `--extensionDevelopmentPath=${root}`, examples);
  console.log(
    opened
      ? 'Opened examples/ in VS Code. Begin with logits.ipynb.'
      : 'VS Code did not open; run `code --verbose` to see why.',
  );
  process.exit(opened ? 0 : 1);
}

const server = await startServer();
let leaving = false;
async function leave() {
  if (leaving) return;
  leaving = true;
  await server.stop();
  process.exit(0);
}
onLeave(leave);
server.exited.then(() => {
  if (leaving) return;
  console.error('The embedded VS Code ended by itself.');
  process.exit(1);
});
const address = workbenchUrl(server, { folder: examples, extension: root });
console.log(
  `\nVS Code with Logitscope is at\n\n  ${address}\n\nOpen it in a browser on this machine, and then logits.ipynb. Ctrl-C stops it.`,
);
