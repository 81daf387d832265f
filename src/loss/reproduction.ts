import type { DumpFields } from './dump/types';
import type { LossSettings } from './types';

/** What code that reproduces a loss needs to know. */
export interface Reproducible {
  settings: LossSettings;
  classes: number;
  labelled: boolean;
  /** Labels are a row of numbers per row. */
  soft: boolean;
  /** Rows to be written out; absent where they are read from a file, or too many. */
  rows?: { logits: number[][]; labels?: number[] | number[][] };
  dump?: {
    fields: DumpFields;
    probabilities: boolean;
    file: string;
    skipped: boolean;
    /** Records hold several rows each. */
    sequences: boolean;
  };
  reduced?: number;
}

/** The same computation in PyTorch, TensorFlow and JAX; what differs between them is said beside the code. */
export function reproduction(what: Reproducible): string {
  const { labelled, settings } = what;
  if (!what.rows && !what.dump) return '';
  const expected = what.reduced === undefined ? '' : `  # ${what.reduced}`;
  const parts = ['## The same in code', fence([...data(what)])];
  if (!labelled) {
    parts.push(
      fence([
        'import torch',
        `probabilities = torch.softmax(torch.tensor(logits, dtype=torch.float64)${over(settings.temperature)}, dim=-1)`,
      ]),
    );
    return parts.join('\n\n');
  }
  parts.push(`PyTorch\n${fence(torchCode(what, expected))}`);
  parts.push(`TensorFlow\n${fence(tensorflowCode(what, expected))}`);
  parts.push(`JAX\n${fence(jaxCode(what, expected))}`);
  return parts.join('\n\n');
}

const fence = (lines: readonly string[]) => ['```python', ...lines, '```'].join('\n');

const over = (temperature: number) => (temperature === 1 ? '' : ` / ${temperature}`);

function* data({ rows, dump, labelled, settings }: Reproducible): Iterable<string> {
  if (rows) {
    yield `logits = ${python(rows.logits)}`;
    if (rows.labels) yield `labels = ${python(rows.labels)}`;
  } else if (dump) {
    const { fields, file } = dump;
    const gz = /\.gz$/.test(file);
    const opened = `${gz ? 'gzip.open' : 'open'}(${quote(file)}, 'rt', encoding='utf-8-sig')`;
    const at = (path: readonly string[]) =>
      path.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `[${quote(key)}]`)).join('');
    if (fields.format === 'csv' || fields.format === 'tsv') {
      yield `import csv${gz ? ', gzip' : ''}`;
      yield `records = list(csv.DictReader(${opened}${fields.format === 'tsv' ? ", delimiter='\\t'" : ''}))`;
      yield fields.logits.length > 1
        ? `logits = [[float(r[c]) for c in ${python([...fields.logits])}] for r in records]`
        : `import json; logits = [json.loads(r[${quote(fields.logits[0])}]) for r in records]`;
      if (labelled && fields.labels)
        yield fields.classNames
          ? `labels = [${python([...fields.classNames])}.index(r[${quote(fields.labels[0])}]) for r in records]`
          : `labels = [int(float(r[${quote(fields.labels[0])}])) for r in records]`;
    } else {
      yield `import json${gz ? ', gzip' : ''}`;
      yield fields.format === 'jsonl'
        ? `records = [json.loads(line) for line in ${opened} if line.strip()]`
        : `records = json.load(${opened})${at(fields.records)}`;
      if (dump.skipped)
        yield '# some records of this file cannot be read: leave them out first, as listed above';
      const [most, next] = settings.shifted ? ['[:-1]', '[1:]'] : ['', ''];
      yield dump.sequences
        ? `logits = [row for r in records for row in r${at(fields.logits)}${most}]`
        : `logits = [r${at(fields.logits)} for r in records]`;
      if (labelled && fields.labels) {
        yield dump.sequences
          ? `labels = [y for r in records for y in r${at(fields.labels)}${next}]${settings.shifted ? '  # the logits at t belong to the label at t + 1' : ''}`
          : `labels = [r${at(fields.labels)} for r in records]`;
        if (fields.classNames)
          yield `names = ${python([...fields.classNames])}\nlabels = [names.index(y) if isinstance(y, str) else y for y in labels]`;
      }
    }
    if (dump.probabilities) {
      yield 'import math';
      yield 'logits = [[math.log(p) if p > 0 else -math.inf for p in row] for row in logits]  # these are probabilities';
    }
  }
  if (labelled && settings.classWeights) yield `weights = ${python([...settings.classWeights])}`;
}

