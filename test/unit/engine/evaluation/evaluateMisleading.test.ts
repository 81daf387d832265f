import { match, ok, rejects, strictEqual } from 'node:assert/strict';
import { createCalls } from '../../../../src/engine/calls';
import type { Evaluation, EvaluationOptions } from '../../../../src/loss/types';
import { context, LABELS, lines, P, type Row } from './twelveRows';

async function evaluate(name: string, text: string, options: EvaluationOptions): Promise<Evaluation> {
  const file = { name, bytes: new TextEncoder().encode(text) };
  return createCalls().evaluate({ source: { file }, options: { resamples: 0, ...options } }, context);
}

function csv(rows: readonly Row[]): string {
  const cell = (value: unknown) =>
    Array.isArray(value) ? JSON.stringify(JSON.stringify(value)) : value === null ? '' : `${value as string}`;
  return [Object.keys(rows[0]), ...rows.map((row) => Object.values(row).map(cell))]
    .map((cells) => `${cells.join()}\n`)
    .join('');
}

const ALL = P.map((_, i) => i);
const members = (row: readonly unknown[], name: (c: number) => string): Row =>
  Object.fromEntries(row.map((value, c) => [name(c), value]));
const rows = (of: (p: number[], label: number, i: number) => Row): Row[] =>
  P.map((p, i) => of(p, LABELS[i], i));
/** A flag for each class. */
const flags = (label: number, name: (c: number) => string) =>
  members(
    [0, 1, 2].map((c) => Number(c === label)),
    name,
  );

/** Both forms give the figures of the rows that are named, computed from the shares themselves. */
async function gives(written: readonly Row[], counted: readonly number[], options: EvaluationOptions = {}) {
  const right = counted.filter((i) => LABELS[i] === P[i].indexOf(Math.max(...P[i]))).length;
  const loss = counted.reduce((sum, i) => sum - Math.log(P[i][LABELS[i]]), 0) / counted.length;
  for (const [name, text] of [
    ['run.jsonl', lines(written)],
    ['run.csv', csv(written)],
  ]) {
    const evaluation = await evaluate(name, text, options);
    strictEqual(evaluation.rows.counted, counted.length, name);
    strictEqual(evaluation.accuracy!.value, right / counted.length, name);
    ok(Math.abs(evaluation.meanLoss!.value - loss) < 1e-9, `${name}: ${evaluation.meanLoss!.value}`);
  }
}

async function areRefused(written: readonly Row[], why: RegExp) {
  await rejects(evaluate('run.jsonl', lines(written), {}), why);
  await rejects(evaluate('run.csv', csv(written), {}), why);
}

