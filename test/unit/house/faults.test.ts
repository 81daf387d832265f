import assert from 'node:assert/strict';
import { serve } from '../../../src/engine/serve';
import { createClient } from '../../../src/worker/client';
import type { Params } from '../../../src/worker/protocol';
import { inProcessClient } from '../worker/inProcess';

/** Takes the place of something for as long as some work goes on. */
async function instead<T extends object, K extends keyof T>(
  owner: T,
  name: K,
  other: T[K],
  work: () => Promise<void>,
): Promise<void> {
  const own = owner[name];
  owner[name] = other;
  try {
    await work();
  } finally {
    owner[name] = own;
  }
}

const NO_MEMORY = /Not enough memory\. /;

describe('Where memory is refused', () => {
  const data = Float64Array.from({ length: 1 << 20 }, (_, i) => Math.sin(i));
  const logits = { dtype: 'float64' as const, shape: [1 << 10, 1 << 10], data };
  const request: Params<'softmax'> = { logits };

  it('by WebAssembly, a call is answered with one sentence and the next one works', async () => {
    const client = inProcessClient();
    const refused = () => {
      throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
    };
    await instead(WebAssembly.Memory.prototype, 'grow', refused, async () => {
      await assert.rejects(client.call('softmax', request), NO_MEMORY);
      const { session } = await client.call('open', { array: logits, reading: 'logits' });
      const batch = client.call('batch', { session, settings: { temperature: 1 } });
      await Promise.allSettled([batch]);
    });
    const probabilities = await client.call('softmax', request);
    assert.equal(probabilities.data.length, data.length);
    client.dispose();
  });

  it('for values, a call is answered with one sentence and the next one works', async () => {
    const client = inProcessClient();
    const Whole = globalThis.Float64Array;
    const Refusing = new Proxy(Whole, {
      construct(target, given: unknown[]) {
        if (typeof given[0] === 'number' && given[0] >= 1 << 20)
          throw new RangeError('Array buffer allocation failed');
        return Reflect.construct(target, given) as Float64Array;
      },
    });
    await instead(globalThis, 'Float64Array', Refusing, async () => {
      await assert.rejects(client.call('softmax', request), NO_MEMORY);
    });
    assert.equal((await client.call('softmax', request)).data.length, data.length);
    client.dispose();
  });

  it('for the message of an answer, a call is answered with one sentence and the next one works', async () => {
    let isFull = true;
    const client = createClient(({ onMessage }) => {
      const answer = serve((response) => {
        if (isFull && 'result' in response) throw new RangeError('Array buffer allocation failed');
        queueMicrotask(() => onMessage(structuredClone(response)));
      });
      return { post: (message) => answer(structuredClone(message)), terminate: () => undefined };
    });
    // One that is answered at once, and one that gives way to others.
    await assert.rejects(client.call('find', { text: '[1.5, 2.5]' }), NO_MEMORY);
    await assert.rejects(client.call('softmax', request), NO_MEMORY);
    isFull = false;
    assert.equal((await client.call('softmax', request)).data.length, data.length);
    client.dispose();
  });
});
