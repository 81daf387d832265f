import assert from 'node:assert/strict';
import { h, render } from 'preact';
import type { InCode } from '../../../src/arrays/wire/inCode';
import { temperatureText } from '../../../src/arrays/words/temperatureText';
import { fittedText } from '../../../src/code/evaluation/words';
import type { FoundArray } from '../../../src/arrays/types';
import { fromNested } from '../../../src/arrays/ndarray';
import { Findings } from '../../../src/inspector/findings';
import { Numerics } from '../../../src/inspector/numerics';
import { Sections } from '../../../src/inspector/sections/sections';
import type { Calibration, RowFlag } from '../../../src/loss/types';
import type { WorkerClient } from '../../../src/worker/client';
import type { ViewSettings } from '../../../src/worker/protocol';
import { until, withPage } from './dom';
import { inProcessClient } from '../worker/inProcess';

const LOGITS = [
  [2, 1, 0.1],
  [0.5, 2.5, 0.3],
];

describe('what stands around the rows of an inspector', () => {
  const page = withPage();

  it('say what hand-written code would give only of losses that were compared', () => {
    const container = page.container();
    const said = (examined: number, losses: number, labelled = true) => {
      const report = { findings: [], examined, rows: 2, losses };
      render(h(Numerics, { report, labelled, name: String, onRow: () => undefined }), container);
      return container.textContent;
    };
    assert.match(said(2, 2), /gives the same losses/);
    assert.match(said(2, 0), /no row has a finite loss to compare/);
    assert.match(said(2, 0, false), /no overflow or underflow/);
    // Of rows that stay in a kernel.
    assert.equal(said(0, 0), '');
  });

  async function show(
    labels?: unknown,
    around = (client: WorkerClient) => client,
    more: { found?: Partial<FoundArray>; inCode?: InCode; logits?: number[][]; flags?: RowFlag[] } = {},
  ) {
    const client = around(inProcessClient());
    const array = fromNested(more.logits ?? LOGITS, 'logits');
    const values = labels === undefined ? undefined : fromNested(labels, 'labels');
    const { session } = await client.call('open', { reading: 'logits', array, labels: values });
    const found: FoundArray = {
      range: [0, 0],
      container: 'json',
      shape: [2, 3],
      elided: false,
      array,
      reading: { kind: 'logits', confidence: 1, evidence: [] },
      ...more.found,
    };
    const container = page.container();
    let settings: ViewSettings = { temperature: 1, reduction: 'mean', labelSmoothing: 0 };
    const give = (given: Partial<ViewSettings>) => {
      settings = { ...settings, ...given };
      draw();
    };
    const draw = () =>
      render(
        h('div', {}, [
          h(Findings, {
            ...{ client, found, session, settings, version: 1 },
            batch: { flags: more.flags ?? [], ...(values && { reduced: 0.5 }) },
            ...{ name: String, onRow: () => undefined },
            ...(more.inCode && { inCode: more.inCode }),
            onSettings: give,
          }),
          h(Sections, {
            ...{ client, session, settings, version: 1, classes: 3, axes: 2 },
            labelled: labels !== undefined,
            counted: 2,
            isEvaluated: false,
            onGive: give,
          }),
        ]),
        container,
      );
    draw();
    for (const line of container.querySelectorAll<HTMLButtonElement>('.ls-folded > button')) line.click();
    const says = (words: RegExp) => until(() => words.test(container.textContent), String(words));
    const field = (name: string) =>
      [...container.querySelectorAll('label')].find((label) => label.textContent.startsWith(name))!;
    const change = (target: HTMLSelectElement | HTMLInputElement, value: string) => {
      target.value = value;
      target.dispatchEvent(new window.Event('change', { bubbles: true }));
    };
    return { container, says, field, change, give, settings: () => settings };
  }

  it('has class weights, typed or balanced, the ignore index and the loss at hand', async () => {
    const { container, field, change, settings, says } = await show([0, 1]);
    change(field('Class weights').querySelector('select')!, 'balanced');
    await until(() => settings().classWeights, 'balanced weights');
    assert.deepEqual(settings().classWeights, [1, 1, 0]);
    change(field('Class weights').querySelector('select')!, 'typed');
    await until(() => container.querySelector('[aria-label="3 class weights"]'), 'the field for weights');
    const typed = container.querySelector<HTMLInputElement>('[aria-label="3 class weights"]')!;
    typed.value = '1 2';
    page.input(typed);
    await says(/Expected 3 weights, one per class, got 2/);
    typed.value = '1, 2, 0.5';
    page.input(typed);
    assert.deepEqual(settings().classWeights, [1, 2, 0.5]);
    change(field('Ignore index').querySelector('input')!, '-1');
    assert.equal(settings().ignoreIndex, -1);
    change(field('Loss').querySelector('select')!, 'sigmoid');
    assert.equal(settings().loss, 'sigmoid');
  });

  it('leads from a double softmax to the place in the code', async () => {
    const asked: [readonly string[], boolean][] = [];
    const { container, says } = await show([0, 1], undefined, {
      // -log(softmax(softmax(x)))[y], the mean over both rows
      found: { printedLoss: { value: 0.745, decimals: 4, name: 'loss' } },
      inCode: async (rules, reveal) => {
        asked.push([rules, reveal]);
        return rules.includes('softmax-into-cross-entropy');
      },
    });
    await says(/Softmax was taken twice.*Show in code/);
    assert.equal(container.textContent.match(/taken twice/g)!.length, 1);
    const links = [...container.querySelectorAll('button')].filter(
      (button) => button.textContent === 'Show in code',
    );
    assert.equal(links.length, 1);
    links[0].click();
    assert.equal(asked.at(-1)![1], true);
  });

  const lines = (container: Element) =>
    [...container.querySelectorAll('.ls-findings [role="note"]')]
      .filter((line) => !line.closest('[hidden]'))
      .map((line) => line.querySelector('span:last-child')!.firstElementChild!.textContent);

  it('keeps a line for what it finds, and says there that it found nothing', async () => {
    const { container, says } = await show([0, 1]);
    const line = container.querySelector('.ls-findings > p')!;
    assert.equal(line.textContent, '');
    await says(/No problems found\./);
    assert.equal(container.querySelectorAll('.ls-findings > *').length, 1);
    const unlabelled = await show(undefined);
    await unlabelled.says(/No problems found in the values\./);
  });

  it('claims nothing of an array that is too large for every rule', async () => {
    const logits = Array.from({ length: 2 }, () => Array.from({ length: 40_000 }, (_, k) => -(k % 97)));
    let audited = 0;
    const counted = (client: WorkerClient): WorkerClient =>
      Object.assign(Object.create(client) as WorkerClient, {
        call: async (...asked: Parameters<WorkerClient['call']>) => {
          const answer = await client.call(...asked);
          audited += Number(asked[0] === 'audit');
          return answer;
        },
      });
    const { container } = await show([0, 1], counted, { logits, found: { shape: [2, 40_000] } });
    await until(() => audited > 0, 'the audit');
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(container.querySelector('.ls-findings > p')!.textContent, '');
  });

  it('shows the gravest finding in that line, with how grave it is for those who hear it, and the others when asked', async () => {
    const { container, says } = await show([0, 1], undefined, {
      logits: [
        [0.7, 0.2, 0.1],
        [0.1, 0.8, 0.1],
      ],
      found: { printedLoss: { value: 0.5, decimals: 3, name: 'loss' } },
    });
    await says(/These are probabilities, passed as logits.*1 more finding/);
    assert.deepEqual(lines(container), ['Error: ']);
    [...container.querySelectorAll('button')]
      .find(({ textContent }) => textContent === '1 more finding')!
      .click();
    await until(() => lines(container).length === 2, 'both');
    assert.equal(lines(container)[1], 'Warning: ');
  });

  it('says once what flags and findings say of the same rows: with ways to the rows, and what to do', async () => {
    const { container, says } = await show([0, 1], undefined, {
      logits: [
        [2, NaN, 0.1],
        [0.5, 2.5, 0.3],
      ],
      flags: [{ row: 0, reason: 'nan', message: 'a logit is NaN, so the softmax is NaN' }],
    });
    await says(/A logit is NaN, so the softmax is NaN\. ?Row 0Details/);
    assert.match(container.textContent, /Find the first layer that gives inf or NaN/);
    assert.doesNotMatch(container.textContent, /1 row has no distribution/);
  });

  it('leads to a few rows, and to more when asked, without a count of those that it has not', async () => {
    const flags = Array.from({ length: 40 }, (_, row): RowFlag => ({
      row,
      reason: 'nan',
      message: 'it is NaN',
    }));
    const { container } = await show(undefined, undefined, { flags });
    const links = () => [...container.querySelectorAll('.ls-findings .ls-num')].length;
    const more = () =>
      [...container.querySelectorAll('button')].find(({ textContent }) => textContent === 'More rows');
    assert.equal(links(), 6);
    more()!.click();
    await until(() => links() === 30, 'more rows');
    assert.equal((container.getRootNode() as ShadowRoot).activeElement?.textContent, 'Row 6');
    more()!.click();
    await until(() => links() === 40, 'all rows');
    assert.equal(more(), undefined);
    assert.ok(!container.textContent.includes('+'));
  });

  it('keeps the options in reach while no labels fit: an ignore index may be what they need', async () => {
    const { field } = await show();
    assert.ok(field('Ignore index').querySelector('input'));
  });

  it('says that the sigmoid loss knows no label smoothing', async () => {
    const { field, change, says, give } = await show([0, 1]);
    give({ labelSmoothing: 0.1 });
    change(field('Loss').querySelector('select')!, 'sigmoid');
    await says(/Label smoothing doesn’t apply to the sigmoid loss/);
  });

  const fitButton = (container: Element) =>
    [...container.querySelectorAll('button')].find((button) => button.textContent === 'Fit temperature');

  it('forgets a fitted temperature when an option changes what it is fitted to', async () => {
    const { container, says, give } = await show([0, 1]);
    fitButton(container)!.click();
    await says(/Every row is classified correctly/);
    give({ temperature: 2 });
    await says(/Every row is classified correctly/);
    assert.equal(fitButton(container), undefined);
    give({ shifted: true });
    await until(() => fitButton(container), 'the way to fit anew');
  });

  it('shows the fit that was asked for last, also when an earlier one takes longer', async () => {
    const answers: ((temperature: number) => void)[] = [];
    const { container, says, give } = await show([0, 1], (client) => ({
      call: ((call, params, options) =>
        call === 'calibrate'
          ? new Promise<Calibration>((resolve) =>
              answers.push((temperature) =>
                resolve({ fit: { kind: 'found', temperature, before: 1, after: 0.5 } as Calibration['fit'] }),
              ),
            )
          : client.call(call, params, options)) as WorkerClient['call'],
      dispose: () => client.dispose(),
    }));
    fitButton(container)!.click();
    give({ ignoreIndex: 1 });
    await until(() => !/Fitting/.test(container.textContent), 'the first fit forgotten');
    fitButton(container)!.click();
    await until(() => answers.length === 2, 'two fits');
    answers[1](3);
    await says(/T = 3.00 minimizes/);
    answers[0](2);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await says(/T = 3.00 minimizes/);
  });

  it('tells a fitted temperature in digits that it has, however small', () => {
    assert.deepEqual([1.756, 0.5, 0.0031416, 2e-5, 12345.6].map(temperatureText), [
      '1.76',
      '0.50',
      '0.0031',
      '0.00002',
      '12,350',
    ]);
    assert.deepEqual([0.5, 0.0031416].map(fittedText), ['.50', '.0031']);
  });

  it('offers the sigmoid loss for multi-hot labels, with the reason', async () => {
    const { container, says, settings } = await show([
      [1, 1, 0],
      [0, 1, 0],
    ]);
    await says(/The labels are multi-hot: 1 row marks several classes, or none, so no softmax can fit them/);
    [...container.querySelectorAll('button')]
      .find((button) => button.textContent.startsWith('Use sigmoid'))!
      .click();
    assert.equal(settings().loss, 'sigmoid');
  });
});
