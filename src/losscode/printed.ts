import { lastName } from '../python/outline';
import type { Expression } from '../python/syntax';
import type { Source } from './source';
import type { CodeFile } from './types';
import type { Value } from './values';

/** A value that a notebook's output shows: under which cell, by what name, and which part of it. */
export interface PrintedValue {
  readonly cell: number;
  readonly name: string;
  readonly cut: string;
}

/** The values that notebooks show under those of their cells that have outputs. */
export class PrintedValues {
  private readonly shown = new Map<Expression, { uri: string; cell: number; name: string }>();
  private readonly values: { uri: string; value: Value; printed: PrintedValue }[] = [];

  constructor(files: readonly CodeFile[], sources: ReadonlyMap<string, readonly Source[]>) {
    for (const { uri, outputs } of files)
      for (const { cell = 0, module } of sources.get(uri) ?? []) {
        if (outputs === undefined || (outputs[cell]?.length ?? 0) === 0) continue;
        module.statements.forEach((statement, i) => {
          if (statement.type !== 'expression') return;
          const isLast = i === module.statements.length - 1 && !statement.silent;
          for (const expression of shownBy(statement.value, isLast)) {
            const name = nameOf(expression);
            if (name !== undefined) this.shown.set(expression, { uri, cell, name });
          }
        });
      }
  }

  observe(expression: Expression, value: Value) {
    const known = this.shown.get(expression);
    if (known === undefined) return;
    const { uri, ...where } = known;
    this.values.push({ uri, value, printed: { ...where, cut: cutOf(value) } });
  }

  /** Where a notebook shows a value, or rows of it. */
  of(value: Value | undefined, uri: string): PrintedValue[] {
    if (value === undefined) return [];
    return this.values
      .filter((one) => one.uri === uri && isSame(one.value, value))
      .map(({ printed }) => printed);
  }
}

function shownBy(value: Expression, isLast: boolean): readonly Expression[] {
  if (value.type === 'call' && value.callee.type === 'name' && /^(?:print|display)$/.test(value.callee.id))
    return value.args.filter(({ keyword }) => keyword === undefined).map((argument) => argument.value);
  if (!isLast) return [];
  return value.type === 'tuple' ? value.items : [value];
}

/** `probs` of `probs[:5].detach().numpy()`. */
function nameOf(expression: Expression): string | undefined {
  if (expression.type === 'subscript') return nameOf(expression.object);
  if (expression.type === 'call' && expression.callee.type === 'attribute')
    return nameOf(expression.callee.object);
  return lastName(expression);
}

function cutOf(value: Value): string {
  if (value.type === 'unknown') return value.part?.cut ?? '';
  return value.type === 'tensor' ? (value.cut ?? '') : '';
}

/** Whether two values are the same, or parts of the same. */
function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (
    a.type === 'tensor' &&
    a.root !== undefined &&
    (a.root === b || (b.type === 'tensor' && a.root === b.root))
  )
    return true;
  if (a.type !== 'tensor' || b.type !== 'tensor' || a.part !== b.part) return false;
  const { source, start } = a.at;
  return (
    a.is === b.is && source === b.at.source && start === b.at.start && a.of !== undefined && a.of === b.of
  );
}
