import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Explained } from '../../../../src/worker/protocol';
import { inProcessClient } from '../../worker/inProcess';

describe('Arrays of strings in files of NumPy’s', () => {
  const script = 'test/fixtures/pickles/make_texts.py';
  const client = inProcessClient();
  let files: Record<string, string>;
  before(() => {
    files = JSON.parse(
      execFileSync(process.env.LOGITSCOPE_PYTHON!, [script], { encoding: 'utf8' }),
    ) as Record<string, string>;
  });
  const logitsOf = async (name: string): Promise<Explained> => {
    const bytes = new Uint8Array(Buffer.from(files[name], 'base64'));
    const [first] = await client.call('explainFile', { file: { name, bytes } });
    assert.equal(first.found.name, 'logits', name);
    return first;
  };

  it('name the classes and are labels by those names, whatever they are stored as', async () => {
    for (const name of Object.keys(files).filter((one) => /^(?:wide|big|bytes|objects)/.test(one))) {
      const { found, batch } = await logitsOf(name);
      assert.deepEqual(found.classNames, ['bird', 'cat', 'dög'], name);
      assert.deepEqual([...found.labels!.values.data], [0, 2], name);
      assert.equal(batch?.accuracy, 0.5, name);
    }
  });

  it('are no labels where one is no class, or no list says which is which, and it is said', async () => {
    const saysOf = async (name: string) => {
      const { found, findings } = await logitsOf(name);
      assert.equal(found.labels, undefined, name);
      return findings.find(({ id }) => id === 'unfit-labels')?.message;
    };
    assert.equal(
      await saysOf('unknown.npz'),
      '“labels” can’t be used as labels: its label “cow” isn’t among the class names in “classes”.',
    );
    assert.match((await saysOf('unlisted.npz'))!, /no list of class names/);
    assert.match((await saysOf('mixed.npz'))!, /it holds Python objects, not numbers/);
  });

  it('are numbered by the list that has a name for each class alone, and by none where two disagree', async () => {
    const { found, batch } = await logitsOf('longer.npz');
    assert.deepEqual([...found.labels!.values.data], [0, 2]);
    assert.equal(batch?.accuracy, 0.5);
    const disagreeing = await logitsOf('disagreeing.npz');
    assert.equal(disagreeing.found.labels, undefined);
    assert.match(disagreeing.findings[0].message, /lists of class names in the file are in different orders/);
  });

  it('are labels where they are whole numbers, in quotes or as objects', async () => {
    for (const name of ['ids-text.pkl', 'ids-text.npz', 'ids-object.pkl', 'ids-object.npz']) {
      const { found } = await logitsOf(name);
      assert.deepEqual([...found.labels!.values.data], [0, 2], name);
    }
  });

  it('are told apart where their bytes are not UTF-8', async () => {
    const { found } = await logitsOf('latin.npz');
    assert.deepEqual([...found.labels!.values.data], [1, 0]);
    assert.deepEqual(found.classNames, ['dög', 'düg', 'dag']);
  });

  it('are no labels where a class list has a name twice, or fewer are there than promised', async () => {
    const { findings } = await logitsOf('twice.npz');
    assert.match(findings[0].message, /its labels are names, and “class_names” names two classes “bird”/);
    const short = await logitsOf('short.npz');
    assert.equal(short.found.labels, undefined);
    assert.match(short.findings[0].message, /“labels” can’t be used as labels/);
    assert.equal(findings[0].remedy, 'Name every class, or give class IDs.');
    assert.equal((await logitsOf('complex.npz')).findings[0].remedy, 'Save the labels as whole numbers.');
  });

  it('and whole numbers without a name are labels, but not where they are the largest of every row', async () => {
    for (const kind of ['.pkl', '.npz', '-batches.pkl'])
      for (const [what, isLabelled] of [
        ['true', true],
        ['predicted', false],
      ] as const) {
        const name = `pair-${what}${kind}`;
        const bytes = new Uint8Array(Buffer.from(files[name], 'base64'));
        const [first] = await client.call('explainFile', { file: { name, bytes } });
        assert.deepEqual([first.found.shape, first.found.labels !== undefined], [[4, 3], isLabelled], name);
        assert.equal(first.found.unfitLabels?.areTops === true, !isLabelled, name);
      }
  });

  it('are no labels where they are stored by columns, in a pickle as in an .npz', async () => {
    for (const name of Object.keys(files).filter((one) => one.includes('columns')))
      assert.equal((await logitsOf(name)).found.labels, undefined, name);
  });

  it('called labels name the classes where there are as many and not as many rows', async () => {
    assert.deepEqual((await logitsOf('named.npz')).found.classNames, ['bird', 'cat', 'dög']);
  });
});
