import assert from 'node:assert/strict';
import { asJson, fromJson } from '../../../../src/arrays/wire/packed';
import { marking, unmarking } from '../../../../src/arrays/wire/nonFinite';
import { forwardCalls } from '../../../../src/panel/forward';
import { createHostClient } from '../../../../src/panel/hostClient';
import type { PageCall } from '../../../../src/panel/pageCalls';
import type { WorkerClient } from '../../../../src/worker/client';
import { inProcessClient } from '../../worker/inProcess';

/** What VS Code does with a message: JSON, but for the bytes of typed arrays. */
function carried(message: unknown): unknown {
  const bytes: unknown[] = [];
  const text = JSON.stringify(message, (_, part: unknown) =>
    ArrayBuffer.isView(part) ? { bytes: bytes.push(part) - 1 } : part,
  );
  return JSON.parse(text, (_, part: { bytes?: number } | null) =>
    typeof part?.bytes === 'number' ? bytes[part.bytes] : part,
  );
}

describe('A message with numbers that JSON has not', () => {
  it('comes as it was sent, at any depth', () => {
    const message = {
      loss: NaN,
      list: [1, Infinity, { low: -Infinity, high: -0.5 }],
      none: null,
      text: 'NaN',
    };
    assert.deepEqual(unmarking(carried(marking(message))), message);
    assert.deepEqual(fromJson(asJson(message)), message);
    for (const one of [NaN, Infinity, -Infinity, 0, 1.5, null, 'Infinity'])
      assert.ok(Object.is(unmarking(carried(marking(one))), one), String(one));
  });

  it('is the very object where it holds none, and typed arrays are never looked into', () => {
    const logits = Float64Array.of(NaN, Infinity);
    const message = { rows: 2, logits, nested: [{ names: ['a'] }] };
    assert.equal(marking(message), message);
    assert.equal(unmarking(message), message);
    assert.equal(marking({ logits, loss: NaN }).logits, logits);
  });

  it('leaves alone what only looks like a mark', () => {
    for (const value of [
      { nonFinite: 'toString' },
      { nonFinite: 5 },
      { nonFinite: '__proto__' },
      { other: 'NaN' },
    ])
      assert.equal(unmarking(value), value);
  });

  it('shows in a panel the loss that the worker computed: NaN without a softmax, infinite where the label is masked', async () => {
    const worker = inProcessClient();
    let receive: ReturnType<typeof createHostClient>['receive'] = () => undefined;
    const forward = forwardCalls(
      worker,
      (answer) => setTimeout(() => receive(unmarking(carried(marking(answer))) as never)),
      { mayOpen: () => true },
    );
    const page = createHostClient((call: PageCall) =>
      forward.receive(unmarking(carried(marking(call))) as PageCall),
    );
    receive = page.receive;
    const client: WorkerClient = page.client;
    const { session } = await client.call('open', {
      array: {
        dtype: 'float64',
        shape: [3, 2],
        data: Float64Array.of(NaN, 1, 2, -Infinity, 0, Math.log(3)),
      },
      reading: 'logits',
      labels: { dtype: 'float64', shape: [3], data: Float64Array.of(0, 1, 1) },
    } as never);
    const losses = [];
    for (const row of [0, 1, 2])
      losses.push((await client.call('row', { session, settings: { temperature: 1 }, row, k: 2 })).loss);
    assert.deepEqual(losses.slice(0, 2), [NaN, Infinity]);
    assert.ok(Math.abs(losses[2]! - Math.log(4 / 3)) < 1e-12);
    forward.end();
  });
});
