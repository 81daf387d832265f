import assert from 'node:assert/strict';
import { Bindings } from '../../../src/python/bindings';
import { beginnings, dotted, outline } from '../../../src/python/outline';
import { LONGEST_MODULE, parse } from '../../../src/python/parse';
import type { Expression, ExpressionOf, Statement, StatementOf } from '../../../src/python/syntax';
import { walk } from '../../../src/python/walk';

function statement(code: string): Statement {
  return parse(code).statements[0];
}

function expression<T extends Expression['type']>(code: string, type: T): ExpressionOf<T> {
  const shown = statement(code);
  assert.equal(shown.type, 'expression', code);
  const { value } = shown;
  assert.equal(value.type, type, code);
  return value as ExpressionOf<T>;
}

/** Names and strings in the order of the text. */
function words(code: string): string[] {
  const seen: string[] = [];
  walk(parse(code), {
    expression(one) {
      if (one.type === 'name') seen.push(one.id);
      if (one.type === 'string') seen.push(JSON.stringify(one.text));
    },
  });
  return seen;
}

describe('Python', () => {
  it('is read with the place of each expression in the text', () => {
    const code = '# é\nx = softmax(logits[:, 1], dim=-1)';
    const quotes: string[] = [];
    walk(parse(code), { expression: ({ start, end }) => void quotes.push(code.slice(start, end)) });
    assert.deepEqual(quotes, [
      'x',
      'softmax(logits[:, 1], dim=-1)',
      'softmax',
      'logits[:, 1]',
      'logits',
      ':',
      '1',
      '-1',
      '1',
    ]);
  });

  it('gives calls their positional, keyword and spread arguments', () => {
    const { args } = expression('f(a, *b, dim=c, **d, e=[f for f in g])', 'call');
    assert.deepEqual(
      args.map(({ keyword, spread, value }) => [keyword, spread, value.type]),
      [
        [undefined, undefined, 'name'],
        [undefined, '*', 'name'],
        ['dim', undefined, 'name'],
        [undefined, '**', 'name'],
        ['e', undefined, 'comprehension'],
      ],
    );
    for (const code of ['f((k, v) for k, v in d.items())', 'f(v for k, v in d\n'])
      assert.deepEqual(
        expression(code, 'call').args.map(({ value }) => value.type),
        ['comprehension'],
      );
  });

  it('takes a number that ends in its point for one', () => {
    const [statement] = parse('T = [1., 2.5, 3.]').statements;
    assert.ok(statement.type === 'assign' && statement.value?.type === 'list');
    assert.deepEqual(
      statement.value.items.map((item) => [item.type, item.type === 'constant' && item.text]),
      [
        ['constant', '1.'],
        ['constant', '2.5'],
        ['constant', '3.'],
      ],
    );
  });

  it('takes the exponent or the j behind the point for a part of the number, in half-typed code as well', () => {
    const texts = ['1.e-8', '1.E5', '1.j', '1_0.e+3', '1.e-8j', '2.', '.5e-3', '1e-05', '10.5E2J'];
    // A block with a mistake is read by another parser than whole code is.
    for (const behind of ['', '\n  = (']) {
      const [statement] = parse(`x = [${texts.join(', ')}]${behind}`).statements;
      assert.ok(statement.type === 'assign' && statement.value?.type === 'list', behind);
      assert.deepEqual(
        statement.value.items.map((item) => item.type === 'constant' && item.text),
        texts,
        behind,
      );
    }
    for (const broken of ['', ' + ']) {
      const read = JSON.stringify(parse(`y = f(p + 1.e-8${broken})`).statements);
      assert.ok(read.includes('{"type":"constant","start":10,"end":15,"text":"1.e-8"}'), read);
    }
  });

  it('takes what stands behind a name’s point, or behind a number’s two, for an attribute', () => {
    const attribute = (code: string) => {
      const [statement] = parse(code).statements;
      assert.ok(statement.type === 'expression' && statement.value.type === 'attribute', code);
      return statement.value.name;
    };
    assert.deepEqual(['a1.e5', 'é1.j', '1.0.real', '1..real', '(1).e'].map(attribute), [
      'e5',
      'j',
      'real',
      'real',
      'e',
    ]);
  });

  it('reads a function and the body of a with as they stand, whatever the grammar misses before them', () => {
    for (const [code, type] of [
      ['@a.b(c)[d]\ndef f():\n    return 1\n', 'function'],
      ['with a as (b, c):\n    d = 1\n', 'with'],
    ]) {
      assert.equal(parse(code).statements.length, 1);
      assert.equal((statement(code) as StatementOf<'with' | 'function'>).body.length, 1);
      assert.equal(statement(code).type, type);
    }
  });

  it('takes no line of a product in brackets for a decorator', () => {
    for (const behind of ['# bias\n    ', '@ c\n    ', '']) {
      const code = `x = (h\n    @ w.t(1)[0]\n    ${behind})\n`;
      const [product] = parse(code).statements;
      assert.ok(product.type === 'assign' && product.value?.type === 'binary', code);
      assert.match(code.slice(product.value.start, product.value.end), /w\.t\(1\)\[0\]/);
      assert.ok(JSON.stringify(product.value).includes('"t"'), code);
    }
    const inFunction =
      'def f():\n    """(\n    """\n    @a.b(c)[d]\n    # one\n    def g():\n        return 1\n';
    const [outer] = parse(inFunction).statements;
    assert.deepEqual((outer as StatementOf<'function'>).body.map(({ type }) => type).slice(-1), ['function']);
  });

  it('reads contexts in brackets with what they are bound to', () => {
    const code =
      'async def f():\n    async with (\n        a(1) as b,  # )\n        c("as)") as d,\n        g,\n    ):\n        h\n';
    const [one] = (statement(code) as StatementOf<'function'>).body;
    const { items, body } = one as StatementOf<'with'>;
    const text = ({ start, end }: Expression) => code.slice(start, end);
    assert.deepEqual(
      items.map(({ context, target }) => [text(context), target && text(target)]),
      [
        ['a(1)', 'b'],
        ['c("as)")', 'd'],
        ['g', undefined],
      ],
    );
    assert.equal(body.length, 1);
  });

  it('keeps the bounds of a slice apart', () => {
    const bounds = (code: string) => {
      const [index] = expression(code, 'subscript').indices;
      assert.equal(index.type, 'slice');
      const { lower, upper, step } = index;
      return [lower, upper, step].map((bound) => bound !== undefined);
    };
    assert.deepEqual(bounds('x[:3]'), [false, true, false]);
    assert.deepEqual(bounds('x[3:]'), [true, false, false]);
    assert.deepEqual(bounds('x[::2]'), [false, false, true]);
  });

  it('decodes strings by their prefixes, and joins those in a row', () => {
    const strings: [code: string, text: string][] = [
      [String.raw`"a\n\x41\u00e9\101\'"`, "a\nAéA'"],
      [String.raw`r"\n"`, String.raw`\n`],
      [String.raw`b"\x41\u0041"`, String.raw`A\u0041`],
      [String.raw`"\d\N{DASH}"`, String.raw`\d\N{DASH}`],
      [`'''a\n"b"'''`, 'a\n"b"'],
      [`("a" 'b'\n "c")`, 'abc'],
      ['"Batch #"', 'Batch #'],
    ];
    for (const [code, text] of strings) assert.equal(expression(code, 'string').text, text, code);
  });

  it('splits f-strings into text and values, nested quotes and formats included', () => {
    const { parts } = expression('f"a {{b}} {x:.{n}f} {d["k"]!r} {y = }" "c"', 'f-string');
    assert.deepEqual(
      parts.map((part) => ('text' in part ? part.text : [part.label, part.value.type])),
      ['a {b} ', [undefined, 'name'], ' ', [undefined, 'subscript'], ' ', ['y = ', 'name'], 'c'],
    );
  });

  it('reads statements with what is inside them', () => {
    const inside: [code: string, words: string[]][] = [
      ['for i, (a, b) in e:\n  c\nelse:\n  d', ['i', 'a', 'b', 'e', 'c', 'd']],
      ['with a() as b, c:\n  d', ['a', 'b', 'c', 'd']],
      ['if a:\n  b\nelif (c := d):\n  e\nelse: f', ['a', 'b', 'c', 'd', 'e', 'f']],
      ['try:\n  a\nexcept E as e:\n  b\nfinally:\n  c', ['a', 'E', 'e', 'b', 'c']],
      ['@d(1)\n@e.f\ndef g(a: b = c, *args) -> T:\n  return h', ['d', 'e', 'b', 'c', 'h']],
      ['class A(B, m=C):\n  def f(self): return d', ['B', 'C', 'd']],
      ['match a:\n  case [b, c]:\n    d', ['a', 'd']],
      ['lambda x: y', ['y']],
      ['assert a, b\ndel c', ['a', 'b', 'c']],
      ['print a', ['print', 'a']],
      ['a = \\\n  b', ['a', 'b']],
    ];
    for (const [code, expected] of inside) assert.deepEqual(words(code), expected, code);
  });

  it('tells a value that a semicolon keeps silent', () => {
    const silent = (code: string) =>
      parse(code).statements.map((one) => one.type === 'expression' && one.silent);
    assert.deepEqual(silent('x;'), [true]);
    assert.deepEqual(silent('x; y  # ;'), [true, false]);
  });

  it('sets lines of IPython aside, and reads what they run', () => {
    const lines: [code: string, words: string[]][] = [
      ['%matplotlib inline\n!pip install \\\n  torch\nx', ['x']],
      ['x?\n?y\nz', ['z']],
      ['%time y = model(x)', ['y', 'model', 'x']],
      ['%timeit -n 10 -r3 f(x)\ny', ['f', 'x', 'y']],
      ['%%time\nprint(x)', ['print', 'x']],
      ['%%bash\necho x', []],
      ['x = ("%s"\n  % y)', ['x', '"%s"', 'y']],
      ['x = """\n%magic\n"""', ['x', '"\\n%magic\\n"']],
      ['if x:\n    !ls\n    y', ['x', 'y']],
      ['a = %time f(x)\nb', ['a', 'f', 'x', 'b']],
    ];
    for (const [code, expected] of lines) assert.deepEqual(words(code), expected, code);
  });

  it('reads half-typed code up to and after the mistake', () => {
    const halves: [code: string, words: string[]][] = [
      ['x = \ny = z', ['x', 'y', 'z']],
      ['print(a, (b', ['print', 'a', 'b']],
      ['f(a=', ['f']],
      ['def f(x):\n  y = x.\n\nz = f(w)', ['y', 'x', 'z', 'f', 'w']],
      ["x = 'abc\ny", ['x', '"abc"', 'y']],
    ];
    for (const [code, expected] of halves) {
      const got = words(code);
      for (const word of expected) assert.ok(got.includes(word), `${word} in ${code}: ${got.join()}`);
    }
  });

  it('reads nothing of a text longer than any module', () => {
    assert.deepEqual(parse(`${'x\n'.repeat(LONGEST_MODULE / 2)}x`).statements, []);
  });
});

