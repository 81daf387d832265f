/** Evaluation files of any kind under any options, from a seed, and what is right of them. */
import type { EvaluationOptions } from '../../../../src/loss/types';

export interface RandomRun {
  /** A file name that says what is in it. */
  name: string;
  text: string;
  options: EvaluationOptions;
  /** Computed here from the numbers that the file was written from. */
  right: {
    task: 'binary' | 'multiclass' | 'multilabel';
    counted: number;
    meanLoss: number;
    accuracy?: number;
  };
}

/** Numbers from 0 to 1, the same for a seed anywhere (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const softmax = (row: readonly number[]): number[] => {
  const most = Math.max(...row);
  const sum = row.reduce((all, x) => all + Math.exp(x - most), 0);
  return row.map((x) => Math.exp(x - most) / sum);
};
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

type Cell = string | number | null;
type Written = Record<string, Cell | readonly number[] | Record<string, number>>;

const WORDS = ['cat', 'dog', 'bird', 'fox', 'emu'];

/** Several scores a row, of which one class is right. */
function ofClasses(random: () => number): RandomRun {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];
  const classes = pick([2, 3, 4, 5]);
  const n = pick([24, 40, 61]);
  const logits = Array.from({ length: n }, () => Array.from({ length: classes }, () => (random() - 0.5) * 6));
  // More often right than by chance; the first rows have all classes.
  const labels = logits.map((row, i) =>
    i < classes ? i : random() < 0.6 ? row.indexOf(Math.max(...row)) : Math.floor(random() * classes),
  );
  const kind = pick(['logits', 'probs', 'log_probs', 'percent', 'parts'] as const);
  const scores = logits.map((row) => {
    const p = softmax(row);
    if (kind === 'logits') return row;
    if (kind === 'log_probs') return p.map(Math.log);
    return p.map((x) => (kind === 'percent' ? 100 * x : kind === 'parts' ? 0.75 * x : x));
  });
  const first = pick([0, 1, 3]);
  const called = pick(['words', 'numbers', 'none'] as const);
  const names =
    called === 'words'
      ? WORDS.slice(0, classes)
      : Array.from({ length: classes }, (_, c) => String(c + first));
  const form =
    called === 'none'
      ? pick(['jsonl', 'json'] as const)
      : pick(['csv', 'semicolon.csv', 'tsv', 'jsonl', 'json', 'objects.jsonl'] as const);
  // Of two words nobody says which class ID each of them is.
  const byName = called === 'words' && (classes === 2 || random() < 0.6);
  const from = called === 'none' ? pick([0, 0, 1]) : called === 'numbers' ? first : pick([0, 0, 1]);
  const isText = /csv|tsv/.test(form);
  const isFloat = !byName && isText && random() < 0.2;
  const given = labels.map((id): Cell => {
    if (byName) return isText && random() < 0.2 ? `${names[id]} ` : names[id];
    return isFloat ? `${id + from}.0` : id + from;
  });
  const options: EvaluationOptions = {};
  // Names say where numbers begin; nothing else does.
  if (!byName && called !== 'numbers' && from > 0) options.labelOffset = from;
  if (random() < 0.3) options.temperature = pick([0.5, 2]);
  const counts = labels.map(() => true);
  const lost = pick(['none', 'none', 'empty', '-100', 'class', 'outside'] as const);
  if (lost === 'empty' || (lost === '-100' && !byName))
    for (let i = classes + 8; i < n; i += 7) {
      given[i] = lost === 'empty' ? (isText ? '' : null) : -100;
      counts[i] = false;
    }
  if (lost === 'class') {
    const left = Math.floor(random() * classes);
    options.ignoreIndex = byName ? left : left + from;
    labels.forEach((id, i) => (counts[i] &&= id !== left));
  }
  if (lost === 'outside' && !byName && called !== 'numbers') {
    options.ignoreIndex = 255;
    for (let i = classes + 8; i < n; i += 5) {
      given[i] = isFloat ? '255.0' : 255;
      counts[i] = false;
    }
  }
  if (random() < 0.3) options.group = 'site';
  const prefix = kind === 'logits' ? 'logit' : kind === 'log_probs' ? 'logprob' : 'prob';
  const field = { logits: 'logits', log_probs: 'logprobs', probs: 'probs', percent: 'probs', parts: 'probs' }[
    kind
  ];
  const rows = scores.map((row, i): Written => {
    const named = Object.fromEntries(names.map((name, c) => [name, row[c]]));
    const columns = Object.fromEntries(names.map((name, c) => [`${prefix}_${name}`, row[c]]));
    const own =
      called === 'none' ? { [field]: row } : form === 'objects.jsonl' ? { [field]: named } : columns;
    return { id: `r${i}`, ...own, label: given[i], site: pick(['a', 'b', 'c']) };
  });
  const used = [...counts.keys()].filter((i) => counts[i]);
  const t = options.temperature ?? 1;
  const top = (row: readonly number[]) => row.indexOf(Math.max(...row));
  return {
    name: `${kind}-${called}${called === 'numbers' ? first : ''}-${byName ? 'names' : `ids${from}`}-${lost}.${form}`,
    text: written(rows, form),
    options,
    right: {
      task: classes === 2 ? 'binary' : 'multiclass',
      counted: used.length,
      meanLoss: mean(used.map((i) => -Math.log(softmax(logits[i].map((x) => x / t))[labels[i]]))),
      accuracy: mean(used.map((i) => Number(top(logits[i]) === labels[i]))),
    },
  };
}

