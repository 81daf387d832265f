import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NO_NAMES, setKey, withChosenNames } from '../../../../src/arrays/words/nameChoice';
import type { NamesElsewhere } from '../../../../src/arrays/types';
import { nameLists } from '../../../../src/text/classNames/classNames';
import { findArrays } from '../../../../src/text/find';
import { labelSetsOf, namesOfSet } from '../../../../src/text/classNames/labelSets/index';
import { namesElsewhere } from '../../../../src/text/classNames/namesElsewhere';

const LOGITS = 'logits: tensor([[1.5, -2.5, 0.5],\n        [0.5, 0.25, 2.0]])';
const ABC = ['ant', 'bee', 'cat'];

describe('lists of class names', () => {
  const sure: [what: string, text: string][] = [
    ['a list', 'classes = ["ant", "bee", "cat"]'],
    [
      'a tuple over lines, with comments',
      "CLASS_NAMES = (\n    'ant',  # 'no' name\n    'bee',\n    'cat',\n)",
    ],
    ['a typed list', "class_names: list[str] = ['ant', 'bee', 'cat']"],
    ['an array', "label_names = np.array(['ant', 'bee', 'cat'])"],
    ['a list as NumPy prints it', "classes: ['ant' 'bee' 'cat']"],
    ['a map by id', "id2label = {0: 'ant', 1: 'bee', 2: 'cat'}"],
    ['a map in another order', '"id2label": {\n "2": "cat",\n "0": "ant",\n "1": "bee"\n}'],
    ['a map to ids', '"label2id": {"ant": 0, "cat": 2, "bee": 1}'],
    ['class_to_idx', "{'class_to_idx': {'ant': 0, 'bee': 1, 'cat': 2}}"],
    ['features of a data set', "{'label': ClassLabel(names=['ant', 'bee', 'cat'], id=None)}"],
    ['numbered features', "ClassLabel(num_classes=3, names=['ant', 'bee', 'cat'])"],
    ['target_names', "target_names=['ant', 'bee', 'cat']"],
    ['LABELS', "LABELS = ['ant', 'bee', 'cat']"],
  ];
  for (const [what, text] of sure)
    it(`are read with certainty: ${what}`, () =>
      assert.deepEqual(nameLists(text), [{ names: ABC, sure: true }]));

  it('of other names may be those of classes', () =>
    assert.deepEqual(nameLists("animals = ['ant', 'bee', 'cat']"), [{ names: ABC, sure: false }]));

  const none: [what: string, text: string][] = [
    ['numbers', 'classes = [0, 1, 2]'],
    ['a name twice', "labels = ['ant', 'bee', 'ant']"],
    ['names among numbers', "classes = ['ant', 1, 'bee']"],
    ['what is computed', "classes = [name.lower() for name in ['a', 'b']]"],
    ['strings that are joined', "classes = ['ant' 'bee', 'cat']"],
    ['lists in a list', "classes = [['ant', 'bee'], ['cat']]"],
    ['one name', "classes = ['ant']"],
    ['ids with a gap', "id2label = {0: 'ant', 2: 'cat'}"],
    ['texts that are mapped to texts', "labels = {'ant': 'insect', 'cat': 'mammal'}"],
    ['a comparison', "if classes == ['ant', 'bee']: pass"],
    ['an open bracket', "classes = ['ant', 'bee'"],
  ];
  for (const [what, text] of none)
    it(`are not made of ${what}`, () => assert.deepEqual(nameLists(text).filter((one) => one.sure), [])); // prettier-ignore

  it('come back whatever they are', () => {
    const name = fc.stringMatching(/^[A-Za-zé ,.:#/-]{1,20}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 30 }), (names) => {
        const list = `classes = [${names.map((one) => JSON.stringify(one)).join(', ')}]`;
        const map = `id2label = {${names.map((one, id) => `${id}: '${one}'`).reverse().join(', ')}}`; // prettier-ignore
        for (const text of [list, map]) assert.deepEqual(nameLists(text), [{ names, sure: true }]);
      }),
    );
  });

  it('never fail on any text', () => {
    const piece = fc.constantFrom('classes', ' = ', '[', ']', '{', '}', "'", '"', ',', ':', '0', '1', 'a', '\\', '#', '\n', '('); // prettier-ignore
    fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (all) => void nameLists(all.join(''))));
  });
});