describe('a long text', () => {
  const line =
    '    hidden_states = self.layer_norm(hidden_states + residual, eps=1e-05)  # as in the paper\n';
  const block = (i: number) => `def forward_${i}(self, hidden_states, residual):\n${line.repeat(9)}\n\n`;

  it('is read to its end, piece by piece, where it is as long as modules that people write', () => {
    const { statements } = parse(Array.from({ length: 250 }, (_, i) => block(i)).join(''));
    assert.equal(statements.length, 250);
  });

  it('is one module whatever stands where a piece ends', () => {
    for (const [before, behind, kind] of [
      ['x = """', '"""\n', 'assign'],
      ['f(', ')\n', 'expression'],
      ['if a:\n  b\n', 'else:\n  c\n', 'branches'],
      ['@a\n', 'def f(): pass\n', 'function'],
    ]) {
      const inside = before.startsWith('@') ? '@b\n' : '# b\n';
      const { statements } = parse(`y = 1\n${before}${inside.repeat(3_000)}${behind}z = 2\n`);
      assert.deepEqual(
        statements.map(({ type }) => type),
        ['assign', kind, 'assign'],
        before,
      );
    }
  });

  it('is read to its end however many names, signs and numbers it has', () => {
    assert.equal(parse('x = 1\n'.repeat(60_000)).statements.length, 60_000);
  });

  it('with rare grammar everywhere is read as far as that is quick', () => {
    const { statements, unread } = parse('match x:\n case 1: y\n'.repeat(20_000));
    assert.ok(statements.length > 2_000 && statements.length < 10_000, String(statements.length));
    assert.equal(unread.length, 1);
  });
});

