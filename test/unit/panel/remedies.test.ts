import assert from 'node:assert/strict';
import { h, render } from 'preact';
import type { CalibrationMethods } from '../../../src/loss/types';
import { Remedies } from '../../../src/panel/page/evaluation/remedies';
import type { WorkerClient } from '../../../src/worker/client';
import { until, withPage } from '../inspector/dom';

describe('ways of calibrating, judged', () => {
  const page = withPage();

  async function captionOf(judged: number): Promise<string> {
    const methods: CalibrationMethods = { folds: 5, rows: judged };
    const client = {
      call: (call: string) => Promise.resolve(call === 'calibrationMethods' ? methods : undefined),
      dispose: () => undefined,
    } as WorkerClient;
    const container = page.container();
    render(
      h(Remedies, {
        client,
        session: 1,
        version: 1,
        settings: { temperature: 1 },
        reading: 'logits',
        figures: {},
        counted: 80_000,
        name: String,
        onCopy: () => undefined,
        onTemperature: () => undefined,
        onCalibration: () => undefined,
      }),
      container,
    );
    await until(() => container.querySelector('caption'), 'the table');
    return container.querySelector('caption:not(.ls-hidden)')?.textContent ?? '';
  }

  it('says that they are judged on a sample where the first line is of all rows', async () => {
    assert.equal(
      await captionOf(50_000),
      'Fitted to and judged on a sample of 50,000 rows. The first line is of all 80,000.',
    );
    assert.equal(await captionOf(80_000), '');
  });
});