describe('evaluate: names and labels that mislead', () => {
  for (const classes of [
    ['win', 'draw', 'loss'],
    ['biology', 'math', 'technology'],
    ['stage1', 'stage2', 'stage3'],
  ])
    it(`takes ${classes.join(', ')} for names of classes, and for nothing else`, async () => {
      const of = (factor: (i: number) => number, prefix: string) =>
        rows((p, label, i) => ({
          ...members(
            p.map((x) => x * factor(i)),
            (c) => prefix + classes[c],
          ),
          label: classes[label],
        }));
      await gives(
        of(() => 1, 'prob_'),
        ALL,
      );
      await gives(
        of(() => 1, ''),
        ALL,
      );
      await gives(
        of((i) => 0.9 - i / 50, 'prob_'),
        ALL,
      );
    });

  it('reads logits of a cross-entropy, a fold or a run as logits', async () => {
    await gives(
      rows((p, label) => ({ ce_logits: p.map(Math.log), label })),
      ALL,
    );
    await gives(
      rows((p, label) => ({ ...members(p.map(Math.log), (c) => `run3_logit_${c}`), label })),
      ALL,
    );
  });

  it('takes numbers of several models apart, and none of places for scores', async () => {
    const models = rows((p, label, i) => ({
      ...members(p, (c) => `prob_${c}_m1`),
      ...members(P[(i + 1) % 12], (c) => `prob_${c}_m2`),
      label,
    }));
    await rejects(
      gives(models, ALL),
      /Several fields could be the scores: “prob_0_m1 … prob_2_m1”, “prob_0_m2 … prob_2_m2”/,
    );
    const places = rows(([prob], label, i) => ({
      ...{ prob, label: Number(label === 0), lat1: i * 0.37, lon1: 2.2, lat2: 3 - i * 0.2, lon2: i / 7 },
    }));
    for (const [name, text] of [
      ['run.jsonl', lines(places)],
      ['run.csv', csv(places)],
    ])
      strictEqual((await evaluate(name, text, {})).options.logits, 'prob');
  });

  it('keeps probabilities where float32 rounds one beyond 0 or 1, or one row failed', async () => {
    const with5 = (row: readonly number[]) =>
      rows((p, label, i) => ({ probs: i === 5 ? row : p, label: i === 5 ? 1 : label }));
    const evaluation = await evaluate('run.jsonl', lines(with5([0, 1.0000001, 0])), {});
    strictEqual(evaluation.rows.counted, 12);
    const others = ALL.filter((i) => i !== 5);
    await gives(
      rows((p, label, i) => ({ probs: i === 5 ? [-1, -1, -1] : p, label })),
      others,
    );
  });

  it('reads percentages, rounded to whole ones or with a rest on what stands in no row', async () => {
    const rounded = P.map((p) => p.map((x) => Math.round(100 * x)));
    for (const field of ['probs', 'votes'])
      for (const [name, text] of [
        ['run.jsonl', lines(rounded.map((row, i) => ({ [field]: row, label: LABELS[i] })))],
        ['run.csv', csv(rounded.map((row, i) => ({ [field]: row, label: LABELS[i] })))],
      ]) {
        const loss = rounded.map((row, i) => -Math.log(row[LABELS[i]] / row.reduce((a, b) => a + b, 0)));
        const evaluation = await evaluate(name, text, {});
        ok(Math.abs(evaluation.meanLoss!.value - loss.reduce((a, b) => a + b, 0) / 12) < 1e-9, name);
      }
    await gives(
      rows((p, label) => ({ probs: p.map((x) => 90 * x), label })),
      ALL,
    );
    // Positive logits in full that sum to about 100.
    const logits = Array.from({ length: 12 }, (_, i) =>
      Array.from({ length: 10 }, (_, c) => 10 + Math.sin(i * 7 + c * 3) * 4),
    );
    const losses = logits.map((row) => Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0)) - row[3]);
    const written = logits.map((scores) => ({ scores, label: 3 }));
    const { meanLoss } = await evaluate('run.jsonl', lines(written), {});
    ok(Math.abs(meanLoss!.value - losses.reduce((a, b) => a + b, 0) / 12) < 1e-9);
  });

  it('counts from 1 where classes do, whatever else is said of labels', async () => {
    const from1 = (width: number) =>
      rows((p, label) => ({
        ...members(p, (c) => `prob_${String(c + 1).padStart(width, '0')}`),
        label: label + 1,
      }));
    await gives(from1(1), ALL);
    await gives(from1(2), ALL);
    await gives(from1(1), ALL, { labelOffset: 1 });
    const few = from1(2).filter(({ label }) => label !== 3);
    await gives(
      few,
      ALL.filter((i) => LABELS[i] !== 2),
    );
    const ignored = from1(1)
      .map((row, i) => (i === 2 ? { ...row, label: -100 } : row))
      .filter(({ label }) => label !== 3);
    await gives(
      ignored,
      ALL.filter((i) => i !== 2 && LABELS[i] !== 2),
    );
  });

  it('takes no single one of several flags for the label', async () => {
    const names = ['cat', 'dog', 'bird'];
    const scores = (p: number[]) => members(p, (c) => `prob_${names[c]}`);
    const hot = rows((p, label) => ({ ...scores(p), ...flags(label, (c) => `y_${names[c]}`) }));
    await gives(hot, ALL);
    await gives(
      hot.map((row, i) => (i === 2 ? { ...row, y_cat: null } : row)),
      ALL.filter((i) => i !== 2),
    );
    await areRefused(
      rows((p, label) => ({ ...scores(p), ...flags(label, (c) => `y_hat_${names[c]}`) })),
      /requires labels/,
    );
    await areRefused(
      rows((p, label) => ({ ...members(p, (c) => `prob_${c + 1}`), ...flags(label, (c) => `y_${c}`) })),
      /requires labels/,
    );
  });

  it('leaves out rows without a label, in the first records too', async () => {
    await gives(
      rows((p, label, i) => ({ ...members(p, (c) => `prob_${c}`), label: i === 2 ? null : label })),
      ALL.filter((i) => i !== 2),
    );
  });

  it('takes shares for a yes or no of each class where a later row has several labels', async () => {
    const several = Array.from({ length: 80 }, (_, k) => {
      const one = [0, 1, 2].map((c) => Number(LABELS[k % 12] === c));
      return { p: P[k % 12], z: k > 60 ? [1, 1, 0] : one };
    });
    const losses = several.flatMap(({ p, z }) => p.map((x, c) => -Math.log(z[c] === 1 ? x : 1 - x)));
    const loss = losses.reduce((a, b) => a + b, 0) / losses.length;
    const written = several.map(({ p, z }) => ({
      ...members(p, (c) => `prob_${'abc'[c]}x`),
      ...members(z, (c) => `y_${'abc'[c]}x`),
    }));
    for (const [name, text] of [
      ['run.jsonl', lines(written)],
      ['run.csv', csv(written)],
    ]) {
      const evaluation = await evaluate(name, text, {});
      strictEqual(evaluation.task, 'multilabel');
      ok(Math.abs(evaluation.meanLoss!.value - loss) < 1e-9, `${name}: ${evaluation.meanLoss!.value}`);
    }
  });

  it('takes names that a good model predicts for labels all the same', async () => {
    const names = ['cat', 'dog', 'bird'];
    for (const field of ['species', 'class', 'obs', 'observed']) {
      const written = rows((p) => ({
        [field]: names[p.indexOf(Math.max(...p))],
        ...members(p, (c) => `prob_${names[c]}`),
      }));
      for (const [name, text] of [
        ['run.jsonl', lines(written)],
        ['run.csv', csv(written)],
      ])
        strictEqual((await evaluate(name, text, {})).accuracy!.value, 1, field);
    }
  });

  it('reads a file that is sorted by its score', async () => {
    const sorted = Array.from({ length: 200 }, (_, k) => {
      const p = 1 - k / 200;
      return { p, label: Number(((k * 7919) % 200) / 200 < p) };
    });
    const right = sorted.filter(({ p, label }) => Number(p > 0.5) === label).length;
    for (const field of ['prob', 'score']) {
      const written = sorted.map(({ p, label }) => ({ [field]: p, label }));
      for (const [name, text] of [
        ['run.jsonl', lines(written)],
        ['run.csv', csv(written)],
      ])
        strictEqual((await evaluate(name, text, {})).accuracy!.value, right / 200, field);
    }
  });

  it('reads columns that have no names but their numbers', async () => {
    for (const prefix of ['', 'class_'])
      for (const [name, text] of [
        [
          'run.csv',
          csv(rows((p, label) => ({ ...members(p.map(Math.log), (c) => `${prefix}${c}`), label }))),
        ],
      ]) {
        const evaluation = await evaluate(name, text, {});
        strictEqual(evaluation.accuracy!.value, 10 / 12);
      }
  });

  it('takes the order of names that a record sorts by its scores for no order of classes', async () => {
    const names = ['cat', 'dog', 'bird'];
    const sorted = (of: (label: number) => unknown) =>
      rows((p, label) => {
        const order = [0, 1, 2].sort((a, b) => p[b] - p[a]);
        return { labels: order.map((c) => names[c]), scores: order.map((c) => p[c]), label: of(label) };
      });
    await rejects(
      evaluate('run.jsonl', lines(sorted((label) => label)), {}),
      /labels are numbers, and nothing says which class each of them is\. Write class names: “bird”, “cat”, “dog”/,
    );
    const named = await evaluate('run.jsonl', lines(sorted((label) => names[label])), {});
    strictEqual(named.accuracy!.value, 10 / 12);
  });

  it('refuses labels that count from -1', async () => {
    await areRefused(
      rows((probs, label) => ({ probs, label: label - 1 })),
      /Labels go from -1 to 1, and class IDs from 0 to 2\. If labels count from -1, set “labelOffset” to -1/,
    );
    await gives(
      rows((probs, label) => ({ probs, label: label - 1 })),
      ALL,
      { labelOffset: -1 },
    );
  });

  it('says that a row without a class makes each a yes or no of its own', async () => {
    const names = ['cat', 'dog', 'bird'];
    const written = rows((p, label, i) => ({
      ...members(p, (c) => `prob_${names[c]}`),
      ...flags(i === 2 ? -1 : label, (c) => `y_${names[c]}`),
    }));
    const losses = rows((p, label, i) => ({
      loss: p.map((x, c) => -Math.log(i !== 2 && c === label ? x : 1 - x)),
    })).flatMap(({ loss }) => loss as number[]);
    for (const [name, text] of [
      ['run.jsonl', lines(written)],
      ['run.csv', csv(written)],
    ]) {
      const evaluation = await evaluate(name, text, {});
      ok(Math.abs(evaluation.meanLoss!.value - losses.reduce((a, b) => a + b, 0) / 36) < 1e-9, name);
      match(
        evaluation.notes!.join(),
        /^1 row has no class, and none has several: each class is treated as its own/,
      );
    }
  });
});

