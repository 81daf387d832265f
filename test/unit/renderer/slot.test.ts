import assert from 'node:assert/strict';
import type { NDArray } from '../../../src/arrays/ndarray';
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
  array: {
    dtype: 'float64',
    shape: [1, classes],
    data: Float64Array.from({ length: classes }, Math.sin),
  },
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
    return { container, slot, names, tokenNames };
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

  it('says that its output has changed, until it is what it was, and shows the new values when asked', async () => {
    const { container, slot } = await opened();
    const status = () => container.querySelector('.ls-header [role=status]')!.textContent;
    const sizes = () => container.querySelector('.ls-header .ls-num')?.textContent ?? '';
    const first = found(CLASSES);
    slot.update({ found: first }, undefined, undefined);
    await until(() => status() === '', 'nothing to say of the same values');
    const array: NDArray = { dtype: 'float64', shape: first.shape, data: new Float64Array(CLASSES) };
    slot.update({ found: { ...first, array } }, undefined, undefined);
    await until(() => status() === 'The output has changed. Show it', 'what is said of others');
    slot.update({ found: first }, undefined, undefined);
    await until(() => status() === '', 'nothing to say of the first again');
    slot.update({ found: found(CLASSES + 1) }, undefined, undefined);
    await until(() => status() !== '', 'what is said of other classes');
    assert.match(sizes(), /^1×1,280/);
    container.querySelector<HTMLElement>('.ls-header [role=status] button')!.click();
    await until(() => sizes().startsWith('1×1,281'), 'the new values');
    assert.equal(status(), '');
    slot.dispose();
  });

  it('gives way to a strip where its output is replaced by one that is printed in part', async () => {
    const { container, slot } = await opened();
    const next = { ...found(CLASSES), array: undefined, elided: true };
    slot.update({ found: next }, undefined, undefined, true);
    await until(() => container.querySelector('.ls-strip') !== null, 'the strip');
    assert.equal(container.querySelector('.ls-inspector'), null);
    slot.dispose();
  });
});
