// Which VS Code and which Node, and where they stand.
import path from 'node:path';
import { root } from '../bundling.mjs';

/** Versions of the server by the name they are asked for with, and the Node that each asks for. */
const VERSIONS = {
  newest: { server: '4.139.1', node: 24 }, // VS Code 1.139.1
  oldest: { server: '4.100.3', node: 20 }, // VS Code 1.100.3, the oldest that package.json allows
};

/** LOGITSCOPE_VSCODE chooses one; `npm run test:installed` runs in both. */
export const { server: CODE_SERVER, node: NODE_MAJOR } = VERSIONS[process.env.LOGITSCOPE_VSCODE ?? 'newest'];

export const cache = path.join(root, '.cache');
export const home = path.join(cache, `code-server-${CODE_SERVER}`);

/** The npm package that carries Node's binary for this machine, which the `node` package itself only fetches by script. */
export function nodePackage() {
  const { platform, arch } = process;
  const system = platform === 'win32' ? 'win' : platform;
  return `${platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'}-${system}-${arch}`;
}

/** Where the server stands in a folder that it was installed into. */
export const serverFolder = (base) => path.join(base, 'node_modules/code-server/lib/vscode');
export const nodeBinary = (base) =>
  path.join(base, 'node_modules', nodePackage(), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
