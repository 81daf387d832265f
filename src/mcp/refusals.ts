import { Transform, type Writable } from 'node:stream';
import { JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';

/** Lines above this are not read twice: whoever writes them gets no answer where they are no message. */
const LONGEST = 1 << 16;
const INVALID_REQUEST = -32600;

/**
 * Answers requests that are no messages of the protocol, `params` that are no object among them, of which the SDK says nothing: a
 * client would wait for ever. All else is handed on. Takes whole lines.
 */
export function refusals(answers: Writable): Transform {
  return new Transform({
    transform(lines: Buffer, _encoding, done) {
      if (lines.length > LONGEST) return done(null, lines);
      const taken: string[] = [];
      for (const line of lines.toString().split('\n')) {
        const refusal = refusalOf(line);
        if (refusal === undefined) taken.push(line);
        else answers.write(`${JSON.stringify(refusal)}\n`);
      }
      done(null, taken.join('\n'));
    },
  });
}

function refusalOf(line: string): object | undefined {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof message !== 'object' || message === null || !('method' in message && 'id' in message))
    return undefined;
  const { id } = message;
  const isTold = typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id));
  if (!isTold || JSONRPCMessageSchema.safeParse(message).success) return undefined;
  const error = { code: INVALID_REQUEST, message: 'Not a request of the Model Context Protocol' };
  return { jsonrpc: '2.0', id, error };
}
