// Finds a Python that has the modules that tests of live arrays need, or installs Debian's.
import { execFileSync } from 'node:child_process';
import { canInstall, install } from './apt.mjs';

/** Debian's packages by module. */
const PACKAGES = {
  numpy: 'python3-numpy',
  ipykernel: 'python3-ipykernel',
  jupyter_server: 'jupyter-server',
  scipy: 'python3-scipy',
  torch: 'python3-torch',
  pandas: 'python3-pandas',
  dask: 'python3-dask',
  distributed: 'python3-distributed',
  debugpy: 'python3-debugpy',
};

/** What the default suites need; `npm run test:live` asks for the rest. */
const BASIC = ['numpy', 'ipykernel', 'jupyter_server'];
export const ALL = Object.keys(PACKAGES);

function missing(python, modules) {
  const code = `import importlib.util as u; print(",".join(m for m in ${JSON.stringify(modules)} if u.find_spec(m) is None))`;
  try {
    return execFileSync(python, ['-c', code], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .trim()
      .split(',')
      .filter(Boolean);
  } catch {
    return modules;
  }
}

/** The executable's path. Throws with the remedy where there is none and none can be installed. */
export async function ensurePython(modules = BASIC) {
  const candidates = [process.env.LOGITSCOPE_PYTHON, '/usr/bin/python3', 'python3'].filter(Boolean);
  const found = candidates.find((python) => missing(python, modules).length === 0);
  if (found) return found;
  const remedy = `Install ${modules.join(', ')} for a Python 3 and name its executable in LOGITSCOPE_PYTHON.`;
  if (!canInstall()) throw new Error(`No Python on this machine has ${modules.join(', ')}. ${remedy}`);
  await install(missing('/usr/bin/python3', modules).map((name) => PACKAGES[name]));
  const still = missing('/usr/bin/python3', modules);
  if (still.length > 0) throw new Error(`apt-get did not bring ${still.join(', ')}. ${remedy}`);
  return '/usr/bin/python3';
}
