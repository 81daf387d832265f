// Joins src/kernel/, a Python package, into the one file that is sent to kernels and shipped: dist/logitscope_kernel.py.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './bundling.mjs';

export const KERNEL_PACKAGE = path.join(root, 'src/kernel');
const FILE = 'logitscope_kernel.py';

/** `from .module import a, b`, on one line. */
const RELATIVE = /^from \.(\w+) import (\w+(?:, \w+)*)$/;
const ABSOLUTE = /^import \w+$/;
const TOP_LEVEL = /^(?:class|def) (\w+)|^(\w+) = /;

/**
 * The package as one module: its parts in the order in which they import each other, without those imports, under the
 * docstring of the package. Throws when that would be another program: a circle, a name that its module does not have,
 * two modules with one name, an import in a form that is not read here.
 */
function joinKernelFile() {
  const { docstring, body } = parse('__init__');
  const joined = new Map();
  const names = new Map();
  const imports = new Set();

  const join = (name, above) => {
    if (above.includes(name)) throw new Error(`src/kernel: ${[...above, name].join(' → ')} is a circle`);
    if (joined.has(name)) return joined.get(name);
    const module = parse(name);
    for (const wanted of module.relative) {
      const { defined } = join(wanted.module, [...above, name]);
      for (const one of wanted.names)
        if (!defined.includes(one))
          throw new Error(`src/kernel/${name}.py: ${wanted.module}.py has no ${one}`);
    }
    for (const line of module.absolute) imports.add(line);
    for (const one of module.defined) {
      if (names.has(one))
        throw new Error(`src/kernel: ${one} is defined in ${names.get(one)}.py and ${name}.py`);
      names.set(one, name);
    }
    joined.set(name, module);
    return module;
  };
  for (const { module } of parse('__init__').relative) join(module, []);
  for (const line of imports) {
    const name = line.split(' ')[1];
    if (names.has(name))
      throw new Error(`src/kernel/${names.get(name)}.py: ${name} is a module of Python's too`);
  }

  const parts = [...joined].map(
    ([name, { docstring, body }]) => `# ${name}: ${docstring.split('\n')[0]}\n\n${body.trim()}`,
  );
  return [docstring, [...imports].sort().join('\n'), body, ...parts]
    .map((part) => part.trim())
    .join('\n\n\n')
    .concat('\n');
}

/** Writes the joined file into a folder, and gives its path. */
export function writeKernelFile(folder) {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, FILE);
  const text = joinKernelFile();
  // A run of tests may be reading it.
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
  return file;
}

/** A module of the package: its docstring, its imports, the names that it defines, and the rest. */
function parse(name) {
  const text = readFileSync(path.join(KERNEL_PACKAGE, `${name}.py`), 'utf8');
  const [head, quoted] = /^"""([^]*?)"""\n/.exec(text) ?? [];
  if (!head) throw new Error(`src/kernel/${name}.py: a docstring is expected at its top`);
  const relative = [];
  const absolute = [];
  const defined = [];
  const rest = [];
  for (const line of text.slice(head.length).split('\n')) {
    const from = RELATIVE.exec(line);
    if (from) relative.push({ module: from[1], names: from[2].split(', ') });
    else if (ABSOLUTE.test(line)) absolute.push(line);
    else if (/^(from|import)\b|^\s+from \./.test(line))
      throw new Error(`src/kernel/${name}.py: ${JSON.stringify(line.trim())} is not joined`);
    else {
      const [, definition, variable] = TOP_LEVEL.exec(line) ?? [];
      if (definition ?? variable) defined.push(definition ?? variable);
      rest.push(line);
    }
  }
  return {
    docstring: name === '__init__' ? head : quoted.trim(),
    relative,
    absolute,
    defined,
    body: rest.join('\n'),
  };
}
