import { OpenLines } from './blocks';

/** Cell magics whose cell is Python that runs in the kernel. */
const RUNS_PYTHON = /^%%(?:time|timeit|capture|prun|lprun|mprun|memit|mamba|debug|wandb|python3?)\b/;
/** Line magics that run the rest of their line. */
const RUNS_LINE = /^%(?:time|timeit|prun|lprun|memit)\b(?:[ \t]+-\w+(?:[ \t]*\d+)?)*/;
/** Lines for IPython or a shell: `%magic`, `!command`, `?help`, `help?`. */
const NO_PYTHON = /^(?:[%!?]|[\w.]+\?\??[ \t]*$)/;
/** A name, or several, or places in them: `%` and `!` behind what is in quotes or brackets of a call are none of these. */
const ASSIGNED = /^[^'"#()=]*=[ \t]*(%\w+|!)/;

/**
 * The same text with what only IPython understands turned into comments or spaces, offset for offset. A cell that another
 * language's magic takes whole, such as `%%bash`, is all comment.
 */
export function pythonOnly(given: string): string {
  const text = given.includes('\f') ? withoutPages(given) : given;
  if (!/[%!?]/.test(text)) return text;
  if (/^\s*%%/.test(text) && !RUNS_PYTHON.test(text.trimStart())) return text.replace(/[^\n]/g, ' ');
  const lines: string[] = [];
  const open = new OpenLines();
  let command = false;
  for (const line of text.split('\n')) {
    const python: string = command ? commented(line) : open.inside ? line : lineOfPython(line);
    lines.push(python);
    // A command for IPython or a shell goes on where its line ends in a backslash.
    command = python.startsWith('#') && python !== line && /\\\r?$/.test(line);
    if (!python.startsWith('#')) open.read(python);
  }
  return lines.join('\n');
}

/** A form feed is a space, and at the margin nothing: the parser knows neither. */
function withoutPages(text: string): string {
  return text.replace(/^\f/gm, '\n').replace(/\f/g, ' ');
}

function lineOfPython(line: string): string {
  const code = line.trimStart();
  const indent = line.length - code.length;
  const run = RUNS_LINE.exec(code)?.[0];
  // A statement of its own, so that what follows keeps its place without being indented.
  if (run !== undefined && run.length < code.trimEnd().length)
    return `${line.slice(0, indent)}${'pass;'.padEnd(run.length)}${code.slice(run.length)}`;
  if (NO_PYTHON.test(code)) return commented(line);
  const assigned = ASSIGNED.exec(code);
  if (assigned === null) return line;
  const from = indent + assigned.index + assigned[0].length - assigned[1].length;
  const rest = RUNS_LINE.exec(line.slice(from))?.[0];
  return rest === undefined
    ? `${line.slice(0, from)}_${' '.repeat(line.length - from - 1)}`
    : `${line.slice(0, from)}${' '.repeat(rest.length)}${line.slice(from + rest.length)}`;
}

function commented(line: string): string {
  return line === '' ? line : `#${line.slice(1)}`;
}
