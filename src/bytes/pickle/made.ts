/** Instructions that look names up and have values made by them: whatever is no name of arrays is refused here. */
import * as l10n from '@vscode/l10n';
import { PickleError, refuse } from './errors';
import { globalOf } from './globals';
import type { Machine } from './machine';
import { Dict, List, type Global, type Value } from './values';

/** The name that stands in the stream. */
export function name(machine: Machine, lines: Value): void {
  machine.push(globalAt(lines));
}

/** The name that two strings are. */
export function nameOnStack(machine: Machine): void {
  const [module, attribute] = machine.popLast(2);
  if (typeof module !== 'string' || typeof attribute !== 'string')
    throw new PickleError(l10n.t('a global is not named by two strings'));
  machine.push(globalOf(module, attribute));
}

/** By the name that stands in the stream, of all since the mark. */
export function instance(machine: Machine, lines: Value): void {
  machine.make(globalAt(lines), machine.popToMark());
}

/** By the first value since the mark, of the others. */
export function object(machine: Machine): void {
  const [type, ...args] = machine.popToMark();
  machine.make(type, args);
}

/** Of a tuple of arguments. */
export function reduced(machine: Machine): void {
  const [type, args] = machine.popLast(2);
  machine.make(type, argumentsIn(args));
}

export function objectWithNames(machine: Machine): void {
  const [type, args, named] = machine.popLast(3);
  if (!(named instanceof Dict) || named.keys.length > 0) refuse(l10n.t('objects with keyword arguments'));
  machine.make(type, argumentsIn(args));
}

/** Stands for a name that another program registered. */
export function extension(_: Machine, code: Value): never {
  refuse(l10n.t('extension code {0}', code as number));
}

export function outsideBuffer(): never {
  throw new PickleError(l10n.t('its values are in a separate buffer outside of the file'));
}

function argumentsIn(args: Value): readonly Value[] {
  if (args instanceof List && args.kind === 'tuple') return args.items;
  throw new PickleError(l10n.t('the arguments are not a tuple'));
}

function globalAt(lines: Value): Global {
  const [module, name] = (lines as string).split('\n');
  return globalOf(module, name);
}
