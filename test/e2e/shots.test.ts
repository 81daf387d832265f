/**
 * Every state of strips and inspectors as pictures, where LOGITSCOPE_SHOTS asks for them: four themes, three widths and a zoom
 * of 200 %, into artifacts/shots/, to be looked at beside the mocks.
 */
import type { Frame } from 'playwright-core';
import { showTheme } from './axe';
import { stripUnder } from './inspector';
import { notebook, plain, printed } from './notebook';
import { themes, Workbench, type Theme } from './workbench';

const NAMES = ['cat', 'dog', 'bird', 'frog', 'horse', 'ship'];
const random = (() => {
  let state = 7;
  return () => ((state = (state * 1103515245 + 12345) % 2 ** 31), state / 2 ** 31);
})();
const logit = () => 8 * (random() + random() + random() - 1.5);
const tensor = (rows: number, classes: number, value = logit) =>
  `tensor([${Array.from({ length: rows }, () => `[${Array.from({ length: classes }, () => value().toFixed(4)).join(', ')}]`).join(',\n        ')}])`;
const ids = (rows: number, classes: number) =>
  `tensor([${Array.from({ length: rows }, () => Math.floor(random() * classes)).join(', ')}])`;
const bits = () => `${Math.floor(random() * 1.5)}`;
const targets = (rows: number, classes: number) =>
  `tensor([${Array.from({ length: rows }, () => `[${Array.from({ length: classes }, bits).join(', ')}]`).join(',\n        ')}])`;

/** By name: what a cell holds and prints. */
const STATES: Record<string, { source: string; text: string; last?: true }> = {
  plain: { source: 'print("logits:", logits)', text: `logits: ${tensor(24, 6)}\n` },
  labelled: {
    source: `classes = ${JSON.stringify(NAMES)}\nprint("logits:", logits)\nprint("labels:", labels)`,
    text: `logits: ${tensor(64, 6)}\nlabels: ${ids(64, 6)}\n`,
  },
  row: { source: 'print("logits:", logits)', text: `logits: ${tensor(1, 8)}\nlabel: tensor([3])\n` },
  multi: {
    source:
      'loss = F.binary_cross_entropy_with_logits(logits, targets)\nprint("logits:", logits, "\\ntargets:", targets)',
    text: `logits: ${tensor(12, 5)}\ntargets: ${targets(12, 5)}\n`,
  },
  scores: { source: 'torch.sigmoid(logits)', text: tensor(10, 5, random), last: true },
  binary: {
    source: 'loss = nn.BCEWithLogitsLoss()(logits, y)\nprint("logits:", logits)\nprint("y:", y)',
    text: `logits: ${tensor(16, 1)}\ny: ${tensor(16, 1, () => Math.round(random()))}\n`,
  },
  probabilities: {
    source: 'torch.softmax(logits, -1)',
    text: 'tensor([[0.7000, 0.2000, 0.1000],\n        [0.1000, 0.8000, 0.1000]], grad_fn=<SoftmaxBackward0>)',
    last: true,
  },
  nan: {
    source: 'print("logits:", logits)',
    text: 'logits: tensor([[nan, 0.2000, 0.3000], [1.0000, 0.5000, -inf], [99.0000, -5.0000, 3.0000]])\nlabels: tensor([0, 2, 1])\n',
  },
  elided: {
    source: 'print("logits:", logits)',
    text: 'logits: tensor([[0.1000, 0.2000,  ..., 0.3000]], grad_fn=<AddmmBackward0>)\n',
  },
  gathered: {
    source: 'for x in loader: print("logits:", model(x))',
    text: Array.from({ length: 12 }, () => `logits: ${tensor(1, 10)}\n`).join(''),
  },
  list: {
    source: 'print(a, b)',
    text: Array.from({ length: 5 }, (_, i) => `layer${i}_logits: ${tensor(2 + i, 4 + i)}\n`).join(''),
  },
};

const SIZES: Record<string, { width: number; height: number; zoom?: number }> = {
  500: { width: 500, height: 1400 },
  1000: { width: 1000, height: 1400 },
  1400: { width: 1400, height: 1400 },
  zoom: { width: 1000, height: 1400, zoom: 2 },
};

if (process.env.LOGITSCOPE_SHOTS)
  describe('Pictures of every state', function () {
    this.timeout(600_000);
    let workbench: Workbench;
    let frame: Frame;
    const wanted = (process.env.LOGITSCOPE_SHOTS ?? '').split(',').filter((name) => name in STATES);
    const names = wanted.length > 0 ? wanted : Object.keys(STATES);
    before(async () => {
      const cells = names.map((name) => {
        const { source, text, last } = STATES[name];
        return { source: `# ${name}\n${source}`, outputs: [last ? plain(text) : printed(text)] };
      });
      workbench = await Workbench.open({ files: { 'states.ipynb': notebook(cells) }, size: SIZES[1400] });
      await workbench.openFile('states.ipynb');
      frame = await workbench.notebookFrame();
    });
    after(() => workbench.close());
    afterEach(async function () {
      if (this.currentTest?.isFailed()) await workbench.screenshot(`failed-shots-${this.currentTest.title}`);
    });

    for (const name of names)
      it(name, async () => {
        await workbench.page.setViewportSize(SIZES[1400]);
        const beginning = STATES[name].text.slice(0, 40).split('\n')[0];
        const strips = await stripUnder(workbench, frame, beginning);
        const inspect = strips.getByRole('button', { name: /^Inspect / }).first();
        if ((await inspect.count()) > 0) {
          await inspect.click();
          await strips.getByRole('group', { name: 'Logitscope inspector' }).first().waitFor();
          await workbench.page.waitForTimeout(1500);
        }
        for (const theme of Object.keys(themes) as Theme[]) {
          await showTheme(workbench, frame, theme);
          for (const [size, { width, height, zoom = 1 }] of Object.entries(SIZES)) {
            await workbench.page.setViewportSize({ width: width + 400, height });
            await strips.evaluate(
              (element, { zoom, width }) => {
                (element as HTMLElement).style.cssText =
                  `zoom: ${zoom}; display: block; width: ${width / zoom}px`;
              },
              { zoom, width },
            );
            await workbench.page.waitForTimeout(300);
            await workbench.screenshot(`shots/${name}-${theme}-${size}`, strips);
          }
        }
        await strips.evaluate((element) => (element as HTMLElement).removeAttribute('style'));
      });
  });
