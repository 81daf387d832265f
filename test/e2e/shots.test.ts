/**
 * Every state of strips, inspectors and panels as pictures, where LOGITSCOPE_SHOTS asks for them: four themes, three widths
 * and a zoom of 200 %, into artifacts/shots/, to be looked at beside the mocks. Says, besides, what is wider than its place.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { FoundArray } from '../../src/arrays/types';
import type { DumpFields } from '../../src/loss/types';
import { foundInRecords } from '../../src/worker/foundInRecords';
import { inProcessClient } from '../unit/worker/inProcess';
import { Bare, COLORS_NOTEBOOK, colorsOf } from './bare';
import { response } from './response';
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

interface Output {
  source: string;
  text: string;
  last?: true;
  detect?: string;
  fetch?: object;
  /** The strip as it is, or what is done in its inspector. */
  then?: 'strip' | 'fetch' | ((bare: Bare) => Promise<void>);
  /** What is done before each picture: a menu closes when the window changes. */
  each?(bare: Bare): Promise<void>;
}

const ELIDED = 'logits: tensor([[0.1000, 0.2000,  ..., 0.3000]], grad_fn=<AddmmBackward0>)\n';
const LABELLED = {
  source: `classes = ${JSON.stringify(NAMES)}\nprint("logits:", logits)\nprint("labels:", labels)`,
  text: `logits: ${tensor(64, 6)}\nlabels: ${ids(64, 6)}\n`,
};

/** By name: what a cell holds and prints. */
const OUTPUTS: Record<string, Output> = {
  plain: { source: 'print("logits:", logits)', text: `logits: ${tensor(24, 6)}\n` },
  strip: { ...LABELLED, then: 'strip' },
  labelled: LABELLED,
  unfolded: {
    ...LABELLED,
    async then({ page }) {
      for (const line of await page.locator('.ls-folded > button').all()) await line.click();
      await page.getByRole('button', { name: 'Fit temperature' }).click();
      await page.getByText('minimizes the mean loss').waitFor();
    },
  },
  wronglabels: {
    source: 'print("logits:", logits)',
    text: `logits: ${tensor(6, 6)}\n`,
    async then({ page }) {
      await page.getByRole('textbox', { name: /Labels/ }).fill('1, 2, 9, 0, 0, 0');
      await page.getByText(/Label 2 is 9/).waitFor();
    },
  },
  menu: {
    ...LABELLED,
    async each({ page }) {
      await page.mouse.click(2, 2);
      await page.getByRole('button', { name: 'Copy, save, and more' }).click();
    },
  },
  table: {
    source: 'print("logits:", logits)',
    text: `logits: ${tensor(2, 40)}\nlabels: tensor([3, 17])\n`,
    async then({ page }) {
      await page.getByRole('button', { name: 'Cutoffs' }).click();
      await page.getByRole('button', { name: 'Table', exact: true }).click();
    },
  },
  row: { source: 'print("logits:", logits)', text: `logits: ${tensor(1, 8)}\nlabel: tensor([3])\n` },
  loss: {
    source: 'print("logits:", logits)\nprint("labels:", y)\nprint("loss:", loss)',
    text: 'logits: tensor([[2.0000, 1.0000, 0.1000],\n        [0.5000, 2.5000, 0.3000]])\nlabels: tensor([0, 1])\nloss: tensor(0.7450)\n',
  },
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
  elided: { source: 'print("logits:", logits)', text: ELIDED, then: 'strip' },
  waiting: {
    ...{ source: 'print("logits:", logits)', text: ELIDED, then: 'fetch' },
    fetch: { is: 'waiting', for: 'Waiting for the running cell to end' },
  },
  refused: {
    ...{ source: 'print("logits:", logits)', text: ELIDED, then: 'fetch' },
    fetch: {
      ...{ is: 'refused', why: '“logits” has changed since it was printed: 3 of 3 numbers differ.' },
      remedy: { label: 'Open it as it is now', path: 'logits' },
    },
  },
  gathered: {
    source: 'for x in loader: print("logits:", model(x))',
    text: Array.from({ length: 12 }, () => `logits: ${tensor(1, 10)}\n`).join(''),
  },
  list: {
    source: 'print(a, b)',
    text: Array.from({ length: 9 }, (_, i) => `layer${i}_logits: ${tensor(2 + i, 4 + i)}\n`).join(''),
    then: 'strip',
  },
  values: {
    source: 'print("hidden:", hidden)',
    text: `hidden: ${tensor(30, 12, () => (random() < 0.02 ? NaN : 40 * (random() - 0.5)))}\n`,
    detect: 'all',
  },
};

const client = inProcessClient();
type Panel = (bare: Bare) => Promise<void>;

