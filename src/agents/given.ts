import * as l10n from '@vscode/l10n';
import { describe, MAX_RANK } from '../arrays/ndarray';
import { checkOptionNames } from '../arrays/words/optionNames';
import type { Schema } from './tool';

/** What a tool was given, checked against its schema: every refusal names the field and what to give. */
export function checkGiven(
  given: unknown,
  { properties = {}, required = [] }: Schema,
): Readonly<Record<string, unknown>> {
  checkOptionNames(given, Object.keys(properties), 'input');
  for (const name of required)
    if (given[name] === undefined)
      throw new Error(l10n.t('{0} is missing. {1}', name, properties[name].description ?? ''));
  for (const [name, schema] of Object.entries(properties))
    if (given[name] !== undefined) checkField(given[name], schema, name);
  return given;
}

function checkField(value: unknown, schema: Schema, name: string): void {
  const types: readonly string[] = typeof schema.type === 'string' ? [schema.type] : schema.type;
  if (!types.some((type) => isOf(type, value)))
    throw new Error(l10n.t('{0}: expected {1}, got {2}', name, types.join(l10n.t(' or ')), describe(value)));
  checkDepth(value, name);
  if (schema.enum && !schema.enum.includes(value as string))
    throw new Error(
      l10n.t('{0}: expected one of {1}, got {2}', name, schema.enum.join(', '), describe(value)),
    );
  if (schema.minimum !== undefined && typeof value === 'number' && value < schema.minimum)
    throw new Error(l10n.t('{0}: expected {1} or more, got {2}', name, schema.minimum, describe(value)));
}

/** Whoever goes through a list in lists comes to an end. */
function checkDepth(value: unknown, name: string, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_RANK) throw new Error(l10n.t('{0}: nested deeper than {1} levels', name, MAX_RANK));
  for (const inner of Object.values(value)) checkDepth(inner, name, depth + 1);
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
