import assert from 'node:assert/strict';
import { parser } from '@lezer/python';
import fc from 'fast-check';
import { nodesOf } from '../../../src/python/nodes';
import { withoutLastPoints } from '../../../src/python/numbers';
import { parse } from '../../../src/python/parse';
import { readQuickly } from '../../../src/python/quick/statements';
import { statementsIn } from '../../../src/python/statements';
import type { Expression, Statement } from '../../../src/python/syntax';
import { corpus } from '../losscode/corpus';

const strict = parser.configure({ strict: true });

/** What the parser that knows half-typed code makes of code without mistakes; undefined where there are some. */
function thoroughly(code: string): Statement[] | undefined {
  try {
    return statementsIn(nodesOf(strict.parse(withoutLastPoints(code)), 0), code);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const quickly = (code: string) => readQuickly(code, code, 0, code.length);

const TEXTS = corpus()
  .flatMap(({ files }) => files.flatMap(({ text, cells }) => cells ?? [text ?? '']))
  .map((text) => text.trimEnd());

const list = (one: fc.Arbitrary<string>, between = ', ') =>
  fc.array(one, { minLength: 1, maxLength: 3 }).map((items) => items.join(between));
const written = (template: string, ...parts: fc.Arbitrary<string>[]) =>
  fc
    .tuple(...parts)
    .map((values) => values.reduce((text, value) => text.replace('§', () => value), template));

const NAME = fc.constantFrom('a', 'x', '_b1', 'match', 'type', 'case', 'é', 'f', 'rb', 'self');
const SPACE = fc.constantFrom(' ', '  ', ' \\\n  ', '\t');

const { expression } = fc.letrec<{ expression: string; target: string; clause: string }>((tie) => {
  const one = tie('expression');
  const test = fc.oneof(
    { weight: 6, arbitrary: one },
    written('§ if § else §', one, one, one),
    written('lambda §: §', fc.constantFrom('', 'a', '*a', 'a, b=1, *, c, **d', 'a=(1, 2)'), one),
    // That parser takes `not a and b` for `not (a and b)`, and `await a + b` for `await (a + b)`.
    written('(not §)', tie('target')),
    written('(await §)', tie('target')),
  );
  const starred = fc.oneof({ weight: 4, arbitrary: test }, written('*§', tie('target')));
  const argument = fc.oneof(
    { weight: 3, arbitrary: test },
    written('§=§', NAME, test),
    written('*§', one),
    written('**§', one),
    written('§ := §', NAME, test),
    written('§=§ §', NAME, one, tie('clause')),
    written('§ §', one, tie('clause')),
  );
  const format = fc.oneof(
    written('{§}', fc.constantFrom('a', ' a.b[0] ', 'f(a, *b)', '*a, b', '(lambda: a)', "d['k']", 'a != b')),
    written(
      '{§}',
      fc.constantFrom('a=', 'a = !r', 'a!s:>{w}.{p}', 'a:%Y-%m', "a['}']", '{1: 2}[1]', 'f"{a}"'),
    ),
  );
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      NAME,
      fc.constantFrom(
        '1',
        '1_0',
        '.5e-3',
        '1.e-8',
        '3.',
        '0xFf',
        '2j',
        '1.j',
        'None',
        'True',
        '...',
        '()',
        '[]',
        '{}',
      ),
      fc.constantFrom("'a'", 'b"\\x00"', "r'\\''", '"""a\n"b"""', '"\\N{DASH}" \'b\'', 'u"{"'),
      list(format, ' {{').map((text) => `f"${text}"`),
      list(format, '\n').map((text) => `rf'''${text}''' 'b'`),
      tie('target'),
      written(
        '§§',
        one,
        fc
          .constantFrom(' + ', '*', ' ** ', '@', ' // ', ' << ', '|')
          .chain((sign) => one.map((right) => sign + right)),
      ),
      written(
        '§ § §',
        one,
        fc.constantFrom('<', '==', '!=', 'in', 'not in', 'is', 'is not', 'and', 'or'),
        one,
      ),
      written('§§', fc.constantFrom('-', '~', '+ '), one),
      written('(§)', test),
      written('(\n§,  # one\n §)', starred, starred),
      written('(§ := §)', NAME, test),
      written('[§]', list(starred)),
      written('{§}', list(written('§: §', test, test))),
      written('{**§, §: §}', tie('target'), test, test),
      written('{§}', list(test)),
      written('(§)', written('§ §', test, tie('clause'))),
      written('[§ §]', test, tie('clause')),
      written('{§: § §}', one, one, tie('clause')),
      written('§(§)', tie('target'), fc.option(list(argument), { nil: '' })),
    ),
    target: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      NAME,
      written('§.§', tie('target'), fc.constantFrom('a', 'if', 'None')),
      written(
        '§[§]',
        tie('target'),
        list(fc.oneof(test, fc.constantFrom(':', '1:', ':-1', '::2', 'a:b:c', '..., 0'))),
      ),
      written('(§).a', one),
    ),
    clause: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      written('for § in §', list(tie('target')), one),
      written('async for § in § if § §', NAME, one, one, tie('clause')),
    ),
  };
});

