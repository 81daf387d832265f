import assert from 'node:assert/strict';
import { matrixWidths } from '../../../src/code/evaluation/cellWidth';

const matrix = (size: number, rows: number) =>
  Array.from({ length: size }, () => Array.from({ length: size }, () => rows));
const pixels = (widths: Readonly<Record<string, string>>, name: string) => parseFloat(widths[`--le-${name}`]);

describe('the room that a confusion matrix asks for', () => {
  it('reads every name where it can, and never more than a number and a name fill', () => {
    const short = matrixWidths(['0', '1', '2'], matrix(3, 5));
    assert.deepEqual(
      ['cells', 'least', 'wanted', 'most'].map((name) => pixels(short, name)),
      [3, 30, 30, 140],
    );
    // Ten classes fill 620 pixels, and more of them what there is.
    assert.equal(pixels(matrixWidths([...'abcdefghij'], matrix(10, 5)), 'most'), 62);
    assert.equal(pixels(matrixWidths([...'abcdefghijklmnopqrst'], matrix(20, 5)), 'most'), 60);
    const long = matrixWidths(['automobile', 'airplane'], matrix(2, 5));
    // Ten characters of the editor's font at ten pixels.
    assert.ok(pixels(long, 'wanted') >= 61 && pixels(long, 'wanted') <= 90);
    const longest = matrixWidths(['x'.repeat(80), 'y'], matrix(2, 5));
    assert.deepEqual(
      ['wanted', 'most', 'names'].map((name) => pixels(longest, name)),
      [90, 140, 110],
    );
  });

  it('never cuts a number, however large', () => {
    const widths = matrixWidths(['a', 'b'], matrix(2, 1_000_000));
    // "1,000,000" is nine characters.
    assert.ok(pixels(widths, 'least') >= 9 * 6);
    assert.ok(pixels(widths, 'wanted') >= pixels(widths, 'least'));
    assert.ok(pixels(widths, 'most') >= pixels(widths, 'wanted'));
  });
});