describe('class names around an output', () => {
  const from = 'cell 1';
  const code = (text: string) => namesElsewhere([{ text, from, kind: 'code' }]);

  it('are those of outputs of encoders and data sets, too', () => {
    const outputs: [source: string, text: string][] = [
      ['encoder = LabelEncoder().fit(y)\nencoder.classes_', "array(['ant', 'bee', 'cat'], dtype='<U3')"],
      ['print(le.classes_)', "['ant' 'bee' 'cat']"],
      ['list(encoder.classes_)', "['ant', 'bee', 'cat']"],
      ['dataset["train"].features', "{'text': Value(dtype='string', id=None),\n 'label': ClassLabel(names=['ant', 'bee', 'cat'], id=None)}"],
      ['model.config.id2label', "{0: 'ant', 1: 'bee', 2: 'cat'}"],
      ['print(model.config)', 'BertConfig {\n  "id2label": {\n    "0": "ant",\n    "1": "bee",\n    "2": "cat"\n  }\n}'],
      ['train_data.classes', "['ant', 'bee', 'cat']"],
    ]; // prettier-ignore
    for (const [source, text] of outputs)
      assert.deepEqual(namesElsewhere([{ text, source, from, kind: 'output' }])[0], { names: ABC, from, sure: true }, text); // prettier-ignore
    assert.deepEqual(namesElsewhere([{ text: "['x', 'y']", source: 'words', from, kind: 'output' }]), []);
  });

  it('are those of a file of names, one a line', () => {
    const file = (text: string) => namesElsewhere([{ text, from: 'classes.txt', kind: 'lines' }]);
    assert.deepEqual(file('ant\nbee\r\ncat\n')[0].names, ABC);
    assert.deepEqual(file('ant\nbee\nant\n'), []);
  });

  const named = (elsewhere: NamesElsewhere[], text = LOGITS, source?: string) =>
    findArrays(text, { elsewhere, source })[0];

  it('name an array of as many classes, and say where they are from', () => {
    const { classNames, namesFrom } = named(code('classes = ["ant", "bee", "cat"]\nk = ["x", "y"]'));
    assert.deepEqual([classNames, namesFrom], [ABC, from]);
  });

  it('name none where there are more or fewer, or where nothing calls them classes', () => {
    for (const text of ['classes = ["a", "b"]', 'animals = ["ant", "bee", "cat"]'])
      assert.equal(named(code(text)).classNames, undefined, text);
  });

  it('give way to those of the output and of the cell itself', () => {
    const elsewhere = code('classes = ["ant", "bee", "cat"]');
    assert.deepEqual(named(elsewhere, `${LOGITS}\nclasses: ['x', 'y', 'z']`).classNames, ['x', 'y', 'z']);
    const { classNames, namesFrom } = named(elsewhere, LOGITS, "labels = ['u', 'v', 'w']\nprint(logits)");
    assert.deepEqual([classNames, namesFrom], [['u', 'v', 'w'], 'this cell']);
  });

  it('are offered, those that nothing calls classes as well, and chosen by a key', () => {
    const found = named(code('classes = ["ant", "bee", "cat"]\nanimals = ["x", "y", "z"]'));
    assert.deepEqual(
      found.nameChoices?.map((choice) => choice.names),
      [['x', 'y', 'z'], ABC],
    );
    const chosen = (key: string) => withChosenNames(found, { logits: key }, namesOfSet);
    assert.deepEqual(chosen(found.nameChoices[0].key).classNames, ['x', 'y', 'z']);
    assert.equal(chosen(NO_NAMES).classNames, undefined);
    assert.deepEqual(chosen('a key of nothing').classNames, ABC);
    assert.deepEqual(withChosenNames(found, { constructor: 'x' }, namesOfSet), found);
  });
});

describe('well-known label sets', () => {
  it('have as many names as classes, each once but for what COCO left out', () => {
    for (const size of [10, 80, 91, 100, 1000])
      for (const { id, title } of labelSetsOf(size, '')) {
        const names = namesOfSet(id)!;
        assert.equal(names.length, size, title);
        const distinct = new Set(names.filter((name) => name !== 'N/A'));
        assert.equal(distinct.size, id === 'coco-91' ? 81 : size, title);
      }
  });

  // Known outputs of torchvision's weights, Keras's data sets and COCO's categories.
  const known: [id: string, at: number, name: string][] = [
    ['imagenet-1k', 0, 'tench'],
    ['imagenet-1k', 207, 'golden retriever'],
    ['imagenet-1k', 281, 'tabby'],
    ['imagenet-1k', 999, 'toilet tissue'],
    ['cifar-10', 6, 'frog'],
    ['cifar-100', 53, 'orange'],
    ['fashion-mnist', 9, 'Ankle boot'],
    ['coco-91', 1, 'person'],
    ['coco-91', 90, 'toothbrush'],
    ['coco-80', 0, 'person'],
    ['coco-80', 79, 'toothbrush'],
  ];
  for (const [id, at, name] of known)
    it(`${id} calls class ${at} ${name}`, () => assert.equal(namesOfSet(id)?.[at], name));

  it('are offered by shape, those that the code names first, and imposed by neither', () => {
    const row = Array.from({ length: 10 }, (_, i) => (i * 0.37 - 1.5).toFixed(4)).join(', ');
    const source = 'data = torchvision.datasets.FashionMNIST("data")\nlogits = model(x)\nlogits';
    const [found] = findArrays(`tensor([[${row}],\n        [${row}]])`, { source });
    assert.equal(found.classNames, undefined);
    assert.deepEqual(
      found.nameChoices?.map(({ from, names }) => [from, names]),
      [['Fashion-MNIST', undefined], ['CIFAR-10', undefined], ['MNIST', undefined]],
    ); // prettier-ignore
    const chosen = withChosenNames({ ...found, name: 'a' }, { a: setKey('cifar-10') }, namesOfSet);
    assert.equal(chosen.classNames?.[3], 'cat');
  });

  it('are asked for by ids that may be anything', () => {
    for (const id of ['', 'constructor', 'cifar-10 ']) assert.equal(namesOfSet(id), undefined);
  });
});
