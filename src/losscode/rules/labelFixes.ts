import * as l10n from '@vscode/l10n';
import type { LossEvent } from '../events';
import type { Place } from '../source';
import type { Expression } from '../../python/syntax';
import type { Edit, Tensor } from '../values';
import { importsInstead } from './importing';
import type { Fix } from './rule';
import { primary, snippetAt, withArgument } from './snippet';

type Fixes = Fix[];

/** Losses of class ids, and the same loss of one-hot labels. */
const TWINS: readonly (readonly [ids: string, oneHot: string])[] = [
  ['sparse_categorical_crossentropy', 'categorical_crossentropy'],
  ['SparseCategoricalCrossentropy', 'CategoricalCrossentropy'],
  ['sparse_softmax_cross_entropy_with_logits', 'softmax_cross_entropy_with_logits'],
  ['softmax_cross_entropy_with_integer_labels', 'softmax_cross_entropy'],
];

/** The loss that takes the labels as they are. */
export function otherLoss({ at, madeAt }: LossEvent, wanted: 'ids' | 'one-hot'): Fixes {
  for (const place of [madeAt, at])
    for (const [ids, oneHot] of place === undefined ? [] : TWINS) {
      const [from, to] = wanted === 'one-hot' ? [ids, oneHot] : [oneHot, ids];
      const start = wordIn(place!, from);
      if (start === undefined) continue;
      const named = { ...place!, start, end: start + from.length };
      const imports = importsInstead(named, from, to);
      return imports === undefined
        ? []
        : [{ title: l10n.t('Use {0}', to), edits: [{ place: named, text: to }, ...imports] }];
    }
  return [];
}

/** Where a name stands in a call, if it does once. */
function wordIn({ source, start, end }: Place, word: string): number | undefined {
  const text = source.text.slice(start, end);
  const found = text.indexOf(word);
  if (found < 0 || text.includes(word, found + 1)) return undefined;
  return /\w/.test(text[found - 1] ?? '') || /\w/.test(text[found + word.length] ?? '')
    ? undefined
    : start + found;
}

/** One-hot labels as what they were made of, or as floats, which are probabilities. */
export function idsInstead({ targetsAt, nameOf, framework, labels }: LossEvent, targets: Tensor): Fixes {
  if (targetsAt === undefined) return [];
  const named = targets.of && !targets.remade ? nameOf(targets.of) : undefined;
  if (named !== undefined)
    return [{ title: l10n.t('Use “{0}” as the labels', named), edits: [{ place: targetsAt, text: named }] }];
  if (framework !== 'torch') return [];
  return labels === 'ids-or-probabilities'
    ? appended(targetsAt, '.float()', l10n.t('Convert the labels to floats'))
    : appended(targetsAt, '.argmax(dim=-1)', l10n.t('Use class IDs'));
}

export function integersInstead({ targetsAt }: LossEvent): Fixes {
  return targetsAt === undefined
    ? []
    : appended(targetsAt, '.long()', l10n.t('Convert the labels to integers'));
}

function appended(place: Place, method: string, title: string): Fixes {
  const snippet = snippetAt(place);
  return snippet === undefined
    ? []
    : [{ title, edits: [{ place, text: `${primary(snippet, snippet.expression)}${method}` }] }];
}

/** The loss without its own smoothing. */
export function withoutSmoothing({ options }: LossEvent): Fixes {
  const place = options.keywordAt.get('label_smoothing');
  return place === undefined
    ? []
    : [{ title: l10n.t('Turn off label smoothing in the loss'), edits: [{ place, text: '0.0' }] }];
}

/** The loss with an ignore index, where the code says what the padding is. */
export function ignoringPadding({ options, at, madeAt }: LossEvent, targets: Tensor): Fixes {
  const padding = paddingOf(targets.at);
  if (padding === undefined) return [];
  const title = l10n.t('Add ignore_index={0}', padding);
  const said = options.keywordAt.get('ignore_index');
  if (said !== undefined) return [{ title, edits: [{ place: said, text: padding }] }];
  const call = madeAt ?? at;
  const edit = withArgument(call, `ignore_index=${padding}`);
  return edit === undefined ? [] : [{ title, edits: [edit] }];
}

/** What is padded with: 0 unless said; a tokenizer knows its own. */
function paddingOf(place: Place): string | undefined {
  const snippet = snippetAt(place);
  const call = snippet?.expression;
  if (snippet === undefined || call?.type !== 'call') return undefined;
  const name = snippet.text(call.callee);
  if (/(?:^|\.)pad_sequence$/.test(name)) {
    const value = call.args.find(({ keyword }) => keyword === 'padding_value')?.value ?? call.args[2]?.value;
    if (value === undefined) return '0';
    return ['constant', 'name', 'attribute', 'unary'].includes(value.type) ? snippet.text(value) : undefined;
  }
  return /^\w*tok\w*$/i.test(name) ? `${name}.pad_token_id` : undefined;
}

/** The scores without the last position and the labels without the first, each cut while it has its axes. */
export function shifted({ scoresAt, targetsAt }: LossEvent): Fixes {
  const [scores, labels] = [scoresAt && cutBy(scoresAt, ':, :-1'), targetsAt && cutBy(targetsAt, ':, 1:')];
  if (scores === undefined || labels === undefined) return [];
  // A name that goes in as it is may have been flattened before, unless the scores show that it was not.
  const isKnown = scores.how === 'flattened' ? labels.how === 'flattened' : scores.how === 'turned';
  return isKnown
    ? [{ title: l10n.t('Shift logits and labels by one position'), edits: [scores.edit, labels.edit] }]
    : [];
}

const FLATTENS = new Set(['view', 'reshape', 'flatten']);
const TURNS = new Set(['transpose', 'permute', 'swapaxes']);
const KEEPS = new Set(['contiguous', 'float', 'long']);

/** `logits.view(-1, V)` as `logits[:, :-1].reshape(-1, V)`: a view of a part is not contiguous. */
function cutBy(place: Place, cut: string): { edit: Edit; how: 'flattened' | 'turned' | 'bare' } | undefined {
  const snippet = snippetAt(place);
  if (snippet === undefined) return undefined;
  const { expression } = snippet;
  const methods: string[] = [];
  let inner: Expression = expression;
  while (inner.type === 'call' && inner.callee.type === 'attribute') {
    methods.push(inner.callee.name);
    inner = inner.callee.object;
  }
  if (!['name', 'attribute', 'subscript'].includes(inner.type)) return undefined;
  if (!methods.every((name) => FLATTENS.has(name) || TURNS.has(name) || KEEPS.has(name))) return undefined;
  const before = snippet.text({ start: expression.start, end: inner.end });
  const after = snippet.text({ start: inner.end, end: expression.end }).replaceAll('.view(', '.reshape(');
  const how = methods.some((name) => FLATTENS.has(name))
    ? 'flattened'
    : methods.some((name) => TURNS.has(name))
      ? 'turned'
      : 'bare';
  return { edit: { place, text: `${before}[${cut}]${after}` }, how };
}
