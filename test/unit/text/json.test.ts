import assert from 'node:assert/strict';
import { findArrays } from '../../../src/text/find';

/** Rectangular lists of numbers in a parsed document, outermost ones, in order. */
function expected(value: unknown): number[][] {
  const flat = (one: unknown): number[] | undefined => {
    if (typeof one === 'number') return [one];
    if (!Array.isArray(one) || one.length === 0) return undefined;
    const parts = one.map(flat);
    return parts.every((part) => part !== undefined && part.length === parts[0]!.length)
      ? parts.flat().map((x) => x!)
      : undefined;
  };
  if (Array.isArray(value)) {
    const numbers = flat(value);
    if (numbers !== undefined) return [numbers];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expected) : [];
}

describe('JSON', () => {
  const accepted = [
    '[1.5, 2.5]',
    ' [1.5,2.5] ',
    '\t[\r\n1.5\n,\t2.5 ]\n',
    '{"a":[1.5,2.5]}',
    '{"a":{"b":[1.5,2.5]},"c":[0.5]}',
    '{"":[1.5,2.5]}',
    '{"a b":[1.5,2.5]}',
    '{"a\\"b":[1.5,2.5]}',
    '{"\\u0061\\\\":[1.5,2.5]}',
    '{"a\\u0000\\ud834\\udd1e":[1.5,2.5]}',
    '{"😀":[1.5,2.5]}',
    '{"a":"[1, 2","b":[1.5,2.5]}',
    '{"a":"\\"[1, 2]","b":[1.5,2.5]}',
    '{"a":"// no comment","b":[1.5,2.5]}',
    '{"a":"# none","b":[1.5,2.5]}',
    '{"a":null,"b":true,"c":false,"d":[1.5,2.5]}',
    '{"a":[],"b":{},"c":[1.5,2.5]}',
    '[{"a":1},{"b":[1.5,2.5]}]',
    '[null,{"b":[1.5,2.5]}]',
    '["a",[1.5,2.5]]',
    '[[[1.5,2.5],[3.5,4.5]],[[5.5,6.5],[7.5,8.5]]]',
    '{"a":[[1.5],[2.5]]}',
    '[-0.0,0,-0]',
    '[1E2,1e-2,1e+2,0e0,0E+1,1.5e3]',
    '[0.1,12345678901234567890,1e-400,123456789012345678901234567890.5]',
    '{"a":1.5,"b":[1.5,2.5],"a":2.5}',
    '{"min":-1e28,"x":[-1e28,1e28]}',
  ];
  for (const text of accepted)
    it(`reads what JSON.parse reads of ${text}`, () => {
      assert.deepEqual(
        findArrays(text).map(({ array }) => [...array!.data]),
        expected(JSON.parse(text)),
      );
    });

  const rejected = [
    '[1.5,,2.5]',
    '[,1.5,2.5]',
    '[1.5,2.5,,]',
    '[1.5:2.5]',
    '[1.5;2.5]',
    '[1.5,2.5',
    '[1.5,2.5}',
    '{[1.5,2.5',
    '[1.5,"a]',
    '[1.5,a]',
    '[1.5,tru]',
    '[1.5,1.5.5]',
    '[1.5,1e]',
    '[1.5,1e+]',
    '[1.5,1ee2]',
    '[1.5,1e1.5]',
    '[1.5,--2]',
    '[1.5,+-2]',
    '[1.5,-]',
    '[1.5,+]',
    '[1.5,.]',
    '[1.5,.e1]',
    '[1.5,2-]',
    '[1.5,2.5e+-3]',
    '[1.5,0x1F]',
    '[1.5,1 000.0]',
    '[1.5,$2]',
    '[1.5,1/2]',
    '[1.5,2*3]',
    '[1.5,{"a":1}]',
    '[1.5,[2.5]]',
    '[[1.5],[2.5,3.5]]',
    '[1.5,null]',
    '[1.5,"2.5"]',
    '[1.5,１]',
    '[1.5,\u221e]',
    '\u201c[1.5,\u201d',
  ];
  for (const text of rejected)
    it(`takes no list for an array that no notation allows: ${text}`, () =>
      assert.deepEqual(
        findArrays(text)
          .filter(({ range }) => range[0] === 0)
          .map(({ shape }) => shape.join('×')),
        [],
      ));
});
