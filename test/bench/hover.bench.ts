// `npm run bench -- hover`: how long a hover over 10,000 numbers takes in the real VS Code, asked for as the editor does.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  ['scripts/test-host.mjs', 'test/bench/hover/insideVSCode.ts'],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