const several = list(expression);
const simple = fc.oneof(
  several,
  written('§ = §', several, several),
  written('§ = § = yield §', NAME, NAME, expression),
  written('§: § = §', NAME, expression, expression),
  written('§: §', NAME, expression),
  written('§§+= §', NAME, SPACE, expression),
  written('§ @=§', NAME, several),
  written('return §,', expression),
  written('yield from §', expression),
  written('del §, §', NAME, NAME),
  written('assert §, §', expression, expression),
  written('raise § from §', expression, expression),
  written('raise §, §', expression, expression),
  fc.constantFrom('pass', 'break', 'continue', 'return', 'raise', 'global a, b', 'nonlocal c'),
  fc.constantFrom(
    'import a.b as c, d',
    'from . import (a, b as c,)',
    'from ...a.b import *',
    'from a import b as c, d',
  ),
);
const line = fc.oneof({ weight: 4, arbitrary: simple }, list(simple, '; '), written('§;  # a', simple));

const indented = (block: string) => block.replace(/^(?=[^\n])/gm, '  ');
/** What stands in a string is not indented with the rest, which changes nothing of what is compared. */
const { block } = fc.letrec<{ block: string; statement: string }>((tie) => {
  const body = fc.oneof(
    written(' §\n', line),
    tie('block').map((text) => `  # why\n\n${indented(text)}`),
  );
  return {
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      line.map((text) => `${text}\n`),
      written('if §:§elif § := §:§else:§', expression, body, NAME, expression, body, body),
      written('while §:§', expression, body),
      written('for §, *§ in §:§else:§', NAME, NAME, several, body, body),
      written('try:§except:§finally:§', body, body, body),
      written('try:§except § as §:§except* (a, b):§else:§', body, expression, NAME, body, body, body),
      written('with § as §, §:§', expression, NAME, expression, body),
      written('def §(a, /, b: § = §, *c: d, e, **f) -> §:§', NAME, expression, expression, expression, body),
      written('@a.b(§)\n# a\n@c\nasync def §(*, a,):§', expression, NAME, body),
      written('class §(§, metaclass=§):§', NAME, expression, expression, body),
      written('@a\nclass §:§', NAME, body),
      written('async with §:§', expression, body),
    ),
    block: fc.array(tie('statement'), { minLength: 1, maxLength: 3 }).map((lines) => lines.join('')),
  };
});

describe('Reading whole Python quickly', () => {
  it('gives the statements that the parser for half-typed code gives of the same', () => {
    let whole = 0;
    fc.assert(
      fc.property(block, fc.constantFrom('\n', '\n', '\r\n'), (made, lineEnd) => {
        const code = made.replaceAll('\n', lineEnd).trimEnd();
        const expected = thoroughly(code);
        // Of what is put together some is no Python.
        if (expected === undefined) return;
        whole++;
        const { statements, stopped } = quickly(code);
        if (stopped === undefined) assert.deepEqual(statements, expected, code);
        else assert.match(code.slice(stopped), /\bmatch\b/);
      }),
      { numRuns: 50 },
    );
    assert.ok(whole > 15, String(whole));
  });

  it('leaves nothing of real code to that parser', () => {
    for (const text of TEXTS) {
      const expected = thoroughly(text);
      if (expected !== undefined)
        assert.deepEqual(quickly(text), { statements: expected, stopped: undefined });
    }
  });

  it('agrees with that parser on code with pieces cut out, put in and repeated, where both read it', () => {
    const pieces = [
      ...'([{)]}\'":,.=*\n\\#@;-',
      '    ',
      '\r\n',
      'f"{',
      '"""',
      ' if x else ',
      'lambda: ',
      ':=',
      '\n\t',
      ' = ',
    ];
    let whole = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...TEXTS.filter((text) => !/\b(?:not|await)\b/.test(text))),
        fc.array(fc.tuple(fc.nat(), fc.nat(8), fc.constantFrom('', ...pieces)), {
          minLength: 1,
          maxLength: 2,
        }),
        (text, changes) => {
          let code = text;
          for (const [place, length, piece] of changes) {
            const at = place % (code.length + 1);
            code = code.slice(0, at) + piece + code.slice(at + length);
          }
          code = code.trimEnd();
          const { statements, stopped } = quickly(code);
          const expected = stopped === undefined ? thoroughly(code) : undefined;
          if (expected === undefined) return;
          whole++;
          assert.deepEqual(statements, expected, code);
        },
      ),
      { numRuns: 150 },
    );
    assert.ok(whole > 2, String(whole));
  });

  it('bears a string into which more values are put than a call has arguments', () => {
    const code = `f"${'{x}'.repeat(200_000)}"`;
    const [one] = quickly(code).statements;
    assert.ok(one.type === 'expression' && one.value.type === 'f-string');
    assert.equal(one.value.parts.length, 200_000);
  });

  it('binds `not` and `await` as tightly as Python does', () => {
    const shape = (code: string) => {
      const [one] = parse(code).statements;
      assert.ok(one.type === 'expression');
      return outer(one.value);
    };
    assert.equal(shape('not a and b'), 'and(not(a), b)');
    assert.equal(shape('not a == b or c'), 'or(not(==(a, b)), c)');
    assert.equal(shape('await a + b'), '+(await(a), b)');
    assert.equal(shape('-await a ** -b'), '-(**(await(a), -(b)))');
  });
});

/** Operators before what they stand between. */
function outer(expression: Expression): string {
  switch (expression.type) {
    case 'name':
      return expression.id;
    case 'binary':
      return `${expression.operator}(${outer(expression.left)}, ${outer(expression.right)})`;
    case 'unary':
      return `${expression.operator}(${outer(expression.operand)})`;
    case 'await':
      return `await(${outer(expression.value)})`;
    default:
      return expression.type;
  }
}
