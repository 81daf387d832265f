import assert from 'node:assert/strict';
import { findArrays, MAX_TEXT_LENGTH, refusal } from '../../../src/text/find';
import { mayHoldArray } from '../../../src/text/mayHoldArray';
import { isOffered } from '../../../src/arrays/offer';
import type { FoundArray } from '../../../src/arrays/types';

function only(text: string, source?: string): FoundArray {
  const found = findArrays(text, source === undefined ? {} : { source });
  assert.equal(found.length, 1, `${found.length} arrays in ${text}`);
  return found[0];
}
const values = (found: FoundArray) => [...found.array!.data];

describe('findArrays', () => {
  describe('reads what each library prints', () => {
    const prints: [
      text: string,
      container: string,
      shape: number[],
      dtype: string | undefined,
      last: number,
    ][] = [
      [
        'tensor([[-1.56,  1.61],\n        [ 4.16, -3.34]], grad_fn=<AddmmBackward>)',
        'torch',
        [2, 2],
        undefined,
        -3.34,
      ],
      [
        "tensor([ 5.4062, -4.5000], device='cuda:0', dtype=torch.bfloat16)",
        'torch',
        [2],
        'torch.bfloat16',
        -4.5,
      ],
      ['tensor([[0.5, 0.1]],\n grad_fn=)', 'torch', [1, 2], undefined, 0.1],
      [
        'Parameter containing:\ntensor([[0.0527, 0.2103]], requires_grad=True)',
        'torch',
        [1, 2],
        undefined,
        0.2103,
      ],
      [
        'array([[-1.5606991,  1.6122842],\n       [ 4.169231 , -3.3464472]], dtype=float32)',
        'numpy-repr',
        [2, 2],
        'float32',
        -3.3464472,
      ],
      ['[[-0.34  -0.8 ]\n [ 0.23   1.45]]', 'numpy-str', [2, 2], undefined, 1.45],
      [
        '<tf.Tensor: shape=(2, 2), dtype=float32, numpy=\narray([[-1.5,  1.6],\n       [ 4.1, -3.3]], dtype=float32)>',
        'tf-repr',
        [2, 2],
        'float32',
        -3.3,
      ],
      [
        'tf.Tensor: shape=(1, 2), dtype=int32, numpy=\narray([[101, 1045]], dtype=int32)>',
        'tf-repr',
        [1, 2],
        'int32',
        1045,
      ],
      [
        'tf.Tensor(\n[[4.01951671e-02 9.59804833e-01]\n [9.9945587e-01 5.4418424e-04]], shape=(2, 2), dtype=float32)',
        'tf-str',
        [2, 2],
        'float32',
        5.4418424e-4,
      ],
      ['Array([4.14112, 4.2], dtype=float32, weak_type=True)', 'jax', [2], 'float32', 4.2],
      ['DeviceArray([[-1.        ,  0.5      ]], dtype=float32)', 'jax', [1, 2], 'float32', 0.5],
      ['array([-26.625, -27, -24.875], dtype=bfloat16)', 'mlx', [3], 'bfloat16', -24.875],
      [
        'Tensor(shape=[2, 2], dtype=float32, place=Place(gpu:0), stop_gradient=False,\n       [[-0.68, -0.53],\n        [ 0.11,  0.92]])',
        'paddle',
        [2, 2],
        'float32',
        0.92,
      ],
      ['Tensor(shape=[2, 1], dtype=Int32, value=\n[[1],\n [1]])', 'mindspore', [2, 1], 'Int32', 1],
      ['array([2.75, 20.125, -0.5], dtype=float32)', 'mlx', [3], 'float32', -0.5],
      ['array([ 2.75 , 20.125, -0.5  ], dtype=float32)', 'numpy-repr', [3], 'float32', -0.5],
      [
        'tensor(1.00000e-02 *\n       [[-0.25,  0.5],\n        [-0.75,  0.125]])',
        'torch',
        [2, 2],
        undefined,
        0.00125,
      ],
      [
        "<tf.Variable 'head/bias:0' shape=(2,) dtype=float32, numpy=array([-0.5,  1.5], dtype=float32)>",
        'tf-repr',
        [2],
        'float32',
        1.5,
      ],
      ['((1.5, 2.0), (0.5, 0.25))', 'list', [2, 2], undefined, 0.25],
    ];
    for (const [text, container, shape, dtype, last] of prints)
      it(`${container}: ${text.split('\n')[0]}`, () => {
        const found = only(text);
        assert.equal(found.container, container);
        assert.deepEqual([...found.shape], shape);
        assert.equal(found.dtype, dtype);
        assert.equal(values(found).at(-1), last);
        assert.deepEqual([...found.range], [0, text.length]);
      });

    it('a wrapper whose shape disagrees with the numbers: the numbers count', () => {
      const found = only(
        '<tf.Tensor: shape=(2, 9), dtype=int32, numpy=\narray([[1, 2, 3],\n       [4, 5, 6]], dtype=int32)>',
      );
      assert.deepEqual([...found.shape], [2, 3]);
    });

    it('several tensors on one line, each with its own range, name and dtype', () => {
      const text =
        "(<tf.Variable 'logits:0' shape=(2,) dtype=float32, numpy=array([-0.5,  1.5], dtype=float32)>, <tf.Variable 'ids:0' shape=(3,) dtype=int32, numpy=\narray([4, 5, 6], dtype=int32)>)";
      const [logits, ids] = findArrays(text);
      assert.deepEqual([logits.name, logits.dtype, values(logits)], ['logits', 'float32', [-0.5, 1.5]]);
      assert.deepEqual([ids.name, ids.dtype, values(ids)], ['ids', 'int32', [4, 5, 6]]);
      assert.ok(text.slice(...logits.range).endsWith('dtype=float32)>'));
      assert.ok(text.slice(...ids.range).startsWith("<tf.Variable 'ids:0'"));
    });

    it('one drawn in colours, in the range it has among the escapes', () => {
      const text =
        'shape\u001b[0m\n\u001b[38;2;1;2;3mlogits\u001b[0m=\u001b[1mArray\u001b[0m([[ \u001b[36m0.5\u001b[0m, -1.5]], dtype=float32)\u001b[0m\n';
      const found = only(text);
      assert.deepEqual([found.container, found.name, values(found)], ['jax', 'logits', [0.5, -1.5]]);
      assert.equal(text.slice(...found.range), text.slice(text.indexOf('Array'), text.lastIndexOf('\u001b')));
      assert.ok(mayHoldArray(text));
    });

    it('lists of scalars printed as objects', () => {
      assert.deepEqual(values(only('[np.float32(1.5), np.float32(-2.5)]')), [1.5, -2.5]);
      assert.deepEqual(values(only('[tensor(0.5, grad_fn=<NllLossBackward0>), tensor(0.25)]')), [0.5, 0.25]);
    });

    it('one whose every line has a comment, quote or prompt in front', () => {
      for (const prefix of ['# ', '> ', '// ', ' * ', '>>> '])
        assert.deepEqual(
          values(only(`${prefix}tensor([[-1.5, 2.5],\n${prefix}        [-3.5, 4.5]])`)),
          [-1.5, 2.5, -3.5, 4.5],
          prefix,
        );
    });

    it('a source literal with comments between its rows', () => {
      assert.deepEqual(
        values(only('x = [\n  [1.5, 2.5],  # cat\n  # [9.0, 9.0],\n  [3.5, 4.5],\n]')),
        [1.5, 2.5, 3.5, 4.5],
      );
    });
  });

  describe('leaves alone what is no array', () => {
    for (const text of [
      '[1.0, 2.0',
      '[[1.5, 2.5], [3.5]]',
      "[1.5, 'a']",
      'x[0, 1]',
      'torch.Size([2, 3])',
      'f(1, 2)',
      '(3, 4)',
      '[]',
      '\u001b[31m error \u001b[0m',
      '[00:02<00:00,  9.50it/s]',
      '[1.5, None]',
      '[...]',
      '[1, 2 3]',
    ])
      it(JSON.stringify(text), () => assert.deepEqual(findArrays(text), []));

    it('a ragged list gives none of its rectangular parts', () => {
      assert.deepEqual(findArrays('[[[1.5, 2.5], [3.5, 4.5]], [[1.5, 2.5]]]'), []);
    });
  });

  it('finds several arrays among prose in reading order', () => {
    const found = findArrays(
      'Logits: [[-2.5, 2.5]] and then (see [1.5, 2.5]) it said\nlabels: tensor([1])\n',
    );
    assert.deepEqual(
      found.map(({ name, shape }) => [name, shape.join('×')]),
      [
        ['Logits', '1×2'],
        [undefined, '2'],
        ['labels', '1'],
      ],
    );
  });

  it('finds a list behind a number in a tuple, as a loss and the logits are returned', () => {
    const found = only('(0.3167, [[1.5, -2.5], [0.5, 0.25]])');
    assert.deepEqual(
      [[...found.shape], values(found)],
      [
        [2, 2],
        [1.5, -2.5, 0.5, 0.25],
      ],
    );
    assert.deepEqual(findArrays('[(0.5, [1.5, 2.5]), (0.75, [3.5, 4.5])]').map(values), [
      [1.5, 2.5],
      [3.5, 4.5],
    ]);
  });

  it('survives brackets and quotes that never close before an array', () => {
    for (const junk of [':( ', 'a [ b ', "don't ( ", '{ "', "['x "])
      assert.ok(
        findArrays(`${junk}\nlogits = tensor([[1.5, -2.5]])`).some(({ name }) => name === 'logits'),
        junk,
      );
  });

  describe('marks elided arrays and never fills them in', () => {
    it('with -1 for an axis whose length is not printed', () => {
      const found = only(
        'tensor([[ 0.1,  0.2,  0.3,  ...,  0.4,  0.5,  0.6],\n        [ 1.1,  1.2,  1.3,  ...,  1.4,  1.5,  1.6]])',
      );
      assert.deepEqual([...found.shape], [2, -1]);
      assert.equal(found.elided, true);
      assert.equal(found.array, undefined);
    });

    it('with spaces around the dots in rows of commas', () => {
      const found = only(
        'Tensor(shape=[1, 10], dtype=Float32, value=\n[[-5.0e-04,  3.5e-04,  4.5e-03 ... -1.5e-03, -5.0e-03,  3.5e-03]])',
      );
      assert.deepEqual([found.container, found.elided, [...found.shape]], ['mindspore', true, [1, 10]]);
    });

    it('with the shape printed beside it', () => {
      const text =
        'Output shape: torch.Size([2, 50257])\ntensor([[-0.1,  0.2,  ..., -0.5,  0.6],\n        [ 1.1,  1.2,  ...,  1.5,  1.6]])';
      const found = only(text);
      assert.deepEqual([...found.shape], [2, 50257]);
      assert.equal(found.name, 'Output');
    });
  });

  describe('names', () => {
    const named: [text: string, name: string | undefined][] = [
      ['logits = [1.5, 2.5]', 'logits'],
      ['self.scores = np.array([1.5, 2.5])', 'scores'],
      ['const logits: number[][] = [[1.5, 2.5]];', 'logits'],
      ["{'logits': tensor([1.5, 2.5])}", 'logits'],
      ['SequenceClassifierOutput(loss=None, logits=tensor([[1.5, 2.5]]))', 'logits'],
      ["SequenceClassifierOutput([('logits', tensor([[1.5, 2.5]]))])", 'logits'],
      ['Top logits: tensor([1.5, 2.5])', 'Top logits'],
      ['Targets:\n tensor([1.5, 2.5])', 'Targets'],
      ['logits tensor([1.5, 2.5])', 'logits'],
      ['>>> logits\ntensor([1.5, 2.5])', 'logits'],
      ['print(logits)\n# tensor([1.5, 2.5])', 'logits'],
      ['{"results": [{"id": 1}, {"logits": [1.5, 2.5]}]}', '$.results[1].logits'],
      ['{"__proto__": [1.5, 2.5]}', '__proto__'],
      ['Mean of logits = [1.5 2.5]', 'Mean of logits'],
      ['float32 [1.5 2.5]', undefined],
      ['[1.5, 2.5]', undefined],
    ];
    for (const [text, name] of named) it(JSON.stringify(text), () => assert.equal(only(text).name, name));
  });

  describe('records', () => {
    const records = [
      { logits: [1.5, -2.5, 0.25], label: 2 },
      { logits: [0.5, 2.5, -1.25], label: 0 },
    ];
    const check = (text: string, name: string) => {
      const found = only(text);
      assert.equal(found.name, name);
      assert.deepEqual([...found.shape], [2, 3]);
      assert.deepEqual(values(found), [1.5, -2.5, 0.25, 0.5, 2.5, -1.25]);
      assert.equal(found.labels?.kind, 'class-ids');
      assert.deepEqual([...found.labels.values.data], [2, 0]);
      assert.equal(found.labels.name, 'label');
    };
    it('of a JSON list become one matrix with its labels', () =>
      check(JSON.stringify(records), '$[*].logits'));
    it('of a nested list carry their path', () =>
      check(JSON.stringify({ run: { results: records } }, null, 2), '$.run.results[*].logits'));
    it('of JSON Lines become one matrix', () =>
      check(records.map((one) => JSON.stringify(one)).join('\n'), 'logits'));
    it('with strings full of brackets in them are read all the same', () =>
      check(JSON.stringify(records.map((one, i) => ({ text: '[1, 2 "}{' + i, ...one }))), '$[*].logits'));
    it('of unequal length stay apart', () => {
      assert.deepEqual(
        findArrays('[{"logits": [1.5, 2.5]}, {"logits": [1.5, 2.5, 3.5]}]').map(({ shape }) => shape.join()),
        ['2', '3'],
      );
    });
    it('one by itself carries its label', () => {
      const found = only('{"logits": [1.5, -2.5], "label": 1}');
      assert.deepEqual([...found.shape], [2]);
      assert.deepEqual([...found.labels!.values.data], [1]);
      assert.deepEqual([...found.labels!.values.shape], []);
    });
  });

  describe('labels, class names and loss nearby', () => {
    it('class ids named so, of matching length', () => {
      const [logits] = findArrays(
        'logits: tensor([[1.5, -2.5],\n        [0.5, 0.25]])\nlabels: tensor([1, 0])\nloss: 0.3167',
      );
      assert.deepEqual([...logits.labels!.values.data], [1, 0]);
      assert.equal(logits.labels!.name, 'labels');
      assert.deepEqual(logits.printedLoss, { value: 0.3167, decimals: 4, name: 'loss' });
    });
    it('one-hot rows of the same shape', () => {
      const [logits] = findArrays('logits: [[1.5, -2.5], [0.5, 0.25]]\ny_true: [[0, 1], [1, 0]]');
      assert.equal(logits.labels?.kind, 'one-hot');
    });
    it('the loss of a ModelOutput, and class names from id2label', () => {
      const [logits] = findArrays(
        'SequenceClassifierOutput(loss=tensor(0.3167, grad_fn=<NllLossBackward>), logits=tensor([[-4.0833,  4.3364]]))\nid2label = {0: "NEGATIVE", 1: "POSITIVE"}',
      );
      assert.equal(logits.printedLoss?.value, 0.3167);
      assert.deepEqual(logits.classNames, ['NEGATIVE', 'POSITIVE']);
    });
  });

  describe('readings', () => {
    const kinds: [text: string, kind: string, source?: string][] = [
      ['logits: [[-2.7276,  2.8789]]', 'logits'],
      ['tensor([[0.3113, 0.3934, 0.2953]])', 'probabilities'],
      ['tensor([[-1.1, -0.5, -2.9]], grad_fn=<LogSoftmaxBackward0>)', 'log-probabilities'],
      ['tensor([-1.0986, -1.0986, -1.0986])', 'log-probabilities'],
      ['tensor([[0.9], [0.2]], grad_fn=<SigmoidBackward0>)', 'sigmoid-scores'],
      ['tensor([4.51, -inf, -inf, 6.75])', 'logits'],
      ['Parameter containing:\ntensor([[-2.1, 2.2]], requires_grad=True)', 'other'],
      ['tensor([[1.5, -2.5]], grad_fn=<EmbeddingBackward0>)', 'other'],
      ['tensor([[101, 2045, 102]])', 'other'],
      ['tensor([0, 1, 1, 0, 1])', 'class-labels'],
      ['tensor([[0, 1, 0],\n        [1, 0, 0]])', 'one-hot'],
      ['y_logits: tensor([[0.5], [-1.5]])', 'binary-logits'],
      ['tensor([[0.12, -0.51, 1.75]])', 'logits', 'out = model(x)\nprint(out)'],
      ['tensor([[0.12, -0.51, 1.75]])', 'logits', 'print(out)\nF.softmax(out, -1)'],
      ['tensor([[0.12, -0.51, 1.75]])', 'other', 'emb = nn.Embedding(3, 4)\nprint(emb.weight)'],
      ['logits: [[0.25, 0.75], [0.5, 0.5]]', 'probabilities'],
      ['array([-1., -1., -1.])', 'other'],
      ['Sigmoid-3 [[1, 1]]', 'other'],
      ['tensor([4, 7, 7, 1])', 'class-labels', 'batch["labels"]'],
      ['one-hot encoding:\n tensor([[1., 0.],\n        [0., 1.],\n        [0., 1.]])', 'one-hot'],
      ['tensor([[-inf, 0.]])', 'log-probabilities', 'torch.log(softmax(x))'],
    ];
    for (const [text, kind, source] of kinds)
      it(`${JSON.stringify(text)}${source === undefined ? '' : ` printed by ${JSON.stringify(source)}`} is read as ${kind}`, () => {
        const { reading } = only(text, source);
        assert.equal(reading.kind, kind, reading.evidence.join('; '));
        assert.ok(reading.evidence.length > 0);
        assert.ok(reading.confidence > 0 && reading.confidence <= 1);
      });

    it('say so where the code shows a slice of the classes', () => {
      const { reading } = only('tensor([-15.9, -18.1, -10.3])', 'logits[0, :3]');
      assert.ok(reading.evidence.some((sentence) => sentence.includes('not all classes')));
    });

    it('name the value that stands for minus infinity', () => {
      assert.equal(only('logits: [[2.5, -10000.0], [0.5, -10000.0]]').maskValue, -10000);
      assert.equal(only('logits: [[2.5, -9.5]]').maskValue, undefined);
    });
  });

  describe('offers', () => {
    const offered = (text: string, detect: 'named' | 'likely' | 'all', source?: string) =>
      findArrays(text, source === undefined ? {} : { source }).some((one) => isOffered(one, detect));
    it('what is named logits, at every setting', () => {
      for (const detect of ['named', 'likely', 'all'] as const)
        assert.ok(offered('logits: [[0.1, -0.2]]', detect));
    });
    it('what only the numbers or a linear layer suggest, at "likely" but not at "named"', () => {
      const text = 'tensor([[-0.1262,  0.1080, -0.9792]], grad_fn=<AddmmBackward0>)';
      assert.ok(offered(text, 'likely'));
      assert.ok(!offered(text, 'named'));
    });
    it('no logits of which nothing finite is printed', () =>
      assert.ok(!offered('logits: tensor([[nan, nan,  ..., nan, nan]])', 'likely')));
    it('any matrix at "all", but no column, no empty and no all-nan array', () => {
      assert.ok(offered('[[1, 2], [3, 4]]', 'all'));
      for (const text of ['[[1.5], [2.5]]', 'tensor([])', 'logits: tensor([[nan, nan]])'])
        assert.ok(!offered(text, 'all'), text);
    });
    it('no probabilities, weights, ids, losses or elided weights at "likely"', () => {
      for (const text of [
        'probs: [[0.25, 0.75]]',
        'Parameter containing:\ntensor([[-2.5,  2.5],\n        [ 3.5, -3.5]], requires_grad=True)',
        'input_ids: tensor([[101, 102]])',
        'losses: [0.5, 0.25, -0.125]',
        'Parameter containing:\ntensor([[-0.1,  0.2,  ..., -0.5,  0.6]], requires_grad=True)',
      ])
        assert.ok(!offered(text, 'likely'), text);
    });
  });

  it('refuses a text above the limit, with the reason', () => {
    const text = ' '.repeat(MAX_TEXT_LENGTH + 1);
    assert.deepEqual(findArrays(text), []);
    assert.match(refusal(text)!, /67,108,865 characters; the limit is 67,108,864/);
  });
});
