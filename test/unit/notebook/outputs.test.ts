import assert from 'node:assert/strict';
import type { NotebookCell, NotebookDocument } from 'vscode';
import { cellsPrinting } from '../../../src/notebook/outputs';

const bytes = (text: string) => new TextEncoder().encode(text);

function notebook(cells: readonly (readonly Uint8Array[])[]) {
  const made = cells.map((texts) => {
    const outputs = texts.map((data) => ({ items: [{ mime: 'text/plain', data }] }));
    return { outputs } as unknown as NotebookCell;
  });
  return { version: 1, getCells: () => made } as unknown as NotebookDocument & { version: number };
}

describe('the cells that printed a text', () => {
  it('are told by their outputs, whatever their characters', () => {
    for (const text of ['logits: tensor([[1.0]])', 'p(“Katze”) ≈ ½', '日本語', '🐈 𝛼', '']) {
      const all = notebook([[bytes('other')], [bytes('other'), bytes(text)], [], [bytes(text), bytes(text)]]);
      const [, first, , second] = all.getCells();
      assert.deepEqual(cellsPrinting(all, text), [first, second], text);
    }
    const one = notebook([[bytes('logits: tensor([[1.0]])')]]);
    assert.deepEqual(cellsPrinting(one, 'logits: tensor([[1.5]])'), []);
    assert.deepEqual(cellsPrinting(one, 'logits'), []);
  });

  it('are found without decoding what is not as long, and without going through the notebook again', () => {
    let read = 0;
    let walks = 0;
    const long = new Proxy(bytes('x'.repeat(1000)), {
      get(target, key) {
        if (key !== 'byteLength') read++;
        return Reflect.get(target, key, target) as unknown;
      },
    });
    const all = notebook([[long], [bytes('short')]]);
    const cells = all.getCells();
    all.getCells = () => (walks++, cells);
    for (let i = 0; i < 100; i++) assert.deepEqual(cellsPrinting(all, 'short'), [cells[1]]);
    assert.deepEqual([read, walks], [0, 1]);
    cells.pop();
    all.version++;
    assert.deepEqual(cellsPrinting(all, 'short'), []);
    assert.equal(walks, 2);
  });
});