async function foundIn(text: string, source?: string): Promise<FoundArray> {
  const [first] = await client.call('find', { text, mime: 'text/plain', ...(source && { source }) });
  return first;
}

/** A file of records, as the panel shows it. */
async function records(bare: Bare, name: string, text: string, fields: DumpFields): Promise<void> {
  const file = { name, bytes: new TextEncoder().encode(text) };
  const probe = (await client.call('probeDump', { file }))!;
  const opened = await client.call('openDump', { file, fields, reading: 'logits' });
  const { report } = opened;
  const found = foundInRecords({ name, fields, probe, opened });
  await bare.panel('panel', client, ({ type }, tell) => {
    if (type === 'ready') tell({ type: 'show', shown: { found, origin: name, file: report } });
  });
}

const PANELS: Record<string, Panel> = {
  async panel(bare) {
    const found = await foundIn(`${LABELLED.text}loss: 3.1000\n`, LABELLED.source);
    const origin = 'output of cell 3 in states.ipynb';
    await bare.panel('panel', client, ({ type }, tell) => {
      if (type === 'ready') tell({ type: 'show', shown: { found, origin } });
    });
  },
  async live(bare) {
    const found = await foundIn(LABELLED.text, LABELLED.source);
    const runs = [1.9, 1.4, 1.1, 0.8, 0.7].map((loss, i) => ({
      loss,
      accuracy: 0.4 + 0.1 * i,
      entropy: 1.2 - 0.1 * i,
    }));
    await bare.panel('panel', client, ({ type }, tell) => {
      if (type !== 'ready') return;
      tell({ type: 'show', shown: { found, origin: '“logits” in the kernel of states.ipynb' } });
      tell({ type: 'live', live: { version: 1, watch: { on: true, runs } } });
    });
  },
  async gone(bare) {
    const found = await foundIn(LABELLED.text, LABELLED.source);
    await bare.panel('panel', client, ({ type }, tell) => {
      if (type !== 'ready') return;
      tell({ type: 'show', shown: { found, origin: '“logits” in the kernel of states.ipynb' } });
      tell({ type: 'live', live: { version: 1, gone: 'The kernel of states.ipynb was restarted.' } });
    });
  },
  async evaluation(bare) {
    const text = readFileSync('examples/predictions.jsonl', 'utf8');
    await records(bare, 'predictions.jsonl', `${text}{"logits": [0.1, 0.2\n`, {
      ...{ format: 'jsonl', records: [], logits: ['logits'], labels: ['label'] },
    });
  },
  async texts(bare) {
    const questions = [
      'Who wrote the book on the table?',
      'Where does the river end?',
      'How high is that tower over there?',
    ];
    const lines = Array.from({ length: 40 }, (_, i) =>
      JSON.stringify({
        id: `q${i}`,
        question: `${questions[i % 3]} (${i})`,
        logits: Array.from({ length: 4 }, logit),
      }),
    );
    await records(bare, 'answers.jsonl', lines.join('\n'), {
      format: 'jsonl',
      records: [],
      logits: ['logits'],
    });
  },
  async npz(bare) {
    const found = await foundIn(LABELLED.text, LABELLED.source);
    const of = (name: string, shape: number[], dtype: string) => ({
      name,
      shape,
      dtype,
      bytes: 4 * shape.reduce((a, b) => a * b),
      compressed: false,
    });
    await bare.panel('files', client, ({ type }, tell) => {
      if (type !== 'ready') return;
      tell({
        type: 'list',
        arrays: [
          of('logits', [64, 6], 'float32'),
          of('labels', [64], 'int64'),
          { ...of('notes', [3], 'object'), problem: 'Objects are not read.' },
        ],
      });
      tell({ type: 'show', index: 0, labels: 1, found: { ...found, container: 'file' }, vocabulary: false });
    });
  },
  tokens: (bare) => tokens(bare, JSON.stringify(response(2), null, 2)),
  /** Two answers under each other, and the pictures and copies of the first in files beside the shots. */
  async compared(bare) {
    await tokens(bare, JSON.stringify(response(2)));
    const { page } = bare;
    for (const item of ['Save as PNG', 'Save as SVG', 'Markdown table', 'JSON', 'HTML', 'Sentences']) {
      await page.getByRole('button', { name: 'Copy, save, and more' }).click();
      await page.getByRole('menuitem', { name: item, exact: true }).click();
      await page.waitForTimeout(500);
    }
    await page.getByRole('button', { name: 'Compare with another sequence' }).click();
    await page.getByRole('menuitem').first().click();
    await page.getByRole('region', { name: 'Comparison' }).waitFor();
  },
};

