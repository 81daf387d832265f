import assert from 'node:assert/strict';
import { textOfFile } from '../../../src/arrays/textOfFile';

describe('the text of a file', () => {
  it('is read in the encoding that its first bytes say, without them', () => {
    const text = 'café\n猫\n';
    const little = Buffer.from(text, 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`),
      Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
    ])
      assert.equal(textOfFile(bytes), text);
    assert.equal(textOfFile(new Uint8Array(0)), '');
    assert.equal(textOfFile(Uint8Array.of(0xff)), '\ufffd');
  });
});
