import { checkCode } from './checkCode';
import { explainNan } from './explainNan';
import { fitted } from './fit';
import { checkGiven } from './given';
import { inspect } from './inspect';
import { loss } from './loss';
import { tokens } from './tokens';
import type { Reach, Tool } from './tool';

/** What an agent can ask. All of it only reads. */
export const TOOLS: readonly Tool[] = [inspect, loss, tokens, checkCode, explainNan];

/** The answer of a tool as it is sent. Rejects with one sentence that says what to give instead. */
export async function ask(tool: Tool, given: unknown, reach: Reach): Promise<Record<string, unknown>> {
  return fitted(await tool.run(checkGiven(given ?? {}, tool.input), reach));
}
