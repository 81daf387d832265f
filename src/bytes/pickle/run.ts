import * as l10n from '@vscode/l10n';
import { LEAD } from './arguments';
import type { Cursor } from './cursor';
import { PickleError } from './errors';
import { Machine } from './machine';
import { INSTRUCTIONS } from './opcodes';
import type { Value } from './values';

/**
 * Reads one pickle, from the cursor to its end. Long strings and bytes are skipped.
 *
 * @param persistent what an id that the file's format gives a meaning stands for
 */
export async function readPickle(cursor: Cursor, persistent: (id: Value) => Value): Promise<Value> {
  const machine = new Machine(persistent);
  while (!machine.stopped) {
    if (!cursor.ready(LEAD)) await cursor.load(LEAD);
    const { position } = cursor;
    const code = cursor.byte();
    const instruction = INSTRUCTIONS[code];
    if (!instruction)
      throw new PickleError(
        l10n.t('byte {0} is {1}, which is not a pickle opcode', position, `0x${code.toString(16)}`),
      );
    let argument = instruction.read(cursor);
    // Most arguments are at hand, and a wait would cost more than all else.
    if (argument instanceof Promise) argument = await argument;
    machine.spend(1);
    instruction.act(machine, argument);
  }
  return machine.pop();
}