/** One score a row. */
function ofYesOrNo(random: () => number): RandomRun {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];
  const n = pick([24, 40]);
  const x = Array.from({ length: n }, () => (random() - 0.4) * 6);
  const labels = x.map((one, i) => (i < 2 ? i : Number(random() < 1 / (1 + Math.exp(-one)))));
  const kind = pick(['logit', 'prob'] as const);
  const form = pick(['csv', 'tsv', 'jsonl', 'json'] as const);
  const isText = form === 'csv' || form === 'tsv';
  const called = pick(['ids', 'truths', 'words'] as const);
  const words = { ids: [0, 1], truths: isText ? ['False', 'True'] : [0, 1], words: ['no', 'yes'] }[called];
  const options: EvaluationOptions = {};
  if (random() < 0.4) options.temperature = pick([0.5, 2]);
  if (random() < 0.3) options.group = 'site';
  const rows = x.map((one, i): Written => ({
    id: `r${i}`,
    [kind]: kind === 'logit' ? one : 1 / (1 + Math.exp(-one)),
    label: words[labels[i]],
    site: pick(['a', 'b']),
  }));
  const t = options.temperature ?? 1;
  return {
    name: `one-${kind}-${called}.${form}`,
    text: written(rows, form),
    options,
    right: {
      task: 'binary',
      counted: n,
      meanLoss: mean(x.map((one, i) => Math.log1p(Math.exp(((labels[i] === 1 ? -1 : 1) * one) / t)))),
      accuracy: mean(x.map((one, i) => Number((one > 0 ? 1 : 0) === labels[i]))),
    },
  };
}

/** Several classes a row. */
function ofSeveral(random: () => number): RandomRun {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];
  const classes = pick([3, 4, 5]);
  const n = 30;
  const logits = Array.from({ length: n }, () => Array.from({ length: classes }, () => (random() - 0.5) * 6));
  const labels = logits.map((row, i) =>
    row.map((x, c) => Number(i === 0 || (i > 1 && (c === i % classes || random() < 1 / (1 + Math.exp(-x)))))),
  );
  const kind = pick(['logits', 'probs'] as const);
  // A few are certain, and right.
  const isCertain = (i: number, c: number) => kind === 'probs' && (i * 7 + c) % 23 === 0;
  const score = (i: number, c: number) =>
    isCertain(i, c) ? labels[i][c] : kind === 'logits' ? logits[i][c] : 1 / (1 + Math.exp(-logits[i][c]));
  const form = pick(['csv', 'jsonl', 'lists.jsonl'] as const);
  const names = WORDS.slice(0, classes);
  const rows = logits.map((row, i): Written => {
    const own = row.map((_, c) => score(i, c));
    if (form === 'lists.jsonl') return { id: `r${i}`, [kind]: own, labels: labels[i] };
    return Object.fromEntries([
      ['id', `r${i}`],
      ...names.map((name, c) => [`${kind === 'logits' ? 'logit' : 'prob'}_${name}`, own[c]]),
      ...names.map((name, c) => [`y_${name}`, labels[i][c]]),
    ]) as Written;
  });
  const options: EvaluationOptions = random() < 0.3 ? { temperature: pick([0.5, 2]) } : {};
  const t = options.temperature ?? 1;
  const losses = logits.flatMap((row, i) =>
    row.map((x, c) => (isCertain(i, c) ? 0 : Math.log1p(Math.exp(((labels[i][c] === 1 ? -1 : 1) * x) / t)))),
  );
  return {
    name: `several-${kind}.${form}`,
    text: written(rows, form),
    options,
    right: { task: 'multilabel', counted: n, meanLoss: mean(losses) },
  };
}

function written(rows: readonly Written[], form: string): string {
  if (form.endsWith('jsonl')) return rows.map((row) => JSON.stringify(row)).join('\n');
  if (form === 'json') return JSON.stringify({ results: rows });
  const between = form === 'tsv' ? '\t' : form === 'semicolon.csv' ? ';' : ',';
  const cells = [
    Object.keys(rows[0]),
    ...rows.map((row) => Object.values(row).map((cell) => String(cell as Cell))),
  ];
  return `${cells.map((row) => row.join(between)).join('\n')}\n`;
}

export function* randomRuns(count: number, seed: number): Iterable<RandomRun> {
  const random = numbersFrom(seed);
  for (let i = 0; i < count; i++) {
    const kind = random();
    const run = kind < 0.7 ? ofClasses(random) : kind < 0.85 ? ofYesOrNo(random) : ofSeveral(random);
    yield { ...run, name: `${i}-${run.name}` };
  }
}
