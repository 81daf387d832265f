import assert from 'node:assert/strict';
import { calibrationErrorByChance } from '../../../src/loss/calibrationByChance';

/** Mulberry32: the same draws on every machine. */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe('the calibration error by chance', () => {
  it('is what simulated runs of a calibrated model show on average', () => {
    const draw = random(7);
    const confidence = Array.from({ length: 200 }, () => 0.3 + 0.69 * draw());
    const errors = Array.from({ length: 2000 }, () => {
      const gap = new Float64Array(10);
      for (const p of confidence) gap[Math.floor(p * 10)] += p - Number(draw() < p);
      return gap.reduce((sum, each) => sum + Math.abs(each), 0) / confidence.length;
    });
    const mean = errors.reduce((sum, each) => sum + each) / errors.length;
    const deviation = Math.sqrt(errors.reduce((sum, each) => sum + (each - mean) ** 2, 0) / errors.length);
    const byChance = calibrationErrorByChance(confidence, 10);
    assert.ok(Math.abs(byChance.mean / mean - 1) < 0.05, `${byChance.mean}, simulated ${mean}`);
    assert.ok(Math.abs(byChance.deviation / deviation - 1) < 0.1, `${byChance.deviation}, ${deviation}`);
  });

  it('is 0 for a model that is sure of everything', () => {
    assert.deepEqual(calibrationErrorByChance([1, 1, 0], 10), { mean: 0, deviation: 0 });
  });
});
