import assert from 'node:assert/strict';
import { PieceMemory } from '../../../src/engine/pieces/pieceMemory';

describe('memory of pieces', () => {
  it('fits arrays of doubles, whatever has come back', () => {
    const memory = new PieceMemory();
    memory.give([new ArrayBuffer(1004), new ArrayBuffer(1600)]);
    assert.equal(new Float64Array(memory.take(1000)).length, 200);
    assert.equal(new Float64Array(memory.take(1000)).length, 125);
  });
});
