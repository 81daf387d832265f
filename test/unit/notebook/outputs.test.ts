import assert from 'node:assert/strict';
import type { NotebookCell } from 'vscode';
import { hasOutput } from '../../../src/notebook/outputs';

const bytes = (text: string) => new TextEncoder().encode(text);

function cell(...texts: string[]): NotebookCell {
  const outputs = texts.map((text) => ({ items: [{ mime: 'text/plain', data: bytes(text) }] }));
  return { outputs } as unknown as NotebookCell;
}

describe('the cell that printed a text', () => {
  it('is told by its output, whatever its characters', () => {
    for (const text of ['logits: tensor([[1.0]])', 'p(“Katze”) ≈ ½', '日本語', '🐈 𝛼', ''])
      assert.ok(hasOutput(cell('other', text), text), text);
    assert.ok(!hasOutput(cell('logits: tensor([[1.0]])'), 'logits: tensor([[1.5]])'));
    assert.ok(!hasOutput(cell('logits'), 'logits and more'));
    assert.ok(!hasOutput(cell(), 'logits'));
  });

  it('is found without decoding what is too short or too long to be the text', () => {
    let read = 0;
    const data = new Proxy(bytes('x'.repeat(1000)), {
      get(target, key) {
        if (key !== 'byteLength') read++;
        return Reflect.get(target, key, target) as unknown;
      },
    });
    const outputs = [{ items: [{ mime: 'text/plain', data }] }];
    assert.ok(!hasOutput({ outputs } as unknown as NotebookCell, 'short'));
    assert.ok(!hasOutput({ outputs } as unknown as NotebookCell, 'y'.repeat(5000)));
    assert.equal(read, 0);
  });
});
