import assert from 'node:assert/strict';
import type { FoundArray } from '../../../src/arrays/types';
import { againOf, readKept, readShown, readTokens, tokensKept } from '../../../src/panel/kept';

const found: FoundArray = {
  range: [0, 9],
  container: 'torch',
  shape: [1, 3],
  elided: false,
  array: { dtype: 'float32', shape: [1, 3], data: Float32Array.of(0.1, NaN, -Infinity) },
  labels: {
    kind: 'class-ids',
    values: { dtype: 'float64', shape: [1], data: Float64Array.of(2) },
    source: 'beside',
  },
  reading: { kind: 'logits', confidence: 0.9, evidence: ['named'] },
};

/** What a page keeps goes through JSON on its way to another window. */
const later = (state: unknown): unknown => JSON.parse(JSON.stringify(state));

describe('what a panel comes back with', () => {
  it('is what it showed, bit for bit, with what was typed', () => {
    const left = { labels: '0', settings: { temperature: 3 } };
    const kept = readKept(
      later({ left, scroll: 12, again: againOf({ found, origin: 'selection in a.py' }) }),
    );
    assert.deepEqual(kept.left, left);
    assert.equal(kept.scroll, 12);
    assert.deepEqual(readShown(kept.again!), { found, origin: 'selection in a.py' });
  });

  it('is the address of a file, whose values stay there', () => {
    const held = { ...found, array: undefined, held: 7 };
    const { again } = readKept(
      later({ again: againOf({ found: held, origin: 'x.jsonl', address: 'file:///x.jsonl' }) }),
    );
    assert.equal(again!.address, 'file:///x.jsonl');
    assert.equal(readShown(again!), undefined);
  });

  it('is the text of tokens or its file, and how its view was left', () => {
    const shown = { held: 3, origin: 'clipboard', sequence: 1, again: { text: '{"logprobs": []}' } };
    const tokens = { sequence: 2, chosen: 7, range: { from: 1, to: 9 }, whatIf: { topP: 0.9 } };
    const kept = readKept(later({ tokens, again: tokensKept(shown) }));
    assert.deepEqual(kept.tokens, tokens);
    assert.deepEqual(readTokens(kept.again!), { text: '{"logprobs": []}', sequence: 1 });
    const ofFile = {
      address: 'file:///r.jsonl',
      part: { from: 10, to: 90, crc: 7 },
      tokenizer: 'file:///vocab.json',
    };
    const { again } = readKept(later({ again: tokensKept({ ...shown, again: ofFile }) }));
    assert.deepEqual(readTokens(again!), { ...ofFile, sequence: 1 });
    for (const wrong of [undefined, {}, { text: 3, sequence: 0 }, { part: 'all', sequence: 0 }])
      assert.equal(readTokens({ origin: 'x', tokens: wrong as never }), undefined);
  });

  it('is only named where it is too long to keep, or nothing that a page of ours kept', () => {
    const data = new Float64Array(1 << 20);
    const long = {
      ...found,
      shape: [1, data.length],
      array: { dtype: 'float64' as const, shape: [1, data.length], data },
    };
    assert.equal(readShown(againOf({ found: long, origin: 'long' })), undefined);
    for (const state of [undefined, null, 7, { again: 7 }, { again: { origin: 3 } }])
      assert.deepEqual(readKept(state), {});
    for (const shown of [
      '',
      '{',
      '{"found": 1}',
      '{"found": {"array": {"packed": "Function", "base64": ""}}}',
    ])
      assert.equal(readShown({ origin: 'x', shown }), undefined);
  });
});
