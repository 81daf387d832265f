import assert from 'node:assert/strict';
import { binOf } from '../../../src/arrays/binOf';
import { barsPath, barsSvg, miniBars } from '../../../src/inspector/miniBars';

describe('miniBars', () => {
  it('draws one bar per height, standing on the bottom, as tall as its share', () => {
    const bars = miniBars([0.25, 0.5, 1], { width: 30, height: 16, top: 2 });
    assert.deepEqual(
      bars.map(({ y, height, role }) => [y, height, role]),
      [
        [12, 4, 'rest'],
        [8, 8, 'rest'],
        [0, 16, 'top'],
      ],
    );
  });

  it('keeps all bars inside the width, also when there are more bars than pixels', () => {
    for (const count of [1, 2, 7, 32, 100]) {
      const bars = miniBars(new Float32Array(count).fill(0.5), { width: 46, height: 15 });
      assert.equal(bars.length, count);
      for (const { x, width } of bars) {
        assert.ok(x >= 0 && width > 0 && x + width <= 46 + 1e-9, `${count} bars: ${x} + ${width}`);
      }
    }
  });

  it('shows a class of probability 0 as a foot, and takes NaN and values outside 0..1 without leaving the box', () => {
    const heights = miniBars([0, NaN, -1, 2, Infinity], { width: 50, height: 10 }).map((bar) => bar.height);
    assert.deepEqual(heights, [1, 1, 1, 10, 10]);
  });

  it('marks the label at the foot of its class, last, and leaves out a label that has no bin', () => {
    const bars = miniBars([0.5, 0.5], { width: 20, height: 16, label: 1 });
    assert.equal(bars.length, 3);
    assert.equal(bars[2].role, 'label');
    assert.equal(bars[2].x, bars[1].x);
    assert.equal(bars[2].y + bars[2].height, 16);
    assert.equal(miniBars([0.5, 0.5], { width: 20, height: 16, label: -100 }).length, 2);
    assert.equal(miniBars([0.5, 0.5], { width: 20, height: 16, label: 2 }).length, 2);
  });

  it('draws nothing for no classes', () => {
    assert.deepEqual(miniBars([], { width: 20, height: 16, top: 0, label: 0 }), []);
  });
});

describe('binOf', () => {
  it('is the class itself while every class has a bin, and beyond that the run of classes it stands in', () => {
    assert.equal(binOf(7, 10, 32), 7);
    for (const classes of [33, 100, 1000, 50257]) {
      for (let bin = 0; bin < 32; bin++) {
        const first = Math.floor((bin * classes) / 32);
        const last = Math.floor(((bin + 1) * classes) / 32) - 1;
        assert.deepEqual(
          [binOf(first, classes, 32), binOf(last, classes, 32)],
          [bin, bin],
          `${classes}: ${bin}`,
        );
      }
    }
  });
});

describe('barsSvg', () => {
  const colours = { top: '#4daafc', rest: '#3b5b78', label: '#e2c08d' };

  it('is one document with the rows side by side and one path for each role present', () => {
    const svg = barsSvg([{ heights: [0.1, 0.9], top: 1, label: 0 }, { heights: [1] }], {
      width: 20,
      height: 16,
      gap: 4,
      colours,
    });
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="44" height="16">/);
    assert.equal(svg.match(/<g /g)?.length, 2);
    assert.equal(svg.match(/<path /g)?.length, 4);
    assert.ok(svg.includes('translate(24)'));
  });

  it('lets nothing out of a colour attribute', () => {
    const svg = barsSvg([{ heights: [1] }], {
      width: 9,
      height: 9,
      colours: { ...colours, rest: '"/><script>alert(1)</script>' },
    });
    assert.ok(!svg.includes('<script'));
    assert.equal(svg.match(/<path /g)?.length, 1);
  });

  it('writes short paths: six rows of 32 bins stay far under what a hover may hold', () => {
    const row = { heights: Float32Array.from({ length: 32 }, (_, i) => 1 / (i + 3)), top: 0 };
    const svg = barsSvg([row, row, row, row, row, row], { width: 75, height: 48, colours });
    assert.ok(svg.length < 9_000, String(svg.length));
  });
});

describe('barsPath', () => {
  it('closes one rectangle per bar of that role', () => {
    const bars = miniBars([0.5, 1], { width: 20, height: 10, top: 1 });
    assert.equal(barsPath(bars, 'top'), 'M10.5 0h9v10h-9z');
    assert.equal(barsPath(bars, 'label'), '');
  });
});
