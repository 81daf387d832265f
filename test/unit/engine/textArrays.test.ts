import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Explained } from '../../../src/worker/protocol';
import { inProcessClient } from '../worker/inProcess';

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

  it('are no labels where they are stored by columns, in a pickle as in an .npz', async () => {
    for (const name of Object.keys(files).filter((one) => one.includes('columns')))
      assert.equal((await logitsOf(name)).found.labels, undefined, name);
  });

  it('called labels name the classes where there are as many and not as many rows', async () => {
    assert.deepEqual((await logitsOf('named.npz')).found.classNames, ['bird', 'cat', 'dög']);
  });
});
