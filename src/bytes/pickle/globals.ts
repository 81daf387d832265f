/** The names that a pickle may use, all of them. */
import { refuse } from './errors';
import { NUMPY_GLOBALS } from './numpyGlobals';
import { PYTHON_GLOBALS } from './pythonGlobals';
import { TORCH_GLOBALS } from './torchGlobals';
import type { Global } from './values';

const GLOBALS = new Map(
  [...PYTHON_GLOBALS, ...NUMPY_GLOBALS, ...TORCH_GLOBALS].map((global) => [global.name, global]),
);

/** Names are refused where they are read, which is before anything can be made by them. */
export function globalOf(module: string, name: string): Global {
  const dotted = `${module}.${name}`;
  return GLOBALS.get(dotted) ?? refuse(shown(dotted));
}

function shown(name: string): string {
  const short = name.length > 80 ? `${name.slice(0, 80)}…` : name;
  return /^[\w.]+…?$/.test(short) ? short : JSON.stringify(short);
}