async function tokens(bare: Bare, text: string): Promise<void> {
  const { held } = await client.call('holdTokens', { text });
  let copied = 0;
  await bare.panel('panel', client, (message, tell) => {
    const { type } = message;
    if (type === 'ready') tell({ type: 'tokens', tokens: { held, origin: 'answer.json', sequence: 0 } });
    if (type === 'copy') leave(`copied-${++copied}.txt`, (message as unknown as { text: string }).text);
    if (type !== 'save') return;
    const { name, content } = message as unknown as { name: string; content: string | Uint8Array };
    leave(name, content);
  });
}

function leave(name: string, content: string | Uint8Array): void {
  mkdirSync('artifacts/shots', { recursive: true });
  writeFileSync(`artifacts/shots/${name}`, content);
}

const SIZES: Record<string, { width: number; zoom?: number; themes?: readonly Theme[] }> = {
  // A narrow editor group.
  300: { width: 300, themes: ['dark'] },
  500: { width: 500 },
  1000: { width: 1000 },
  1400: { width: 1400 },
  zoom: { width: 1000, zoom: 2 },
};

if (process.env.LOGITSCOPE_SHOTS)
  describe('Pictures of every state', function () {
    this.timeout(600_000);
    let workbench: Workbench;
    let bare: Bare;
    const all = [...Object.keys(OUTPUTS), ...Object.keys(PANELS)];
    const wanted = (process.env.LOGITSCOPE_SHOTS ?? '').split(',').filter((name) => all.includes(name));
    before(async () => {
      workbench = await Workbench.open({ files: COLORS_NOTEBOOK });
      bare = await Bare.open(workbench.page.context(), await colorsOf(workbench));
      await bare.page.bringToFront();
    });
    after(() => workbench.close());
    afterEach(async function () {
      const name = this.currentTest?.title;
      if (this.currentTest?.isFailed())
        await bare.page.screenshot({ path: `artifacts/failed-shots-${name}.png` });
    });

    for (const name of wanted.length > 0 ? wanted : all)
      it(name, async () => {
        await bare.page.setViewportSize({ width: 1400, height: 1000 });
        await (name in PANELS ? PANELS[name](bare) : output(OUTPUTS[name]));
        await bare.page.waitForTimeout(name in PANELS ? 2500 : 700);
        const wide = new Set<string>();
        for (const [size, { width, zoom = 1, themes: some }] of Object.entries(SIZES))
          for (const theme of some ?? (Object.keys(themes) as Theme[])) {
            await bare.page.setViewportSize({ width, height: 900 });
            await bare.theme(theme);
            await bare.page.evaluate((zoom) => void (document.body.style.zoom = String(zoom)), zoom);
            await bare.page.waitForTimeout(120);
            if (name in OUTPUTS) await OUTPUTS[name].each?.(bare);
            await bare.page.screenshot({
              path: `artifacts/shots/${name}-${theme}-${size}.png`,
              // A menu closes when the page becomes as tall as all of it.
              fullPage: OUTPUTS[name]?.each === undefined,
            });
            if (theme === 'dark') for (const one of await tooWide()) wide.add(`${size}: ${one}`);
          }
        for (const one of wide) console.log(`      ${one}`);
      });

    async function output({ source, text, last, detect, fetch, then }: Output): Promise<void> {
      const mime = last && 'text/plain';
      const strips = await bare.output({ source: `# a cell\n${source}`, text, mime, detect, fetch });
      if (then === 'strip') return;
      if (then === 'fetch') return strips.getByRole('button', { name: 'Fetch whole array' }).first().click();
      await strips
        .getByRole('button', { name: /^Inspect / })
        .first()
        .click();
      await strips.getByRole('group', { name: 'Logitscope inspector' }).first().waitFor();
      await bare.page.waitForTimeout(700);
      await then?.(bare);
    }

    /** What is cut off without a sign, or makes the page wider than its window. */
    function tooWide(): Promise<string[]> {
      return bare.page.evaluate(() => {
        const found: string[] = [];
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth > clientWidth + 1) found.push(`the page: ${scrollWidth} of ${clientWidth}`);
        const look = (root: Document | ShadowRoot) => {
          for (const element of root.querySelectorAll<HTMLElement>('*')) {
            if (element.shadowRoot) look(element.shadowRoot);
            const { overflowX, textOverflow, clipPath } = getComputedStyle(element);
            const isCut = overflowX === 'hidden' || overflowX === 'clip';
            if (
              !isCut ||
              element.matches('input') ||
              textOverflow === 'ellipsis' ||
              clipPath !== 'none' ||
              element.clientWidth === 0
            )
              continue;
            const over = element.scrollWidth - element.clientWidth;
            if (over > 1)
              found.push(`${element.className} cuts ${over}px: ${element.textContent.slice(0, 40)}`);
          }
        };
        look(document);
        return found;
      });
    }
  });