describe('where Python could not be read', () => {
  const unread = (text: string) => parse(text).unread.map((at) => text.slice(0, at).split('\n').length);

  it('is told for each statement at the margin, by its line', () => {
    assert.deepEqual(unread('x = 1\nfor i in y\n    pass\nz = f(x))\nw = 2\n'), [2, 4]);
    assert.deepEqual(unread('x = [1,\n'), [1]);
    assert.deepEqual(unread('Traceback (most recent call last):\n'), [1]);
  });

  it('is told of what only looks like newer grammar', () => {
    for (const text of [
      'with (a as f, b as:\n    pass\n',
      'with (a b):\n    pass\n',
      'x = (a as f)\n',
      'x = a[**b]\n',
      'x = {**a, *()}\n',
      '@\ndef f(): ...\n',
      '@a b\ndef f(): ...\n',
      '@a[b] c\ndef f(): ...\n',
      'with a as self.b c:\n    pass\n',
      'with a as b):\n    pass\n',
      'x = cat"{a}"\n',
    ])
      assert.deepEqual(unread(text), [1], text);
  });

  it('is told of what is too long and too deep to be read', () => {
    assert.deepEqual(unread(`x = 1\ny = ${'('.repeat(5_000)}1${')'.repeat(5_000)}\nz = 2\n`), [2]);
    assert.deepEqual(unread(`x = ${'-'.repeat(5_000)}1\n`), [1]);
    assert.deepEqual(unread(`x = 1\n${'#'.repeat(1_000_000)}`), [1]);
  });

  it('is nowhere in what the grammar misses, in lines of IPython, and in 200 brackets', () => {
    for (const text of [
      'x = 1.\n',
      'def f():\n    yield\n',
      'match a:\n    case B():\n        pass\n',
      'x = "%s: a=%s" % (a, b)\nif x:\n    y = 1\n',
      "f('a=!b')\n",
      'with (open("a") as f, open("b") as g,):\n    pass\n',
      'with (a as f):\n    pass\n',
      'async def f():\n    async with (\n        a() as b,  # c\n        d() as e,\n        g,\n    ):\n        pass\n',
      'with (a, b as c):\n    pass\n',
      'x = a[*b, 1:2]\na[*b] = 1\n',
      '@a.b(c)[d]\n@(a or b)\ndef f(): ...\n@a[")"].b  # c\nclass A: ...\n',
      'x = (a\n  @ (b)[0]\n  @ c)\n',
      'with a("as", b) as self.c, d as (e, f), g as h[0]:\n    pass\n',
      'async def f():\n    async with (a as b.c, d as [e, *f]):\n        pass\n',
      'x = yield\nf = lambda: (yield)\n',
      'def f[T = int](*args: *Ts): pass\n',
      'x = t"{a}"\nf(rt\'{a}\')\n',
      'times = %timeit -o f()\nfiles, n = !ls\n',
      'x = 1\n\f\nclass A:\n    pass\n\f\n\fdef f():\f\n    pass\n',
      `x = ${'['.repeat(200)}1${']'.repeat(200)}\n`,
      `x = ${'f('.repeat(200)}1${')'.repeat(200)}\n`,
      `x = {${'"a": 1, '.repeat(5_000)}}\n`,
      `x = a${' + a'.repeat(500)}\n`,
    ])
      assert.deepEqual(unread(text), [], text.slice(0, 80));
  });
});

