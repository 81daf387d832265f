/**
 * The kernel-side file as it is sent. It is defined once in each Python process, as a module under a name of its own;
 * after that only requests are sent. Nobody keeps a list of who has it: a process without it, new or restarted, says so.
 */

/** Python source, and a name for its version. */
export interface KernelSource {
  text: string;
  version: string;
}

/** What a debugger's expression is worth where the module is not defined; no base64 and no JSON is this text. */
export const UNDEFINED = 'undefined';

/** The file, read when it is first asked for; a read that failed is tried again. */
export function kernelSourceOf(read: () => Promise<string>): () => Promise<KernelSource> {
  let source: Promise<KernelSource> | undefined;
  return () => {
    const current = (source ??= read().then((text) => ({ text, version: versionOf(text) })));
    current.catch(() => {
      if (source === current) source = undefined;
    });
    return current;
  };
}

/** FNV-1a over UTF-16 code units; tells versions of one file apart. */
export function versionOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16);
}

const FIND = 'import sys\nm = sys.modules.get(K)';

/**
 * The module's own name is not the one it is kept under: what is sent to a cluster is pickled by its code then, as
 * workers cannot import it.
 */
const DEFINE = [
  FIND,
  'if m is None:',
  '    import types',
  '    m = types.ModuleType("_logitscope")',
  '    exec(compile(S, "logitscope_kernel.py", "exec"), m.__dict__)',
  '    sys.modules[K] = m',
].join('\n');

/**
 * A statement for a kernel that has the module; one that has not answers `{"undefined": true}`. Statements run in a
 * dict of their own, so that no name of the user's is touched, and have no value, so that `_` stays what it was.
 */
export function requestStatement({ version }: KernelSource, replyMime: string, request: unknown): string {
  const lines = [
    FIND,
    'if m is None:',
    '    from IPython import get_ipython',
    '    get_ipython().display_pub.publish(data={A: \'{"undefined": true}\'}, metadata={})',
    'else:',
    '    m.answer_kernel(R)',
  ];
  return statement(lines.join('\n'), { K: keyOf(version), A: replyMime, R: JSON.stringify(request) });
}

/** The same for any kernel: it defines the module first. */
export function definingStatement({ text, version }: KernelSource, request: unknown): string {
  const names = { K: keyOf(version), S: text, R: JSON.stringify(request) };
  return statement(`${DEFINE}\nm.answer_kernel(R)`, names);
}

/**
 * An expression for a debugger, whose value is what `call` gives, or UNDEFINED: `m` is the module, `x` the expression's
 * value. The names are a function's own.
 */
export function debuggerExpression({ version }: KernelSource, expression: string, call: string): string {
  const body = `${FIND}\nr = ${literal(UNDEFINED)} if m is None else ${call}`;
  return `(lambda x: (lambda d: (${exec(body, 'd')}, d["r"])[1])({"K": ${literal(keyOf(version))}, "x": x}))(${expression})`;
}

/** An expression that defines the module in a program that is being debugged. */
export function definingExpression({ text, version }: KernelSource): string {
  return statement(DEFINE, { K: keyOf(version), S: text });
}

function statement(body: string, names: Record<string, string>): string {
  const given = Object.entries(names).map(([name, value]) => `"${name}": ${literal(value)}`);
  return exec(body, `{${given.join(', ')}}`);
}

function exec(body: string, names: string): string {
  return `__import__("builtins").exec(${literal(body)}, ${names})`;
}

function keyOf(version: string): string {
  return `_logitscope_${version}`;
}

/** A string as Python reads it: JSON's escapes are Python's too; beyond ASCII each character is written out. */
export function literal(text: string): string {
  return JSON.stringify(text).replace(/[^\0-\x7e]/gu, (character) => {
    const code = character.codePointAt(0)!.toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}
