import assert from 'node:assert/strict';
import type { Memento, Uri } from 'vscode';
import { FileMemory } from '../../../src/ui/fileMemory';

const uri = (name: string) => ({ toString: () => `file:///${name}` }) as Uri;

function memento(kept: unknown): Memento {
  let value = kept;
  return {
    keys: () => ['key'],
    get: () => value,
    update: (_: string, next: unknown) => Promise.resolve(void (value = next)),
  };
}

describe('What is remembered of files', () => {
  it('is read and written whatever else stands in its place', async () => {
    for (const odd of [undefined, null, 7, 'x', {}, [5], [null, 'ab', ['file:///b']], [[1, 2]]]) {
      const memory = new FileMemory<number>(memento(odd), 'key');
      assert.equal(memory.of(uri('a')), undefined, JSON.stringify(odd));
      await memory.remember(uri('a'), 3);
      assert.equal(memory.of(uri('a')), 3);
    }
  });

  it('is of the files touched last', async () => {
    const memory = new FileMemory<number>(memento(undefined), 'key');
    for (let i = 0; i < 250; i++) await memory.remember(uri(String(i)), i);
    assert.deepEqual(
      [memory.of(uri('49')), memory.of(uri('50')), memory.of(uri('249'))],
      [undefined, 50, 249],
    );
  });
});
