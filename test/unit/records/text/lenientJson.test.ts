import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { lenientJson } from '../../../../src/records/text/lenientJson';

describe('JSON as Python writes it', () => {
  it('holds NaN and infinities, which texts may spell, too', () => {
    deepStrictEqual(lenientJson('{"a": NaN, "b": [1, -Infinity, Infinity, "NaN", "a \\" Infinity"]}'), {
      a: NaN,
      b: [1, -Infinity, Infinity, 'NaN', 'a " Infinity'],
    });
    strictEqual(lenientJson('{"a": NaNs}'), undefined);
    strictEqual(lenientJson('{"a": '), undefined);
  });
});
