import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findArrays } from '../../../src/text/find';
import { mayHoldArray } from '../../../src/text/mayHoldArray';

const one = 'Prediction(id=0, logits=[1.2, 0.3, -0.4], label=2)';
const two = 'Prediction(id=1, logits=[0.2, 1.3, -0.5], label=1)';
const VALUES = [1.2, 0.3, -0.4, 0.2, 1.3, -0.5];

const shapes = (text: string) => findArrays(text).map(({ shape }) => shape.join('×'));
function only(text: string) {
  const found = findArrays(text);
  assert.equal(found.length, 1, `${found.length} arrays in ${text}`);
  return found[0];
}
function areTwoRows(text: string) {
  const { name, shape, array, labels, reading } = only(text);
  assert.deepEqual([name, shape, [...array!.data], reading.kind], ['logits', [2, 3], VALUES, 'logits'], text);
  assert.deepEqual([labels?.name, [...(labels?.values.data ?? [])]], ['label', [2, 1]], text);
  assert.ok(mayHoldArray(text), text);
}

describe('objects that Python printed', () => {
  it('are rows of one array with their labels, in a list, tuple or dictionary, or on lines of their own', () => {
    for (const text of [
      `[${one}, ${two}]`,
      `preds = [${one},\n ${two}]`,
      `(${one}, ${two})`,
      `[None, ${one}, None, ${two}]`,
      `{0: ${one}, 1: ${two}}`,
      `{'a.png': ${one}, 'b.png': ${two}}`,
      `defaultdict(<class 'list'>, {'a': ${one}, 'b': ${two}})`,
      `deque([${one}, ${two}], maxlen=5)`,
      `Results(items=[${one}, ${two}], n=2)`,
      `${one}\n${two}\n`,
      `>>> for p in preds: print(p)\n${one}\n${two}`,
    ])
      areTwoRows(text);
  });

  it('may be dataclasses, named tuples, namespaces, models of pydantic, and laid out by a pretty printer', () => {
    const renamed = (name: string) => `[${one}, ${two}]`.replaceAll('Prediction', name);
    for (const text of [
      renamed('main.<locals>.Prediction'),
      renamed('__main__.Prediction'),
      renamed('_Prediction2'),
      renamed('namespace'),
      renamed('pred'),
      `[${one}, ${two}]`.replaceAll('(', '(\n    ').replaceAll(', ', ',\n    '),
      `[${one}, ${two}]`.replace(/\[(\d[^\]]*)\]/g, '($1)'),
      `[${one}, ${two}]`.replaceAll(
        'id=',
        "name='a (b', split=<Split.TEST: 2>, at=datetime(2026, 1, 2), id=",
      ),
      `[${one}, ${two}]`.replaceAll('logits=', 'extra={"a": None}, other=Other(x=None), logits='),
    ])
      areTwoRows(text);
  });

  it('may hold objects and tensors, as dictionaries may', () => {
    for (const text of [
      `[${one}, ${two}]`.replace(/(\[[-\d., ]+\])/g, 'tensor($1)').replace(/label=(\d)/g, 'label=tensor($1)'),
      `[${one}, ${two}]`.replace(/(\[\d[-\d., ]+\])/g, 'array($1, dtype=float32)'),
      `[${one}, ${two}]`.replace(/logits=(\[[^\]]+\])/g, 'output=Output(loss=None, logits=$1)'),
      "[{'logits': tensor([1.2, 0.3, -0.4]), 'label': 2}, {'logits': tensor([0.2, 1.3, -0.5]), 'label': 1}]",
      "{0: {'logits': [1.2, 0.3, -0.4], 'label': 2}, 1: {'logits': [0.2, 1.3, -0.5], 'label': 1}}",
    ])
      areTwoRows(text);
  });

  it('begin with their class where the array is said to stand', () => {
    const text = `found: [main.<locals>.${one}, ${two}] and more`;
    assert.equal(text.slice(...only(text).range), `main.<locals>.${one}, ${two}`);
  });

  it('alone have their label, and names and scores are read as from dictionaries', () => {
    const alone = only(one);
    assert.deepEqual([alone.name, alone.shape, [...alone.labels!.values.data]], ['logits', [3], [2]]);
    const text = "[Score(label='cat', score=0.9), Score(label='dog', score=0.1)]";
    const scored = only(text);
    assert.deepEqual(
      [scored.classNames, [...scored.array!.data]],
      [
        ['cat', 'dog'],
        [0.9, 0.1],
      ],
    );
    assert.equal(scored.reading.kind, 'probabilities');
    assert.ok(mayHoldArray(text));
  });

  it('keep their own class names: rows are brought into one order, or none is given', () => {
    const named = only("[P(probs=[0.2, 0.8], labels=['a', 'b']), P(probs=[0.3, 0.7], labels=['b', 'a'])]");
    assert.deepEqual(named.classNames, ['a', 'b']);
    assert.deepEqual([...named.array!.data], [0.2, 0.8, 0.7, 0.3]);
    const tuples = only("[P(probs=[0.2, 0.8], labels=('a', 'b')), P(probs=[0.3, 0.7], labels=('b', 'c'))]");
    assert.equal(tuples.classNames, undefined);
    assert.equal(tuples.entryNames?.texts.join(), 'a,b,c');
  });

  it('stay apart where they are of different classes or lengths', () => {
    assert.deepEqual(shapes('[A(logits=[1.2, 0.3]), B(logits=[0.2, 1.3])]'), ['2', '2']);
    assert.deepEqual(shapes('[A(logits=[1.2, 0.3]), A(logits=[0.2, 1.3, 0.5])]'), ['2', '3']);
  });

  it('are not what calls, comparisons and prints of arrays are', () => {
    for (const [text, expected] of [
      ['a = Linear(weight=[0.1, 0.2])\nb = Linear(weight=[0.3, 0.4])', ['2', '2']],
      ['softmax(x=[0.1, 0.2])\nsoftmax(x=[0.3, 0.4])', ['2', '2']],
      ['[Foo(x == [0.1, 0.2]), Foo(x == [0.3, 0.4])]', ['2', '2']],
      ['[Foo(0, [0.1, 0.2]), Foo(1, [0.3, 0.4])]', ['2', '2']],
      [
        '[Tensor(shape=[2], dtype=float32,\n [0.1, 0.2]), Tensor(shape=[2], dtype=float32,\n [0.3, 0.4])]',
        ['2', '2'],
      ],
      [
        'return_types.topk(\nvalues=tensor([0.5, 0.2]))\nreturn_types.topk(\nvalues=tensor([0.5, 0.2]))',
        ['2', '2'],
      ],
      ['[Foo(logits=[0.1, ..., 0.2]), Foo(logits=[0.3, ..., 0.4])]', ['-1', '-1']],
      ['[Foo(x=None), Foo(x=<object at 0x7f>), Foo(x=1.5)]', []],
    ] as const)
      assert.deepEqual(shapes(text), expected, text);
  });

  it('give what the same records give as JSON', () => {
    const number = fc.integer({ min: -999, max: 999 }).map((x) => (x / 100).toFixed(2));
    const record = fc.record({
      logits: fc.array(number, { minLength: 2, maxLength: 3 }),
      label: fc.nat(2),
      text: fc.constantFrom('a', 'no [1.5, 2.5]', 'b(c=', ''),
      inner: fc.option(fc.array(number, { minLength: 2, maxLength: 2 })),
    });
    const json = ({ logits, label, text, inner }: typeof record extends fc.Arbitrary<infer T> ? T : never) =>
      `{"text": "${text}", "logits": [${logits.join()}], "label": ${label}, "inner": ${inner ? `{"z": [${inner.join()}]}` : 'null'}}`;
    const printed = ({ logits, label, text, inner }: Parameters<typeof json>[0]) =>
      `Row(text='${text}', logits=[${logits.join()}], label=${label}, inner=${inner ? `Inner(z=[${inner.join()}])` : 'None'})`;
    const told = (text: string) =>
      findArrays(text).map(({ shape, array, labels, reading }) => ({
        shape: [...shape],
        values: [...array!.data],
        labels: labels && [...labels.values.data],
        kind: reading.kind,
      }));
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (rows) => {
        assert.deepEqual(told(`[${rows.map(printed).join(', ')}]`), told(`[${rows.map(json).join(', ')}]`));
      }),
      { numRuns: 300 },
    );
  });

  it('nested, cut off or repeated without end are read in linear time', () => {
    for (const unit of [
      'A(a=',
      '[A(a=',
      '{0: A(',
      'A(a=[0.5, 1.5], ',
      'a.<',
      'A',
      'A(' + ' '.repeat(90),
      '{0: {',
    ])
      assert.doesNotThrow(() => findArrays(unit.repeat(20_000)), unit);
    assert.deepEqual(shapes(`[${`${one}, `.repeat(5000)}]`), ['5000×3']);
  });

  it('of which each holds a batch are one array of batches with their labels, and the mean of their losses', () => {
    const batch = (loss: number, labels: string) =>
      `Output(loss=tensor(${loss}), logits=tensor([[ 1.5,  0.25],\n        [-1.25, 2.5]]), labels=tensor(${labels}))`;
    const found = findArrays(`${batch(0.5, '[0, 1]')}\n${batch(0.25, '[1, 1]')}`);
    const logits = found.find(({ name }) => name === 'logits')!;
    assert.deepEqual([logits.shape, logits.labels?.kind], [[2, 2, 2], 'class-ids']);
    assert.deepEqual(logits.printedLoss?.value, 0.375);
    assert.equal(logits.unfitLabels, undefined);
  });

  it('hold bytes of texts, which are no arrays', () => {
    const text = "Token(token='Hi', bytes=[72, 105], scores=[1.25, -0.5])";
    assert.deepEqual(shapes(text), ['2']);
    assert.equal(findArrays(text)[0].name, 'scores');
  });
});
