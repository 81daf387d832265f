import assert from 'node:assert/strict';
import type { FoundArray } from '../../../src/arrays/types';
import type { Host } from '../../../src/renderer/host';
import { createSlot } from '../../../src/renderer/slot';
import { askingNames } from '../../../src/renderer/tokenNames';
import { until, withPage } from '../inspector/dom';
import { inProcessClient } from '../worker/inProcess';

/** As wide as the rows of a language model. */
const CLASSES = 1280;

const found = (classes: number): FoundArray => ({
  range: [0, 40],
  container: 'torch',
  shape: [1, classes],
  dtype: 'float32',
  elided: false,
  array: { dtype: 'float64', shape: [1, classes], data: Float64Array.from({ length: classes }, Math.sin) },
  reading: { kind: 'logits', confidence: 0.9, evidence: [] },
});

const named = (classes: number) => ({
  classes,
  names: Array.from({ length: classes }, (_, id) => `word${id}`),
  from: '“tokenizer” in the kernel',
  chosen: true,
});

describe('an inspector opened under an output', () => {
  const page = withPage();
  const client = inProcessClient();
  after(() => client.dispose());

  async function opened() {
    const container = page.container();
    const tokenNames = askingNames(() => undefined);
    const host = { copy: () => undefined, tokenNames } as unknown as Host;
    const offer = { found: found(CLASSES) };
    const slot = createSlot(container, {
      client,
      host,
      offer,
      place: undefined,
      printing: undefined,
      left: { open: false },
    });
    slot.open();
    const names = () =>
      [...container.querySelectorAll('[aria-label="Classes"] tbody th')].map((th) => th.textContent);
    await until(() => names().length > 0, 'classes');
    return { slot, names, tokenNames };
  }

  it('takes the names that a person gives its classes after its output was read again', async () => {
    const { slot, names, tokenNames } = await opened();
    assert.ok(!names().includes('word8'));
    slot.update({ found: found(CLASSES) }, undefined, undefined);
    tokenNames.told(named(CLASSES));
    await until(() => names().includes('word8'), 'the names');
    tokenNames.told({ classes: CLASSES, names: [], from: '', chosen: true });
    await until(() => names().length > 0 && !names().includes('word8'), 'the IDs');
    slot.dispose();
  });

  it('stays as it is when other classes than its own get names', async () => {
    const { slot, names, tokenNames } = await opened();
    const before = names();
    slot.update({ found: found(CLASSES + 1) }, undefined, undefined);
    tokenNames.told(named(CLASSES + 1));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(names(), before);
    slot.dispose();
  });
});
