import assert from 'node:assert/strict';
import { findArrays } from '../../../src/text/find';
import { isOffered } from '../../../src/arrays/offer';
import { matchShown } from '../../../src/readings/source/match';
import { shownBy } from '../../../src/readings/source/shown';

const PRINTED = 'application/vnd.code.notebook.stdout';
const find = (text: string, source: string, mime?: string) =>
  findArrays(text, { source, ...(mime === undefined ? {} : { mime }) });
const names = (text: string, source: string, mime?: string) =>
  find(text, source, mime).map(({ name }) => name);
/** The expressions of the code that the arrays of a text are told to be. */
const expressions = (text: string, source: string, mime?: string) =>
  matchShown(
    shownBy(source),
    text,
    findArrays(text).map(({ range }) => range),
    mime,
  ).map((one) => one?.expression);
const offered = (text: string, source: string, mime?: string) =>
  find(text, source, mime).some((one) => isOffered(one, 'likely'));

const ROW = 'tensor([[0.12, -0.51, 1.75]])';
const WEAK = 'tensor([[ 0.0154, -0.0776,  0.0921]])';

describe('the code that printed a text', () => {
  it('says logits of logits that are scaled or shifted by a number or their own largest, and of nothing else', () => {
    const text = 'tensor([[ 2.1, -1.2,  0.5], [ 1.25,  0.1, -3.0]])';
    const kind = (expression: string) => find(text, `print(${expression})`, PRINTED)[0].reading.kind;
    for (const expression of [
      'logits[:2] * 2',
      'logits - logits.max()',
      'logits - logits.max(-1, keepdim=True).values',
      '2 * logits + 1',
      'logits.detach().cpu() / 3',
      'out.logits - np.max(out.logits)',
    ])
      assert.equal(kind(expression), 'logits', expression);
    for (const expression of ['logits * mask', 'logits - targets', 'logits - other.max()', 'logits @ w'])
      assert.equal(kind(expression), 'other', expression);
  });

  describe('tells which value each array is', () => {
    it('by the text printed before it, in an argument of its own, an f-string or a template', () => {
      const text = `first: ${ROW}\nsecond:\n ${ROW}`;
      for (const source of [
        'print("first:", a)\nprint("second:\\n", b)',
        'print(f"first: {a}")\nprint(f"second:\\n {b}")',
        'print("first: {}".format(a))\nprint("second:\\n {}".format(b))',
        'print("first: %s" % a)\nprint("second:\\n %s" % (b,))',
      ]) {
        const [first, second] = find(text, `a = F.log_softmax(x, -1)\nb = out.logits\n${source}`, PRINTED);
        assert.equal(first.reading.kind, 'other', source);
        assert.equal(second.reading.kind, 'logits', source);
      }
    });
    it('with single values printed between the text and the array', () => {
      assert.deepEqual(
        names(
          `ours 0 torch.float16 ${ROW}\ntheirs 0 torch.float16 ${ROW}`,
          [
            'for i in range(2):',
            '    print("ours", i, x[i].dtype, x[i])',
            '    print("theirs", i, y[i].dtype, y[i])',
          ].join('\n'),
          PRINTED,
        ),
        ['x', 'y'],
      );
    });
    it('where other prints show no arrays', () => {
      assert.deepEqual(
        names(
          `2\n${ROW}\ntrue: 7, guess: 7`,
          [
            'print(len(test_rows))',
            'print(test_rows[0])',
            'print("true: {}, guess: {}".format(y[0], y_hat))',
          ].join('\n'),
          PRINTED,
        ),
        ['test_rows'],
      );
    });
    it('of a tuple shown as the value, each by itself', () => {
      assert.deepEqual(names(`(${ROW},\n ${ROW})`, 'before[:, 5], after[:, 5]'), ['before', 'after']);
      assert.deepEqual(names(`(${ROW}, torch.Size([1, 3]))`, '(kept, kept.shape)'), ['kept']);
    });
    it('whatever stands in strings: number signs, brackets, quotes of the other kind', () => {
      for (const text of ['Batch #', 'a) (', "it's", '[x]: {', 'x = """'])
        for (const quote of [text.includes('"') ? "'" : '"', "'''"])
          assert.deepEqual(
            expressions(`${text} 3 ${ROW}`, `print(${quote}${text}${quote}, i, logits)  # "why`, PRINTED),
            ['logits'],
            text,
          );
    });
    it('in calls over several lines, with comments between, and in blocks', () => {
      const source = [
        'with torch.no_grad():',
        '    for x in loader:  # print(y)',
        '        print(',
        '            "first:",  # a)',
        '            a,',
        '        )',
        '        if x: print("second:", \\',
        '            b)',
        '"""print("third:", c)"""',
      ].join('\n');
      assert.deepEqual(expressions(`first: ${ROW}\nsecond: ${ROW}`, source, PRINTED), ['a', 'b']);
    });
    it('in text that is joined, in templates with numbered and named places, in formats within formats', () => {
      for (const print of [
        'print("got: " + str(a) + " and " + repr(b))',
        'print("got: {1} and {0}".format(b, a))',
        'print("got: {x} and {y:>{w}}".format(x=a, y=b, w=9))',
        'print(f"got: {a} and {b!s:>{width}}")',
        `print(f"got: {a} and {d['b']}")`,
        'print("got: " "%s and %s" % (a, b))',
      ])
        assert.deepEqual(
          expressions(`got: ${ROW} and ${ROW}`, print, PRINTED),
          ['a', print.includes("d['b']") ? "d['b']" : 'b'],
          print,
        );
    });
    it('with its own text, where an f-string says what it shows', () => {
      assert.deepEqual(expressions(`a = ${ROW} b=${ROW}`, 'print(f"{a = } {b=}")', PRINTED), ['a', 'b']);
    });
    it('of several printed at once by *, and of one bound on the way', () => {
      assert.deepEqual(expressions('[0.25 1.5] [1.75 -2.5]', 'print(*logits)', PRINTED), [
        'logits',
        'logits',
      ]);
      assert.deepEqual(expressions(ROW, 'print(scores := net(x))', PRINTED), ['scores := net(x)']);
    });
    it('printed by statements and magics', () => {
      const magics = '%%time\n%matplotlib inline\n!ls\n%time print(logits)';
      assert.deepEqual(expressions(ROW, magics, PRINTED), ['logits']);
      assert.deepEqual(expressions(ROW, 'print logits', PRINTED), ['logits']);
    });
    it('but not the value of a cell that a semicolon keeps silent, nor of a cell in another language', () => {
      assert.deepEqual(expressions(`got: ${ROW}`, 'print("got:", a)\nlogits;'), ['a']);
      assert.deepEqual(expressions(ROW, 'logits;'), [undefined]);
      assert.deepEqual(expressions(ROW, '%%bash\nlogits'), [undefined]);
    });
    it('by the kind of the output: printed, or displayed', () => {
      const source = 'print(a)\ndisplay(b)';
      assert.deepEqual(names(ROW, source, PRINTED), ['a']);
      assert.deepEqual(names(ROW, source, 'text/plain'), ['b']);
    });
    it('also of values whose names begin like functions', () => {
      assert.deepEqual(names(ROW, 'print(identity)', PRINTED), ['identity']);
    });
    it('but not by the counter or the dtype printed beside it', () => {
      assert.deepEqual(names('0 : [[0.25]]\n10 : [[0.75]]', "print(i, ':', res)", PRINTED), ['res', 'res']);
      assert.deepEqual(names('float64 [1.5 2.5 3.5]', 'print(k.dtype, k)', PRINTED), ['k']);
    });
    it('under the name of the value, not of what computes or rounds it', () => {
      assert.deepEqual(names(ROW, 'np.round(y_scores[:1], 2)'), ['y_scores']);
      assert.deepEqual(names(ROW, 'a.sum(0) / a.shape[0]'), [undefined]);
      assert.deepEqual(names(ROW, 'net.weight.data.reshape((1, 3))'), ['weight']);
    });
  });

  describe('says that an array holds scores', () => {
    const scores: [name: string, source: string, text?: string][] = [
      ['a model called', 'model(x)'],
      ['whatever the model is called with', 'model(**tokenizer("a b", return_tensors="pt").to(device))'],
      ['a variable that a model gave', 'y = net(images)\nprint("got:", y)', `got: ${ROW}`],
      ['one row of what a model gave', 'preds = model(xb)\npreds[0]', 'tensor([ 0.12, -0.51,  1.75])'],
      ['a flax model applied', 'y = Net().apply(params, x)\ny'],
      [
        'logits that a function of the cell returns',
        'def run(x):\n    net = Net()\n    return net(x)\n\nout = run(x)\nprint(out)',
      ],
      [
        'what the class of the model returns, even of made-up input',
        'class Net(nn.Module):\n    def forward(self, x):\n        logits = self.stack(x)\n        return logits\n\nm = Net()\nX = torch.rand(1, 8)\nm_out = m(X)\nnet = Net()\nout = net(X)\nprint(out)',
      ],
      ['logits over a temperature', 'out.logits / temperature'],
      ['what goes into a softmax later', 'print(x)\np = F.softmax(x, dim=-1)'],
      ['what goes into a softmax as a method later', 'print(x)\np = x.softmax(-1)'],
      ['what goes into a softmax by name later', 'print(x)\np = tf.nn.softmax(axis=-1, logits=x)'],
      ['a variable with a type that a model gave', 'y: Tensor = net(images)\nprint(y)'],
      ['a value that was waited for', 'y = await model(x)\nprint(y)'],
      ['a number sign in the text before it', 'print("row #", out.logits)', `row # ${ROW}`],
      [
        'what a decorated function over several lines returns',
        '@torch.no_grad()\ndef run(\n    x: Tensor,\n) -> Tensor:\n    # a comment)\n    if x is None:\n        return (\n            net(x)\n        )\n    return net(x)\n\nprint(run(x))',
      ],
      ['half-typed code', 'out = model(x)\nprint(out'],
    ];
    for (const [what, source, text = ROW] of scores)
      it(what, () => assert.ok(offered(text, source), JSON.stringify(find(text, source)[0]?.reading)));

    it('whose numbers look like nothing in particular', () => assert.ok(offered(WEAK, 'model(x)')));
  });

  describe('says that an array holds no scores', () => {
    const others: [name: string, source: string, text?: string][] = [
      ['the state a model begins with', 'Model().init(key, x)'],
      ['a gradient, though a net is in its name', 'out = grad_net(x)\nprint(out)'],
      [
        'a model tried on made-up numbers',
        'x = random.uniform(key, (4, 4))\ny = model.apply(params, x)\nprint("output:", y)',
        `output: ${ROW}`,
      ],
      ['a regression', 'criterion = nn.MSELoss()\nout = net(x)\nprint(out)'],
      [
        'the first rows of a table',
        'head(data)',
        '# A tibble\n      a      b\n1  0.788 -0.689\n2 -0.788  0.689\n',
      ],
      ['a loss of logits', 'loss_fn(out.logits, y)', 'tensor([0.12, 0.51, 1.75])'],
      [
        'two numbers of opposite signs, computed from others',
        'x / 2',
        'tensor([[ 0.3826, -0.7275],\n        [-0.6116,  0.5905]])',
      ],
      ['a covariance', 'true_cov', '[[ 1.0625  -0.6125 ]\n [-0.6125   0.78125]]'],
      [
        'the logarithms of a range',
        'jnp.log(jnp.arange(4.))',
        'Array([     -inf, 0.       , 0.6931472, 1.0986123], dtype=float32)',
      ],
      [
        'several outputs at once, as of a recurrent layer',
        'y = rnn_model(x)\ny',
        `(tensor([[ 0.52, -1.91]]), tensor([[ 0.33,  0.71]]))`,
      ],
      [
        'one layer, though a linear one',
        'layer = torch.nn.Linear(2, 3)\nout = layer(x)\nprint(out)',
        'tensor([[2.25, -1.5, 0.5]], grad_fn=<AddmmBackward0>)',
      ],
      ['differences of logits', 'print(diffs)', 'Mean logit difference: tensor([3.337, -3.202, 2.709])'],
      [
        'what goes through a sigmoid, one number for each example',
        'print("Logits:")\nprint(net(x)[:3].squeeze())\nprint(torch.sigmoid(net(x)[:3].squeeze()))',
        'Logits:\ntensor([ 0.019, -0.094,  0.161])\ntensor([0.505, 0.477, 0.540])',
      ],
      [
        'two numbers of opposite signs within ±1, as a recurrent layer gives',
        'print("RNN output:", output[:, t])',
        'RNN output: [[-0.6842  0.7607]]',
      ],
      ['feature maps', 'net(x)', 'tensor([[[[ 0.52, -1.91], [1.5, 0.25]]]])'],
      ['one number per example', 'model.predict(x)', 'array([[ 0.52], [-1.91]])'],
    ];
    for (const [what, source, text = ROW] of others)
      it(what, () => assert.ok(!offered(text, source), JSON.stringify(find(text, source)[0]?.reading)));

    it('but what a model predicts beyond the range of scores stays unsaid', () => {
      assert.ok(!offered('array([[ -15.02,  -64.44, -126.55]])', 'model.predict(x)'));
      assert.ok(offered('array([[ -6.51,  13.87,  1.59]])', 'model.predict(x)'));
    });
  });

  it('says that a slice under a conversion is not all classes', () => {
    const [{ reading }] = find('[[ 1.25 -0.51  1.75]]', 'logits[:, :3].cpu().numpy()');
    assert.ok(reading.evidence.some((sentence) => /logits\[:, :3\].*not all classes/.test(sentence)));
  });

  it('does not overrule what autograd recorded', () => {
    const text = 'tensor([[0.12, 0.51, 0.37]], grad_fn=<SoftmaxBackward0>)';
    const [{ reading }] = find(`logits: ${text}`, 'print("logits:", out.logits)');
    assert.equal(reading.kind, 'probabilities');
    assert.match(reading.evidence[0], /grad_fn is Softmax/);
  });

  it('keeps its prints where silent functions are called many times', () => {
    const steps = Array.from({ length: 30 }, (_, i) => `    x${i} = number(df[col].iloc[${i}])\n`).join('');
    const source =
      'def number(s):\n    s = str(s).strip().replace(",", ".")\n    return float(s)\n' +
      `def clean(df, col):\n${steps}    return df\n` +
      'def add(df, name):\n    df = clean(df, name)\n    df = clean(df, name + "_log")\n    return clean(df, name)\n' +
      'train = add(train, "x")\n'.repeat(80) +
      'scores = net(batch)\nprint(scores)\nprint(hidden)\n';
    assert.deepEqual(names(`${ROW}\n${WEAK}\n`, source, PRINTED), ['scores', 'hidden']);
  });

  it('is read in linear time, whatever it is', () => {
    for (const source of [
      `print(${'x,'.repeat(50_000)}x)`,
      `x = ${'('.repeat(90_000)}`,
      `${'x,'.repeat(60_000)}x = 1\nx`,
      'print(f"{x}")\n'.repeat(10_000),
      `${'def f(x):\n  return f(x)\n'.repeat(4_000)}f(1)`,
      `${'a = b\nb = a\n'.repeat(9_000)}print(a)`,
    ])
      assert.equal(find(ROW, source).length, 1);
  });
});