function torchCode({ settings, soft, classes }: Reproducible, expected: string): string[] {
  const { temperature, reduction = 'mean', labelSmoothing, classWeights, ignoreIndex } = settings;
  const lines = [
    'import torch, torch.nn.functional as F',
    `x = torch.tensor(logits, dtype=torch.float64)${over(temperature)}`,
  ];
  if (settings.loss === 'sigmoid') {
    if (soft) lines.push('y = torch.tensor(labels, dtype=torch.float64)');
    else
      lines.push(
        'ids = torch.tensor(labels)',
        `x, ids = x[ids != ${ignoreIndex ?? -100}], ids[ids != ${ignoreIndex ?? -100}]`,
        `y = F.one_hot(ids, ${classes}).double()`,
      );
    const weight = classWeights ? ', weight=torch.tensor(weights, dtype=torch.float64)' : '';
    const mean = reduction === 'sum' ? `.mean(-1).sum()` : '.mean()';
    lines.push(
      `loss = F.binary_cross_entropy_with_logits(x, y${weight}, reduction='none')${mean}${expected}`,
    );
    return lines;
  }
  lines.push(soft ? 'y = torch.tensor(labels, dtype=torch.float64)' : 'y = torch.tensor(labels)');
  const options = [
    classWeights && 'weight=torch.tensor(weights, dtype=torch.float64)',
    ignoreIndex !== undefined && ignoreIndex !== -100 && !soft && `ignore_index=${ignoreIndex}`,
    labelSmoothing && `label_smoothing=${labelSmoothing}`,
    reduction !== 'mean' && `reduction='${reduction}'`,
  ].filter(Boolean);
  // Rows of tokens are one long batch to cross_entropy.
  const flat = soft ? 'x.flatten(0, -2), y.flatten(0, -2)' : 'x.flatten(0, -2), y.flatten()';
  lines.push(`loss = F.cross_entropy(${[flat, ...options].join(', ')})${expected}`);
  return lines;
}

function tensorflowCode({ settings, soft, classes }: Reproducible, expected: string): string[] {
  const { temperature, reduction = 'mean', labelSmoothing = 0, classWeights, ignoreIndex = -100 } = settings;
  const lines = ['import tensorflow as tf', `x = tf.constant(logits, tf.float64)${over(temperature)}`];
  const dense = soft
    ? ['y = tf.constant(labels, tf.float64)']
    : [
        'ids = tf.constant(labels)',
        `keep = ids != ${ignoreIndex}`,
        'ids, x = tf.boolean_mask(ids, keep), tf.boolean_mask(x, keep)',
        `y = tf.one_hot(ids, ${classes}, dtype=tf.float64)`,
      ];
  if (settings.loss === 'sigmoid') {
    lines.push(...dense);
    lines.push(
      `rows = tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=x)${classWeights ? ' * tf.constant(weights, tf.float64)' : ''}`,
    );
    lines.push(
      `loss = tf.reduce_${reduction === 'sum' ? 'sum' : 'mean'}(tf.reduce_mean(rows, -1))${expected}`,
    );
    return lines;
  }
  const sparse = !soft && labelSmoothing === 0 && classWeights === undefined;
  if (sparse) {
    lines.push('y = tf.constant(labels)', `keep = y != ${ignoreIndex}`);
    lines.push(
      'rows = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tf.boolean_mask(y, keep), logits=tf.boolean_mask(x, keep))',
    );
    lines.push(`loss = tf.reduce_${reduction === 'sum' ? 'sum' : 'mean'}(rows)${expected}`);
    return lines;
  }
  lines.push(...dense);
  if (labelSmoothing > 0) lines.push(`t = ${1 - labelSmoothing} * y + ${labelSmoothing} / ${classes}`);
  else lines.push('t = y');
  if (classWeights) lines.push('w = tf.constant(weights, tf.float64)', 't = t * w');
  lines.push('rows = tf.nn.softmax_cross_entropy_with_logits(labels=t, logits=x)');
  const mean =
    classWeights && !soft ? 'tf.reduce_sum(rows) / tf.reduce_sum(tf.gather(w, ids))' : 'tf.reduce_mean(rows)';
  lines.push(`loss = ${reduction === 'sum' ? 'tf.reduce_sum(rows)' : mean}${expected}`);
  return lines;
}

