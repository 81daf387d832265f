import { checkCode } from './checkCode';
import { explainNan } from './explainNan';
import { fitted } from './fit';
import { checkGiven } from './given';
import { inspect } from './inspect';
import { printable } from '../arrays/words/printable';
import { sentenceOf } from '../arrays/words/sentence';
import { loss } from './loss';
import { fieldsFor } from './source';
import { tokens } from './tokens';
import type { Reach, Schema, Tool } from './tool';

/** What an agent can ask. All of it only reads. */
export const TOOLS: readonly Tool[] = [inspect, loss, tokens, checkCode, explainNan];

/** The answer of a tool as it is sent. Rejects with one sentence that says what to give instead. */
export async function ask(tool: Tool, given: unknown, reach: Reach): Promise<Record<string, unknown>> {
  try {
    return fitted(await tool.run(checkGiven(given ?? {}, inputOf(tool, reach)), reach));
  } catch (error) {
    throw reach.signal?.aborted ? error : new Error(refusalOf(error), { cause: error });
  }
}

/** What can be given to a tool where someone asks. */
export function inputOf({ input }: Tool, { editor }: Pick<Reach, 'editor'>): Schema {
  return { ...input, properties: fieldsFor(input.properties ?? {}, editor !== undefined) };
}

/** What a model reads: data in it can be seen, and none of it is long. */
export function refusalOf(error: unknown): string {
  return printable(sentenceOf(error), MAX_SENTENCE);
}

const MAX_SENTENCE = 600;
