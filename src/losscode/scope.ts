import type { Scope, Value } from './values';

export function scopeIn(outer?: Scope): Scope {
  return { names: new Map(), outer };
}

export function moduleScope(scope: Scope): Scope {
  let outermost = scope;
  while (outermost.outer !== undefined) outermost = outermost.outer;
  return outermost;
}

export function lookUp(scope: Scope, name: string): Value | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const value = at.names.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}