function jaxCode({ settings, soft, classes }: Reproducible, expected: string): string[] {
  const { temperature, reduction = 'mean', labelSmoothing = 0, classWeights, ignoreIndex = -100 } = settings;
  const lines = [
    'import jax, jax.numpy as jnp',
    "jax.config.update('jax_enable_x64', True)",
    `x = jnp.array(logits)${over(temperature)}`,
  ];
  if (settings.loss === 'sigmoid') {
    if (soft) lines.push('y = jnp.array(labels)');
    else
      lines.push(
        'ids = jnp.array(labels)',
        `x, ids = x[ids != ${ignoreIndex}], ids[ids != ${ignoreIndex}]`,
        `y = jax.nn.one_hot(ids, ${classes})`,
      );
    lines.push(
      `rows = -(y * jax.nn.log_sigmoid(x) + (1 - y) * jax.nn.log_sigmoid(-x))${classWeights ? ' * jnp.array(weights)' : ''}`,
    );
    lines.push(`loss = rows.mean(-1).${reduction === 'sum' ? 'sum' : 'mean'}()${expected}`);
    return lines;
  }
  lines.push('log_p = jax.nn.log_softmax(x)');
  if (soft) lines.push('y = jnp.array(labels)');
  else
    lines.push(
      'ids = jnp.array(labels)',
      `keep = ids != ${ignoreIndex}`,
      `y = jax.nn.one_hot(jnp.where(keep, ids, 0), ${classes})`,
    );
  lines.push(labelSmoothing > 0 ? `t = ${1 - labelSmoothing} * y + ${labelSmoothing} / ${classes}` : 't = y');
  if (classWeights) lines.push('w = jnp.array(weights)', 't = t * w');
  // A mask's −inf with weight 0 adds nothing.
  lines.push('rows = -jnp.where(t == 0, 0, t * log_p).sum(-1)');
  if (soft) {
    lines.push(`loss = rows.${reduction === 'sum' ? 'sum' : 'mean'}()${expected}`);
    return lines;
  }
  lines.push('rows = jnp.where(keep, rows, 0)');
  const denominator = classWeights ? 'jnp.where(keep, w[jnp.where(keep, ids, 0)], 0).sum()' : 'keep.sum()';
  lines.push(`loss = rows.sum()${reduction === 'sum' ? '' : ` / ${denominator}`}${expected}`);
  return lines;
}

/** A Python literal. */
function python(value: unknown): string {
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return "float('nan')";
    if (!Number.isFinite(value)) return value > 0 ? "float('inf')" : "-float('inf')";
    return String(value);
  }
  if (typeof value === 'string') return quote(value);
  return `[${(value as unknown[]).map(python).join(', ')}]`;
}

/** JSON strings are Python strings; a lone surrogate or a line separator stays escaped. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