describe('evaluate: what stands beside scores and labels', () => {
  it('reads numbers below 0 as the names of classes', async () => {
    const written = rows((p, label) => ({ ...members(p, (c) => `prob_${c - 1}`), label: label - 1 }));
    const evaluation = await evaluate('run.csv', csv(written), {});
    strictEqual(evaluation.classNames!.join(), '-1,0,1');
    strictEqual(evaluation.rows.counted, 12);
    strictEqual(evaluation.accuracy!.value, 10 / 12);
    ok(Math.abs(evaluation.meanLoss!.value - MEAN_LOSS) < 1e-9, String(evaluation.meanLoss!.value));
  });

  it('takes no loss for a class that labels never name', async () => {
    for (const loss of [1.5, 0.3]) {
      const written = rows((p, label) => ({
        ...members(
          p.map((x) => 0.9 * x),
          (c) => 'ABC'[c],
        ),
        loss,
        answer: 'ABC'[label],
      }));
      const evaluation = await evaluate('run.csv', csv(written), {});
      strictEqual(evaluation.classes, 3);
      strictEqual(evaluation.accuracy!.value, 10 / 12);
      // Divided by their sums, which are .9.
      ok(Math.abs(evaluation.meanLoss!.value - MEAN_LOSS) < 1e-9, String(evaluation.meanLoss!.value));
    }
  });

  for (const missing of ['NA', 'nan', 'NaN', 'NULL', 'None', 'N/A'])
    it(`counts a label of ${missing} as none, wherever it stands`, async () => {
      for (const at of [2, 70]) {
        const many = Array.from({ length: 96 }, (_, i) => ({
          ...members(P[i % 12].map(Math.log), (c) => `logit_${c}`),
          label: i === at ? missing : LABELS[i % 12],
        }));
        const one = Array.from({ length: 96 }, (_, i) => ({
          prob: P[i % 12][1],
          label: i === at ? missing : Number(LABELS[i % 12] === 1),
        }));
        const texts: [string, string][] = [many, one].map((written) => ['run.csv', csv(written)]);
        texts.push(['run.jsonl', lines(many)]);
        if (missing === 'NaN') texts.push(['run.jsonl', lines(many).replaceAll('"NaN"', 'NaN')]);
        for (const [name, text] of texts) {
          const { rows: counts } = await evaluate(name, text, {});
          strictEqual(`${counts.counted} ${counts.unlabelled}`, '95 1', `${name}, row ${at}`);
        }
      }
    });

  it('reads logits of fields for each class where some records have no label', async () => {
    for (const none of [-1, -100]) {
      const written = Array.from({ length: 36 }, (_, i) => ({
        ...members(
          P[i % 12].map((x) => Math.log(x) + 3),
          (c) => `logit_${c}`,
        ),
        label: i === 5 ? none : LABELS[i % 12],
        id: `r${i}`,
      }));
      const evaluation = await evaluate('run.jsonl', lines(written), { id: 'id' });
      strictEqual(evaluation.rows.counted, 35);
      strictEqual(evaluation.rows.unlabelled, 1);
      strictEqual(evaluation.options.id, 'id');
    }
  });
});

