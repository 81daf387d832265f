import { Transform, type Writable } from 'node:stream';
import { JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { idOf } from './requestEnds';
import type { LongLine } from './wholeLines';

/** Bytes of a line: longer ones that begin as requests do are not read twice. */
const LONGEST = 1 << 16;
const BEGINNING = 1000;
const NEWLINE = 10;
const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;

/**
 * Answers requests that are no messages of the protocol, `params` that are no object among them, of which the SDK says nothing: a
 * client would wait for ever. All else is handed on. Takes whole lines.
 */
export function refusals(answers: Writable): Transform {
  return new Transform({
    transform(lines: Buffer, _encoding, done) {
      const taken: Buffer[] = [];
      for (const line of linesOf(lines)) {
        const refused = isLongRequest(line) ? undefined : refusalsOf(line.toString());
        if (refused === undefined) taken.push(line);
        else for (const refusal of refused) answers.write(`${JSON.stringify(refusal)}\n`);
      }
      done(null, Buffer.concat(taken));
    },
  });
}

/** The answer to a line that is too long to be read: without a number where its ends don't tell whose it is. */
export function refusalOfLong(line: LongLine, limit: number): object | undefined {
  const id = idOf(line);
  if (id === null) return undefined;
  const message = `A message may have ${limit} bytes, and this one has more`;
  return refusal(id, INVALID_REQUEST, message);
}

/** Each with its newline. */
function* linesOf(lines: Buffer): Iterable<Buffer> {
  for (let start = 0, end = 0; start < lines.length; start = end) {
    end = lines.indexOf(NEWLINE, start) + 1 || lines.length;
    yield lines.subarray(start, end);
  }
}

function isLongRequest(line: Buffer): boolean {
  if (line.length <= LONGEST) return false;
  const beginning = line.toString('latin1', 0, BEGINNING);
  return [/"jsonrpc"\s?:\s?"2\.0"/, /"method"\s?:\s?"/, /"params"\s?:\s?\{/].every((part) =>
    part.test(beginning),
  );
}

/** Undefined for what the SDK answers, or what has no answer. */
function refusalsOf(line: string): object[] | undefined {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    const id = idOf({ beginning: line.slice(0, BEGINNING), end: line.slice(-BEGINNING) });
    return id === undefined || id === null ? undefined : [refusal(id, PARSE_ERROR, 'Not JSON')];
  }
  // Later versions of the protocol have no batches, and the SDK has none.
  const refused = Array.isArray(message)
    ? message.flatMap((one) => refusalOf(one) ?? [])
    : JSONRPCMessageSchema.safeParse(message).success
      ? []
      : [refusalOf(message)].filter((one) => one !== undefined);
  return refused.length > 0 ? refused : undefined;
}

/** Undefined for what has no number to be answered under. */
function refusalOf(message: unknown): object | undefined {
  if (typeof message !== 'object' || message === null || !('method' in message && 'id' in message))
    return undefined;
  const { id } = message;
  const isTold = typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id));
  if (!isTold) return undefined;
  return refusal(id, INVALID_REQUEST, 'Not a request of the Model Context Protocol');
}

function refusal(id: string | number | undefined, code: number, message: string): object {
  return { jsonrpc: '2.0', id, error: { code, message } };
}
