/** The kernel-side file as it is sent: once a process has it, only the request is new to it. */

/** Python source, and a name for its version. */
export interface KernelSource {
  text: string;
  version: string;
}

/** FNV-1a over UTF-16 code units; tells versions of one file apart. */
export function versionOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16);
}

const LOAD = [
  'import sys, types',
  'm = sys.modules.get(K)',
  'if m is None:',
  '    m = types.ModuleType("_logitscope")',
  '    exec(compile(S, "logitscope_kernel.py", "exec"), m.__dict__)',
  '    sys.modules[K] = m',
].join('\n');

/**
 * A statement for a kernel. It runs in a dict of its own, so that no name of the user's is touched, and has no value,
 * so that `_` stays what it was.
 */
export function kernelStatement(source: KernelSource, request: unknown): string {
  return run(source, `${LOAD}\nm.answer_kernel(R)`, { R: JSON.stringify(request) });
}

/** Loads the file for arrays that display by themselves, or ends that. */
export function displayStatement(source: KernelSource, on: boolean, maxBytes: number): string {
  const lines = [
    LOAD,
    'from IPython import get_ipython',
    `m.MAX_BYTES = ${maxBytes}`,
    `m.${on ? 'load' : 'unload'}_ipython_extension(get_ipython())`,
  ];
  return run(source, lines.join('\n'), {});
}

/**
 * An expression for a debugger, whose value is what `call` gives: `m` is the file's module, `x` the expression's value.
 * The names are a function's own.
 */
export function debuggerExpression(source: KernelSource, expression: string, call: string): string {
  const body = `${LOAD}\nr = ${call}`;
  const names = `{"K": ${key(source)}, "S": ${literal(source.text)}, "x": x}`;
  return `(lambda x: (lambda d: (__import__("builtins").exec(${literal(body)}, d), d["r"])[1])(${names}))(${expression})`;
}

function run(source: KernelSource, body: string, names: Record<string, string>): string {
  const given = Object.entries(names).map(([name, value]) => `, "${name}": ${literal(value)}`);
  return `__import__("builtins").exec(${literal(body)}, {"K": ${key(source)}, "S": ${literal(source.text)}${given.join('')}})`;
}

function key({ version }: KernelSource): string {
  return literal(`_logitscope_${version}`);
}

/** A string as Python reads it: JSON's escapes are Python's too; beyond ASCII each character is written out. */
export function literal(text: string): string {
  return JSON.stringify(text).replace(/[^\0-\x7e]/gu, (character) => {
    const code = character.codePointAt(0)!.toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}
