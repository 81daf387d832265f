import assert from 'node:assert/strict';
import { readModule } from '../../../src/python/kept';

describe('what was read of code', () => {
  /** Of a line or two nothing is kept: it is read as quickly as found. */
  const longer = (text: string) => `${text}\n# ${'-'.repeat(70)}`;
  const others = (characters: number) => {
    for (let read = 0, i = 0; read < characters; i++) {
      const text = longer(`other_${i} = ${characters}`);
      readModule(text);
      read += text.length;
    }
  };

  it('is there when the same is asked for again, after the cells of a long notebook', () => {
    const module = readModule(longer('x = 1  # again'));
    others(240_000);
    assert.equal(readModule(longer('x = 1  # again')), module);
    others(240_001);
    assert.equal(readModule(longer('x = 1  # again')), module);
  });

  it('is forgotten after more than that', () => {
    const module = readModule(longer('x = 1  # forgotten'));
    others(600_002);
    assert.notEqual(readModule(longer('x = 1  # forgotten')), module);
  });

  it('is read anew where it is a line', () => {
    const module = readModule('x = 1');
    assert.notEqual(readModule('x = 1'), module);
    assert.deepEqual(readModule('x = 1'), module);
  });

  it('is told apart where it stands twice among what is read together', () => {
    const taken = new Set<ReturnType<typeof readModule>>();
    const first = readModule(longer('x = 1  # twice'), taken);
    assert.notEqual(readModule(longer('x = 1  # twice'), taken), first);
  });
});
