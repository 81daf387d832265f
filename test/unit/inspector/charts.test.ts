import assert from 'node:assert/strict';
import { h, render } from 'preact';
import { transforms } from 'vega-dataflow';
import ranks from '../../../src/inspector/charts/ranks.vl.json';
import row from '../../../src/inspector/charts/row.vl.json';
import { Chart } from '../../../src/inspector/charts/chart';
import * as content from '../../../src/inspector/charts/content';
import type { ChartContent, Template } from '../../../src/inspector/charts/content';
import { drawChart } from '../../../src/inspector/charts/vega';
import { FirstBars } from '../../../src/inspector/row/firstBars';
import { rowChart } from '../../../src/inspector/row/rowChart';
import type { RowDetail } from '../../../src/worker/protocol';
import { until, withPage } from './dom';

const templates = { ranks, row };

const bar = (rank: number, p: number) => ({
  rank,
  name: `class ${rank}`,
  logitText: '1.00',
  pText: String(p),
  logpText: '',
  gradientText: '',
  logit: rank === 0 ? 2 : -1,
  gradient: undefined,
  p,
  before: undefined,
  cut: undefined,
  ink: 'var(--ls-fg)',
  fill: 'var(--ls-bar-top)',
  stroke: 'none',
  tip: `class ${rank}`,
});

describe('chart templates', () => {
  for (const [name, compiled] of Object.entries(templates)) {
    it(`${name}: is compiled to a dataflow whose every operator is bundled`, () => {
      const { operators } = compiled as unknown as { operators: { type: string }[] };
      assert.ok(operators.length > 10);
      const missing = new Set(operators.map(({ type }) => type).filter((type) => type !== 'operator'));
      for (const type of Object.keys(transforms)) missing.delete(type);
      assert.deepEqual([...missing], []);
    });
  }

  it('hold no address, nothing to load and no link', () => {
    const text = JSON.stringify(templates);
    assert.doesNotMatch(text, /https?:\/\/(?!www\.w3\.org)|"href"|"url"/);
  });
});

