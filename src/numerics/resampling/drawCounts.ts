import { instantiate } from './instance';
import { mix } from './mix';

/** Draws a count for each of many, time and again: how many of some limits `mix(own + salt)` reaches, both unsigned. */
type Draw = (salt: number, counts: Uint8Array) => void;

/**
 * @param own bits of each one's own
 * @param limits rising, 1 to 255 of them
 */
export function drawCounts(own: Int32Array, limits: Uint32Array): Draw {
  return compiledDraw(own, limits) ?? plainDraw(own, limits);
}

function compiledDraw(own: Int32Array, limits: Uint32Array): Draw | undefined {
  const running = instantiate();
  if (!running) return undefined;
  const { exports, take } = running;
  const n = own.length;
  const [ofLimits, ofOwn, out] = [take(limits.byteLength), take(own.byteLength), take(n)];
  const { buffer } = exports.memory;
  new Uint32Array(buffer, ofLimits, limits.length).set(limits);
  new Int32Array(buffer, ofOwn, n).set(own);
  return (salt, counts) => {
    exports.draws(ofOwn, n, salt, ofLimits, limits.length, out);
    counts.set(new Uint8Array(buffer, out, n));
  };
}

/** The same where WebAssembly is refused. */
export function plainDraw(own: Int32Array, limits: Uint32Array): Draw {
  return (salt, counts) => {
    for (let i = 0; i < own.length; i++) {
      const bits = mix((own[i] + salt) | 0) >>> 0;
      let count = 0;
      while (count < limits.length && bits >= limits[count]) count++;
      counts[i] = count;
    }
  };
}
