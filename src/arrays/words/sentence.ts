/** What is said to a person of something that was caught. */
import * as l10n from '@vscode/l10n';
import { printable } from './printable';

/** Of a whole sentence; what is quoted in it is shorter. */
const LIMIT = 1000;

/** A mistake of the program, not of what it was given. What it says is for whoever mends it. */
export class Fault extends Error {}

/** What is asked about was let go of, or was lost with the worker it was in. */
export function gone(): Error {
  return new Error(l10n.t('What was shown here wasn’t kept. Open it again.'));
}

/** Whether that is what an error says, from whichever side of a worker. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && error.message === gone().message;
}

/**
 * One sentence for a person. Errors that somebody worded are said as they are; those of the file system and of memory
 * in words of our own. What else an engine throws says nothing to a person: it stays in the log.
 *
 * @param otherwise what is said of that, where more is known than that something went wrong
 */
export function sentenceOf(error: unknown, otherwise?: string): string {
  return (
    sentenceOfMemory(error) ??
    sentenceOfProgram(error) ??
    sentenceOfFile(error) ??
    (isWorded(error)
      ? printable(error.message, LIMIT)
      : (otherwise ?? l10n.t('Something went wrong in Logitscope. See its output channel for details.')))
  );
}

/** For the log: what was caught and where, if nobody worded it. */
export function detailsOf(error: unknown): string | undefined {
  if (isWorded(error)) {
    const { cause } = error;
    return cause === undefined || typeof cause === 'string' ? cause : detailsOf(cause);
  }
  return error instanceof Error ? (error.stack ?? String(error)) : String(error);
}

const OF_ENGINES = [
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
  WebAssembly.RuntimeError,
  WebAssembly.CompileError,
  WebAssembly.LinkError,
];

/** Whether somebody wrote its message for a person. */
function isWorded(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof Fault || 'syscall' in error) return false;
  if (sentenceOfProgram(error) !== undefined) return false;
  return !OF_ENGINES.some((kind) => error instanceof kind) && !/^(?:ERR|Z)_/.test(codeOf(error) ?? '');
}

/**
 * What engines say where they refuse room. What they say of a place outside a buffer, or of a length that it doesn't have,
 * speaks of memory too, but comes of damaged data.
 */
const NO_ROOM =
  /allocation failed|could not allocate|out of memory|maximum memory size|unable to grow|invalid string length/i;
/** A typed array of so many numbers never fits: its length, and not that of the buffer it lies on, is the reason. */
const NEVER_FITS = 2 ** 32;

/** Whether an engine has no room, for a buffer, a typed array, WebAssembly's memory or a whole worker. */
export function isOutOfMemory(error: unknown): boolean {
  return (
    (error instanceof RangeError &&
      (NO_ROOM.test(error.message) ||
        Number(/^Invalid typed array length: (\d+)$/.exec(error.message)?.[1]) >= NEVER_FITS)) ||
    ['ERR_STRING_TOO_LONG', 'ERR_WORKER_OUT_OF_MEMORY'].includes(codeOf(error) ?? '')
  );
}

function sentenceOfMemory(error: unknown): string | undefined {
  return isOutOfMemory(error)
    ? l10n.t('Not enough memory. Close what is open, or look at fewer rows at once.')
    : undefined;
}

/** Of a program that is not where it was when the window opened, as after an update: what loads it names its place. */
export function sentenceOfProgram(error: unknown): string | undefined {
  return ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(codeOf(error) ?? '')
    ? l10n.t('A Logitscope file is missing. Reload the window, or reinstall Logitscope.')
    : undefined;
}

/** Calls of a system that are of processes and of the network, where ENOENT is of no file. */
const OF_NO_FILE = /^(?:spawn|connect|getaddrinfo|bind|listen|accept|kill|shutdown)\b/;

/** Of what a file system says, Node's or VS Code's, which hides its reason in a sentence. */
function sentenceOfFile(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = codeOf(error);
  const reason =
    isOfFiles(error) || error.name.includes('FileSystemError') || code === 'Unknown'
      ? (/\bE(?:NOSPC|DQUOT|NOENT|ACCES|PERM|ROFS|ISDIR|MFILE|NFILE|IO|BUSY|NOTDIR|NAMETOOLONG)\b/.exec(
          error.message,
        )?.[0] ?? code)
      : undefined;
  switch (reason) {
    case undefined:
      return undefined;
    case 'ENOENT':
    case 'ENOTDIR':
    case 'FileNotFound':
      return l10n.t('The file is no longer there.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'NoPermissions':
      return l10n.t('You don’t have permission to do this with the file.');
    case 'ENOSPC':
    case 'EDQUOT':
      return l10n.t('The disk is full.');
    case 'ENAMETOOLONG':
      return l10n.t('The file’s name is too long. Choose a shorter one.');
    case 'EISDIR':
    case 'FileIsADirectory':
      return l10n.t('This is a folder. Choose a file.');
    case 'EMFILE':
    case 'ENFILE':
      return l10n.t('Too many files are open. Close some, and try again.');
    default:
      return l10n.t('The file couldn’t be read or written.');
  }
}

function isOfFiles(error: Error & { syscall?: unknown }): boolean {
  return typeof error.syscall === 'string' && !OF_NO_FILE.test(error.syscall);
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
