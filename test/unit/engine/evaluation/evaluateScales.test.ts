import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { createCalls } from '../../../../src/engine/calls';
import { openedAsView } from './openedAsView';
import { context, csv, evaluate, fileOf, isRight, LABELS, lines, NAMES, P } from './twelveRows';

/** Percentages that say yes of one half and no of the other, half of them rightly. */
const PERCENT = P.map((_, i) => ({ score: 3 + 8 * i, label: i % 2 }));

describe('evaluate: one score a row that is never negative, and large', () => {
  for (const [name, of] of [
    ['run.csv', csv],
    ['run.jsonl', lines],
  ] as const)
    it(`is no logit, unless it is called or named one (${name})`, async () => {
      await rejects(
        evaluate(name, of(PERCENT)),
        /“score” goes from 3 to 91, but logits usually include negative values/,
      );
      const named = await evaluate(name, of(PERCENT), { logits: 'score' });
      // Every sigmoid is above one half: what is right are the rows that are yes.
      strictEqual(named.accuracy?.value, 0.5);
      const called = await evaluate(name, of(PERCENT.map(({ score, label }) => ({ logit: score, label }))));
      deepStrictEqual(called.meanLoss, named.meanLoss);
      strictEqual(
        (await evaluate(name, of(PERCENT.map(({ score, label }) => ({ score: score - 50, label }))))).rows
          .counted,
        12,
      );
    });
});

describe('evaluate: slices', () => {
  const many = Array.from({ length: 220 }, (_, i) => i);
  const rows = (group: (i: number) => unknown) =>
    lines(many.map((i) => ({ probs: P[i % 12], label: LABELS[i % 12], g: group(i) })));

  it('by the length of texts that hardly repeat say so', async () => {
    const { notes, slices } = await evaluate(
      'run.jsonl',
      rows((i) => `user${i}`),
      { group: 'g' },
    );
    deepStrictEqual(notes, ['“g” has 220 different values, so rows are sliced by their length.']);
    strictEqual(slices?.[0].field, 'length of g');
  });

  it('of the most frequent of many values say so', async () => {
    const { notes } = await evaluate(
      'run.jsonl',
      lines(
        [...many, ...many, ...many].map((i) => ({
          probs: P[i % 12],
          label: LABELS[i % 12],
          g: `u${i % 210}`,
        })),
      ),
      { group: 'g' },
    );
    deepStrictEqual(notes, ['“g” has 210 different values; the 200 most frequent are slices.']);
  });

  it('of few values say nothing, and those of numbers are named in few digits', async () => {
    const few = await evaluate(
      'run.jsonl',
      rows((i) => 'abc'[i % 3]),
      { group: 'g' },
    );
    strictEqual(few.notes, undefined);
    const { slices, notes } = await evaluate(
      'run.jsonl',
      rows((i) => i / 7 + 1 / 3),
      { group: 'g' },
    );
    strictEqual(notes, undefined);
    deepStrictEqual(slices?.map(({ value }) => value).sort(), [
      '0.3333 … 8.048',
      '> 15.9 … 23.76',
      '> 23.76 … 31.62',
      '> 8.048 … 15.9',
    ]);
  });

  it('have no share of a loss that is infinite', async () => {
    const certain = P.map((p, i) => (i === 3 ? NAMES.map((_, c) => Number(c !== LABELS[i]) / 2) : p));
    const { slices, meanLoss } = await evaluate(
      'run.jsonl',
      lines(certain.map((probs, i) => ({ probs, label: LABELS[i] }))),
    );
    strictEqual(meanLoss?.value, Infinity);
    ok(slices.length > 1);
    deepStrictEqual(new Set(slices?.map(({ shareOfLoss }) => shareOfLoss)), new Set([NaN]));
    const finite = await evaluate('run.jsonl', lines(P.map((probs, i) => ({ probs, label: LABELS[i] }))));
    const sum = finite.slices.reduce((all, { shareOfLoss }) => all + shareOfLoss, 0);
    ok(Math.abs(sum - 1) < 1e-12);
  });
});

describe('evaluate: alternatives of a token, as servers of language models list them', () => {
  const letters = ['A', 'B', 'C'];
  const alternatives = (row: readonly number[], called = (letter: string) => letter) =>
    row
      .map((p, c) => ({ token: called(letters[c]), logprob: Math.log(p), bytes: [65 + c] }))
      .sort((a, b) => b.logprob - a.logprob);

  it('are the scores of classes, by falling probability and wherever they stand', async () => {
    isRight(
      await evaluate(
        'run.jsonl',
        lines(P.map((p, i) => ({ top_logprobs: alternatives(p), answer: letters[LABELS[i]] }))),
      ),
    );
    const answers = P.map((p, i) => {
      const [first] = alternatives(p);
      const content = [{ ...first, top_logprobs: alternatives(p, (letter) => ` ${letter}`) }];
      return {
        choices: [{ message: { content: first.token }, logprobs: { content } }],
        label: letters[LABELS[i]],
      };
    });
    isRight(await evaluate('run.jsonl', lines(answers)));
  });

  it('are told by their letters with or without the blank that a tokenizer puts before them', async () => {
    for (const [key, label] of [
      [' ', ''],
      ['', ' '],
      [' ', ' '],
    ])
      isRight(
        await evaluate(
          'run.jsonl',
          lines(
            P.map((p, i) => ({
              logprobs: Object.fromEntries(p.map((x, c) => [key + letters[c], Math.log(x)])),
              answer: label + letters[LABELS[i]],
            })),
          ),
        ),
        `${key}, ${label}`,
      );
  });

  it('of a text are no classes', async () => {
    const said = P.map((p, i) => ({ logprobs: alternatives(p), answer: letters[LABELS[i]] }));
    await rejects(evaluate('run.jsonl', lines(said)));
  });
});

describe('evaluate: class IDs that are left out', () => {
  it('are names of classes where labels are those, in the view and what it saves as well', async () => {
    const text = csv(
      P.map((p, i) => ({
        ...Object.fromEntries(p.map((x, c) => [`prob_${c + 1}`, x])),
        label: LABELS[i] + 1,
      })),
    );
    const kept = LABELS.flatMap((label, i) => (label === 1 ? [] : [i]));
    const loss = -kept.reduce((sum, i) => sum + Math.log(P[i][LABELS[i]]), 0) / kept.length;
    const { rows, meanLoss } = await evaluate('run.csv', text, { ignoreIndex: 2 });
    strictEqual(rows.counted, kept.length);
    ok(Math.abs(meanLoss!.value - loss) < 1e-12);
    const calls = createCalls();
    const { session, settings, classNames } = (await openedAsView(calls, fileOf('run.csv', text), {
      ignoreIndex: 2,
    }))!;
    const look = { session, settings, classNames };
    const summary = await calls.evaluationSummary(look, context);
    strictEqual(summary.rows.counted, kept.length);
    ok(Math.abs(summary.figures.meanLoss!.value - loss) < 1e-12);
    const report = await calls.lossReport({ ...look, origin: 'run.csv' }, context);
    match(report, /ignore index 2/);
    match(report, /if y == 2: return -100/);
  });
});
