import assert from 'node:assert/strict';
import { importsOf } from '../../../src/losscode/imported';
import { lossAt } from '../../../src/losscode/lossAt';

const CELLS = [
  'from torch import nn\nmodel = nn.Linear(64, 10)\n',
  'criterion = nn.CrossEntropyLoss()\nloss = criterion(model(x), y)\n',
];

const at = (cells: readonly string[], what: string) => {
  const uri = 'notebook.ipynb';
  const cell = cells.findIndex((text) => text.includes(what));
  const start = cells[cell].indexOf(what);
  return lossAt({ files: [{ uri, cells }] }, uri, { cell, start, end: start });
};

describe('A loss in code', () => {
  it('tells what it takes and what it gets, with the place where that is made', () => {
    const facts = at(CELLS, 'criterion(model');
    assert.equal(facts?.takes, 'It takes logits and applies softmax itself.');
    assert.equal(facts.gets.length, 1);
    assert.match(facts.gets[0], /^It gets logits\. .*nn\.Linear\(64, 10\)$/);
    assert.deepEqual(facts.range.cell, 1);
  });

  it('does not tell what it gets where that is not known', () => {
    const facts = at([CELLS[0].replace('nn.Linear(64, 10)', 'load(path)'), CELLS[1]], 'criterion(model');
    assert.deepEqual(facts?.gets, []);
  });

  it('is not told of where none is called', () => {
    assert.equal(at(CELLS, 'nn.Linear'), undefined);
  });
});

describe('The modules that code imports', () => {
  const imported = (text: string) =>
    importsOf([{ uri: 'a.py', text }]).map(
      ({ dots, path, name }) => `${'.'.repeat(dots)}${path}:${name ?? ''}`,
    );

  it('are told with their dots and with names that may be modules, each once', () => {
    const text =
      'import a.b as c, d\nfrom ..e import f as g, h\nfrom . import (\n    i,\n    j,\n)\nfrom k import *\nimport d\n"""import l"""\n';
    assert.deepEqual(imported(text), ['a.b:', 'd:', '..e:f', '..e:h', '.:i', '.:j', 'k:']);
  });
});
