import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { h } from 'preact';
import { fromNested } from '../../../../src/arrays/ndarray';
import { evaluationHtml } from '../../../../src/code/evaluation/html';
import { markupOf } from '../../../../src/code/evaluation/markup';
import { evaluationMarkdown } from '../../../../src/code/evaluation/markdown';
import { createCalls } from '../../../../src/engine/calls';
import type { Evaluation } from '../../../../src/loss/types';

const { multiclass, multilabel } = JSON.parse(
  readFileSync('test/fixtures/evaluation/evaluation.json', 'utf8'),
) as Record<'multiclass' | 'multilabel', { logits: number[][]; labels: number[] }>;

const HOSTILE = '"><img src=x onerror=alert(1)>|`</style><script>alert(1)</script>';
const NAMES = [HOSTILE, 'bee', 'cow | *dog*', 'dog', '[elk](command:x)', 'fox', 'g\u202Enu'];

const evaluated = async (of: { logits: number[][]; labels: number[] }): Promise<Evaluation> =>
  createCalls().evaluate(
    {
      source: {
        logits: fromNested(of.logits, 'logits'),
        labels: fromNested(of.labels, 'labels'),
        classNames: NAMES,
      },
      options: { resamples: 50 },
    },
    { signal: new AbortController().signal, progress: () => undefined },
  );

/** The keys on the way to each number; of long lists the second and the sixth stand for the others. */
function numbersIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value === 'number') return [[...path]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => !Array.isArray(value) || value.length < 4 || key === '1' || key === '5')
    .flatMap(([key, inner]) => numbersIn(inner, [...path, key]));
}

describe('an evaluation as a document', () => {
  let evaluation: Evaluation;
  before(async () => {
    evaluation = await evaluated(multiclass);
  });

  it('is one page of HTML without a script, without an address, with every chart', () => {
    const html = evaluationHtml(evaluation, 'run.jsonl');
    if (process.env.LOGITSCOPE_KEEP_REPORT) writeFileSync(process.env.LOGITSCOPE_KEEP_REPORT, html);
    doesNotMatch(html, /<script|<link|<img|https?:|url\(|@import/);
    equal(html.match(/<svg class="le-chart"/g)!.length, 3);
    match(html, /prefers-color-scheme: ?dark/);
    match(html, /default-src 'none'/);
    // A report goes on being readable in the page that it is pasted into: every element that begins ends.
    for (const name of ['table', 'section', 'svg', 'g', 'div', 'td'])
      equal(
        html.match(new RegExp(`<${name}[ >]`, 'g'))!.length,
        html.match(new RegExp(`</${name}>`, 'g'))!.length,
        name,
      );
  });

  it('is no longer for numbers that no evaluation has', () => {
    const { length } = evaluationHtml(evaluation, 'run');
    const long: string[] = [];
    for (const path of numbersIn(evaluation)) {
      const copy = structuredClone(evaluation);
      let holder = copy as unknown as Record<string, Record<string, unknown>>;
      for (const key of path.slice(0, -1)) holder = holder[key] as typeof holder;
      (holder as Record<string, unknown>)[path.at(-1)!] = 1e4;
      if (evaluationHtml(copy, 'run').length > 1.5 * length) long.push(path.join('.'));
    }
    deepEqual(long, []);
  });

  it('escapes the names of classes and of the file, in text and in attributes', () => {
    const html = evaluationHtml(evaluation, HOSTILE);
    ok(html.includes('&#60;script&#62;alert(1)'));
    doesNotMatch(html, /<img|<script|\u202E/);
    const markdown = evaluationMarkdown(evaluation, HOSTILE);
    doesNotMatch(markdown, /[^\\]<(script|img)|\u202E|[^\\]\[elk\]\(/);
    ok(markdown.includes('cow \\| \\*dog\\*'));
  });

  it('says every figure in Markdown, with its interval and the options', () => {
    const markdown = evaluationMarkdown(evaluation, 'run.jsonl');
    for (const name of ['accuracy', 'meanLoss', 'brier', 'ece', 'eceByChance', 'mce', 'auroc', 'aurc', 'mcc'])
      ok(markdown.includes(`| ${name} |`), name);
    match(markdown, /\| resamples \| 50 \|/);
    match(markdown, /## Calibration/);
    // Every line of a table has as many cells as its head.
    const tables = markdown.split('\n\n').filter((part) => part.startsWith('|'));
    ok(tables.length > 5);
    for (const table of tables) {
      const cells = table
        .trim()
        .split('\n')
        .map((line) => line.replace(/\\\|/g, '').split('|').length);
      ok(
        cells.every((n) => n === cells[0]),
        table,
      );
    }
  });

  it('leaves out what several classes a row have no figure of', async () => {
    const of = await evaluated(multilabel);
    const html = evaluationHtml(of, 'run.jsonl');
    doesNotMatch(html, /<svg|NaN|undefined/);
    match(evaluationMarkdown(of, 'run.jsonl'), /exactMatch/);
  });

  it('tells the loss of tokens as a perplexity, and that of as many classes of images beside guessing', async () => {
    const ofRows = async (classes: number, axes: 2 | 3): Promise<string> => {
      // A row gives 1 to its class and 0 to each other: it tells that one by e in e + classes − 1.
      const rows = [3, 0, 7].map((label) => Array.from({ length: classes }, (_, c) => Number(c === label)));
      const [logits, labels] = axes === 2 ? [rows, [3, 0, 7]] : [[rows], [[3, 0, 7]]];
      const evaluation = await createCalls().evaluate(
        {
          source: { logits: fromNested(logits, 'logits'), labels: fromNested(labels, 'labels') },
          options: { resamples: 20 },
        },
        { signal: new AbortController().signal, progress: () => undefined },
      );
      const html = evaluationHtml(evaluation, 'run');
      return /<span>mean loss<\/span><span class="ls-space"><\/span><span>([^<]*)<\/span>/.exec(html)![1];
    };
    equal(await ofRows(1000, 2), 'uniform 6.908');
    equal(await ofRows(21_841, 2), 'uniform 9.992');
    equal(await ofRows(1000, 3), 'uniform 6.908');
    // (e + 5000 − 1) / e
    equal(await ofRows(5000, 3), 'perplexity 1,840, uniform 5,000');
  });

  it('writes components as markup', () => {
    const Twice = ({ of }: { of: string }) => [h('b', null, of), h('br', null), of];
    equal(
      markupOf(
        h(
          'p',
          {
            title: `"<'&`,
            onClick: () => undefined,
            hidden: true,
            'aria-hidden': false,
            style: { color: 'red' },
          },
          [h(Twice, { of: '<1>' }), 0, false, null],
        ),
      ),
      '<p title="&#34;&#60;&#39;&#38;" hidden aria-hidden="false" style="color:red"><b>&#60;1&#62;</b><br>&#60;1&#62;0</p>',
    );
  });
});