/** Of the twelve rows, by hand: tops are .5 + i/40, and the fourth's and eighth's labels have (1 − top) · .75. */
const MEAN_LOSS =
  -ALL.reduce((sum, i) => {
    const top = 0.5 + i / 40;
    return sum + Math.log(i === 3 || i === 7 ? (1 - top) * 0.75 : top);
  }, 0) / 12;

describe('evaluate: probabilities under the loss that is asked for', () => {
  it('are a sigmoid’s where each class is a yes or no', async () => {
    // Binary cross-entropy of the shares themselves, over 36 numbers.
    const bce =
      -P.reduce((sum, p, i) => sum + p.reduce((s, x, c) => s + Math.log(c === LABELS[i] ? x : 1 - x), 0), 0) /
      36;
    const written = rows((p, label) => ({ probs: p, label }));
    const document = JSON.stringify({ probs: P, labels: LABELS });
    for (const [name, text] of [
      ['run.jsonl', lines(written)],
      ['run.json', document],
    ]) {
      const { meanLoss } = await evaluate(name, text, { loss: 'sigmoid' });
      ok(Math.abs(meanLoss!.value - bce) < 1e-9, `${name}: ${meanLoss!.value}`);
    }
  });

  it('of positive and negative have the positive one second, whichever is written first', async () => {
    const written = rows((p, label) => ({
      probs: { positive: p[0], negative: 1 - p[0] },
      label: Number(label === 0),
    }));
    const { accuracy } = await evaluate('run.jsonl', lines(written), {});
    const right = P.filter((p, i) => p[0] > 0.5 === (LABELS[i] === 0)).length;
    strictEqual(accuracy!.value, right / 12);
  });

  it('of one score a row stay so where one of many is none, and are refused in percent', async () => {
    const written = Array.from({ length: 48 }, (_, i) => ({
      prob: P[i % 12][1],
      label: Number(LABELS[i % 12] === 1),
    }));
    const loss = P.reduce((sum, p, i) => sum - Math.log(LABELS[i] === 1 ? p[1] : 1 - p[1]), 0) / 12;
    const failed = [...written];
    failed.splice(5, 0, { prob: -1, label: 1 });
    const evaluation = await evaluate('run.csv', csv(failed), {});
    strictEqual(evaluation.rows.undefined, 1);
    ok(Math.abs(evaluation.meanLoss!.value - loss) < 1e-9, String(evaluation.meanLoss!.value));
    const percent = written.map(({ prob, label }) => ({ prob: 100 * prob, label }));
    await areRefused(percent, /“prob” is called probabilities, but not all values are in \[0, 1\]/);
  });

  it('have several labels where a later list holds more than one', async () => {
    const written = Array.from({ length: 72 }, (_, i) => ({
      logits: P[i % 12].map(Math.log),
      labels: i < 60 ? [LABELS[i % 12]] : [0, 2],
    }));
    const evaluation = await evaluate('run.jsonl', lines(written), {});
    strictEqual(evaluation.task, 'multilabel');
    strictEqual(evaluation.rows.counted, 72);
  });
});