describe('names', () => {
  it('are joined by dots, or outlined without arguments', () => {
    assert.equal(dotted(expression('torch.nn.functional', 'attribute')), 'torch.nn.functional');
    assert.equal(dotted(expression('f(x).y', 'attribute')), undefined);
    assert.equal(outline(expression('Net(3).blocks[0].forward', 'attribute')), 'Net().blocks.forward');
    assert.equal(outline(expression('(a + b).log', 'attribute')), '().log');
    assert.deepEqual(beginnings(expression('out.logits[0].exp() / 2', 'binary')), ['out', 'out.logits']);
  });

  it('stand for what was bound to them last before a place', () => {
    const code =
      'a, (b, c) = f(x)\nd, e = 1, 2\nwith g() as h: pass\nself.y: T = i\n(j := k)\na = l\na += m\n';
    const bindings = new Bindings(parse(code));
    const bound = (name: string, at = code.length) => {
      const binding = bindings.before(name, at);
      return binding && [code.slice(binding.value.start, binding.value.end), binding.place];
    };
    assert.deepEqual(bound('a'), ['l', undefined]);
    assert.deepEqual(bound('a', code.indexOf('d, e')), ['f(x)', 0]);
    assert.deepEqual(bound('c'), ['f(x)', 1]);
    assert.deepEqual(bound('e'), ['2', undefined]);
    assert.deepEqual(bound('h'), ['g()', undefined]);
    assert.deepEqual(bound('self.y'), ['i', undefined]);
    assert.deepEqual(bound('j'), ['k', undefined]);
    assert.equal(bound('x'), undefined);
  });
});