describe('a drawn chart', () => {
  const page = withPage();

  function draw(template: Template, content: ChartContent) {
    const element = page.container();
    const chart = drawChart(element, template, content, (error) => {
      throw error;
    });
    const paths = (marks: string) =>
      [...element.querySelectorAll<SVGPathElement>(`${marks} path`)].map((path) => path.getAttribute('d')!);
    return { element, chart, paths };
  }

  it('draws a bar per class, as long as its probability', async () => {
    const { element } = draw('row', {
      rows: [bar(0, 0.5), bar(1, 0.25)],
      signals: { barsFrom: 100, barsTo: 300, largest: 1 },
      width: 300,
    });
    await until(() => element.querySelectorAll('.mark-rect.layer_0_marks path').length === 2, 'two bars');
    const text = element.textContent;
    assert.match(text, /class 0/);
    assert.match(text, /class 1/);
  });

  it('is shown first, before the library is there, with the same names and figures in the same places', async () => {
    const detail: RowDetail = {
      row: 0,
      classes: Int32Array.of(2, 0, 1),
      logits: Float64Array.of(2, 1, -1),
      probabilities: Float64Array.of(0.64, 0.23, 0.03),
      logProbabilities: Float64Array.of(-0.45, -1.47, -3.51),
      gradient: Float64Array.of(0.64, -0.77, 0.03),
      others: { count: 4, mass: 0.1 },
      ...{ logSumExp: 2.45, entropy: 0.9, margin: 0.41, label: 0, loss: 1.47 },
    };
    const charted = rowChart({
      detail,
      cuts: [],
      nameOf: (id) => `class ${id}`,
      paired: false,
      areLogs: false,
    });
    const width = 700;
    const shown = { rows: charted.rows, signals: { ...charted.signals, ...charted.fit(width) }, width };
    const { element, paths } = draw('row', shown);
    await until(() => paths('.mark-rect.layer_0_marks').length === 4, 'the bars');
    const first = page.container();
    render(h(FirstBars, shown), first);
    const texts = (root: Element) => [...root.querySelectorAll('text')].map((one) => one.textContent);
    const names = texts(first).filter((text) => /class|others/.test(text));
    assert.deepEqual(names, ['class 2', '◆ class 0', 'class 1', '4 others']);
    // Without a canvas the library takes names for wider than they are.
    const figures = (root: Element) =>
      texts(root)
        .filter((text) => text !== '' && !names.includes(text) && !text.endsWith('…'))
        .toSorted();
    assert.deepEqual(figures(first), figures(element));
    const { barsFrom, barsTo, largest } = shown.signals;
    const bars = [...first.querySelectorAll('rect')].map((one) => Number(one.getAttribute('width')));
    for (const p of [0.64, 0.23, 0.03, 0.1]) {
      const long = ((barsTo - barsFrom) * p) / largest;
      assert.ok(
        bars.some((one) => Math.abs(one - long) < 1e-6),
        `${long} among ${bars.join()}`,
      );
    }
    render(null, first);
  });

  it('writes and draws the classes of a row beside one that is masked as it does without that one', () => {
    const charted = (logits: readonly number[]) => {
      const weights = logits.map((x) => Math.exp(x - 2.1));
      const sum = weights.reduce((a, b) => a + b, 0);
      return rowChart({
        detail: {
          row: 0,
          classes: Int32Array.from(logits.keys()),
          logits: Float64Array.from(logits),
          probabilities: Float64Array.from(weights, (one) => one / sum),
          logProbabilities: Float64Array.from(logits, (x) => x - 2.1 - Math.log(sum)),
          others: { count: 0, mass: 0 },
          ...{ logSumExp: 2.1 + Math.log(sum), entropy: 0.4, margin: 1.6 },
        },
        cuts: [],
        nameOf: String,
        paired: false,
        areLogs: false,
      });
    };
    const texts = ({ rows }: ReturnType<typeof charted>) =>
      (rows as { logitText: string; logpText: string }[]).map(({ logitText, logpText }) => [
        logitText,
        logpText,
      ]);
    const bars = ({ rows }: ReturnType<typeof charted>) =>
      (rows as { logit?: number }[]).map(({ logit }) => logit);
    const plain = charted([2.1, 0.5]);
    // log p is −log(1 + exp(−1.6)) and 1.6 less.
    assert.deepEqual(texts(plain), [
      ['2.10', '−0.18'],
      ['0.50', '−1.78'],
    ]);
    for (const [mask, written] of [
      [-1e9, '−1.00e9'],
      [-3.4e38, '−3.40e38'],
      [-Infinity, '−inf'],
    ] as const) {
      const masked = charted([2.1, 0.5, mask]);
      assert.deepEqual(texts(masked), [...texts(plain), [written, written]]);
      assert.deepEqual(bars(masked), [2.1, 0.5, undefined]);
      assert.deepEqual(masked.signals, plain.signals);
    }
    assert.deepEqual(bars(charted([2.1, 0.5, -65504])), [2.1, 0.5, undefined]);
    // What is merely improbable is drawn.
    assert.deepEqual(bars(charted([2.1, 0.5, -30])), [2.1, 0.5, -30]);
  });

  it('draws logits from their zero to both sides, beside the probabilities', async () => {
    const { paths } = draw('row', {
      rows: [bar(0, 0.5), bar(1, 0.25)],
      signals: { barsFrom: 200, barsTo: 300, logitFrom: 100, logitTo: 160, logitLow: -1, logitHigh: 2 },
      width: 300,
    });
    const marks = '.mark-rect.layer_3_marks';
    await until(() => paths(marks).length === 2, 'two bars');
    // The points of a rectangle with rounded corners: `M121.5,3L158.5,3C…`.
    const ends = (path: string) => {
      const across = [...path.matchAll(/([\d.]+),[\d.]+/g)].map(([, x]) => Number(x));
      return [Math.min(...across), Math.max(...across)];
    };
    assert.deepEqual(paths(marks).map(ends), [
      [120, 160],
      [100, 120],
    ]);
  });

  it('moves the marks it has when only values change, and draws others when classes come or go', async () => {
    const { element, chart, paths } = draw('row', {
      rows: [bar(0, 0.5), bar(1, 0.25)],
      signals: { barsFrom: 0, barsTo: 200, largest: 1 },
      width: 200,
    });
    const marks = '.mark-rect.layer_0_marks';
    await until(() => paths(marks).length === 2, 'two bars');
    const first = element.querySelector(`${marks} path`);
    const before = paths(marks)[0];
    chart.update({
      rows: [bar(0, 0.8), bar(1, 0.1)],
      signals: { barsFrom: 0, barsTo: 200, largest: 1 },
      width: 200,
    });
    await until(() => paths(marks)[0] !== before, 'the bar moved');
    assert.equal(element.querySelector(`${marks} path`), first);
    chart.update({ rows: [bar(0, 1)], signals: { barsFrom: 0, barsTo: 200, largest: 1 }, width: 200 });
    await until(() => paths(marks).length === 1, 'one bar');
  });

  it('draws probability against rank as a line on logarithmic axes', async () => {
    const points = [1, 10, 100].map((rank) => ({ rank, p: 0.5 / rank, fill: 'transparent', tip: '' }));
    const { paths } = draw('ranks', { rows: points, signals: { classes: 100 }, width: 200, height: 100 });
    await until(() => paths('.mark-line')[0]?.length > 5, 'a line');
    assert.equal(paths('.mark-line')[0], 'M0,0L100,50L200,100');
  });

  it('is replaced by a sentence while it cannot be drawn, and drawn when someone tries again', async () => {
    const container = page.container();
    const { ranks: template } = content.templates;
    const warn = console.warn;
    console.warn = () => undefined;
    Object.assign(content.templates, { ranks: undefined });
    try {
      render(
        h(Chart, {
          template: 'ranks',
          label: 'Ranks',
          padding: 4,
          reserve: 88,
          height: 66,
          rows: [1, 2].map((rank) => ({ rank, p: 0.5 / rank, fill: 'transparent', tip: '' })),
          signals: { classes: 2 },
        }),
        container,
      );
      await until(() => container.querySelector('[role="alert"]'), 'the sentence');
      assert.match(container.textContent, /The chart couldn’t be loaded\. Try again/);
    } finally {
      Object.assign(content.templates, { ranks: template });
      console.warn = warn;
    }
    container.querySelector<HTMLElement>('[role="alert"] button')!.click();
    await until(() => container.querySelector('.mark-line path'), 'the line');
    assert.equal(container.querySelector('[role="alert"]'), null);
    render(null, container);
  });

  it('is saved as a document of its own, without theme variables', async () => {
    const { element, chart } = draw('row', {
      rows: [bar(0, 0.5)],
      signals: { barsFrom: 0, barsTo: 200, largest: 1 },
      width: 200,
    });
    element.style.setProperty('--ls-fg', '#123456');
    const svg = await chart.toSvg();
    assert.match(svg, /^<svg xmlns/);
    assert.doesNotMatch(svg, /var\(/);
    assert.equal(element.querySelector('span'), null);
  });

  const cases: [Template, ChartContent, string[]][] = [
    [
      'row',
      {
        rows: [bar(0, 0.5), bar(1, 0.25)],
        signals: {
          ...{ barsFrom: 200, barsTo: 300, largest: 0.5, nameLimit: 80, logitX: 70, pX: 90 },
          ...{ logitFrom: 100, logitTo: 160, logitLow: -1, logitHigh: 2 },
        },
        width: 300,
      },
      ['.mark-rect', '.mark-text text', '.role-axis text'],
    ],
    [
      'ranks',
      {
        rows: [1, 10, 100].map((rank) => ({ rank, p: 0.5 / rank, fill: 'transparent', tip: '' })),
        signals: { classes: 100 },
        width: 200,
        height: 100,
      },
      ['.mark-line', '.role-axis text'],
    ],
  ];
  for (const [template, content, marks] of cases) {
    it(`${template}: is copied as Vega-Lite that draws the same without Logitscope`, async () => {
      const { element, chart } = draw(template, content);
      const text = await chart.toVegaLite();
      assert.doesNotMatch(text, /var\(/);
      const { compile } = await import('vega-lite');
      const { parse, View } = await import('vega');
      const { spec } = compile(JSON.parse(text) as Parameters<typeof compile>[0]);
      const other = page.container();
      await new View(parse(spec), { renderer: 'svg' }).initialize(other).runAsync();
      for (const mark of marks) {
        const drawn = (root: HTMLElement) =>
          [...root.querySelectorAll(`${mark}, ${mark} *`)].map((node) =>
            ['d', 'transform', 'text-anchor'].map((name) => node.getAttribute(name)).concat(node.textContent),
          );
        await until(() => drawn(element).length > 0, `${mark} drawn`);
        assert.deepEqual(drawn(other), drawn(element));
      }
    });
  }
});
