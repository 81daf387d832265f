import * as l10n from '@vscode/l10n';
import type { Event, LossEvent } from '../events';
import { lineOf } from '../removal';
import { written, type Place } from '../source';
import type { RuleId, Severity } from '../types';
import type { Edit, Tensor, Value } from '../values';

export type Related = { message: string; at: Place };
export type Fix = { title: string; edits: Edit[] };

/** What a rule has found, by places in sources. What there is to say of it is asked for once, however often it is found. */
export interface Found {
  severity: Severity;
  at: Place;
  message(): string;
  related(): Related[];
  fixes(): Fix[];
}

/** One mistake: looks at what happens, one event after another. */
export interface Rule {
  readonly id: RuleId;
  look(event: Event): Found | undefined;
}

/** What a value is and where it became that, for the other end of a finding. */
export function origin(value: Tensor): Related {
  return { message: l10n.t('{0} is here: {1}', kindOf(value), written(value.at)), at: value.at };
}

export function kindOf({ is, complement }: Tensor): string {
  switch (is) {
    case 'softmax':
      return l10n.t('The softmax');
    case 'sigmoid':
      return complement ? l10n.t('One minus the sigmoid') : l10n.t('The sigmoid');
    case 'log-softmax':
      return l10n.t('The log-softmax');
    case 'log-sigmoid':
      return l10n.t('The log-sigmoid');
    case 'linear':
      return l10n.t('The layer that returns the logits');
    case 'relu':
      return l10n.t('The ReLU');
    default:
      return l10n.t('The value');
  }
}

/**
 * Ways to hand a loss what a softmax was taken of: by its name where it still has one, so that the softmax stays for
 * predictions; else by taking the softmax out of the code.
 */
export function withoutActivation({ scoresAt, nameOf }: LossEvent, scores: Tensor): Fix[] {
  const named = scores.of && !scores.remade ? nameOf(scores.of) : undefined;
  if (named !== undefined && scoresAt !== undefined && !isInside(scores.at, scoresAt))
    return [{ title: l10n.t('Use “{0}” in the loss', named), edits: [{ place: scoresAt, text: named }] }];
  return removing(scores);
}

export function removing({ removal, at, ofAt }: Tensor): Fix[] {
  if (removal === undefined) return [];
  const line = ofAt && lineOfNothing(removal);
  if (line !== undefined)
    return [{ title: l10n.t('Remove “{0}”', written(line.statement)), edits: [line.edit] }];
  // Around its argument a call goes alone, a method from behind its object.
  const gone = removal.text === '' || ofAt === undefined ? at : methodBehind(ofAt, at);
  const title =
    gone === undefined
      ? l10n.t('Replace “{0}” with “{1}”', written(at), written(ofAt!))
      : l10n.t('Remove “{0}”', written(gone));
  return [{ title, edits: [removal] }];
}

/** Of the blanks before a statement: lines of any length are not gone through for each call in them. */
const MOST_BLANKS = 400;

/** The line of a statement that would be left as `x = x`. */
function lineOfNothing({ place, text }: Edit): { statement: Place; edit: Edit } | undefined {
  const { source, start, end } = place;
  const before = source.text.slice(Math.max(0, start - text.length - MOST_BLANKS), start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (line.trim() !== `${text} =`) return undefined;
  const statement = { source, start: start - line.length + line.indexOf(text), end };
  const edit = lineOf(statement);
  return edit && { statement, edit };
}

/** `.softmax(dim=1)` of `x.softmax(dim=1)` or `(a + b).softmax(dim=1)`; undefined where nothing but that goes. */
function methodBehind(object: Place, call: Place): Place | undefined {
  const { source, end } = call;
  if (!isInside(object, call) || source.text.slice(call.start, object.start).replaceAll('(', '') !== '')
    return undefined;
  let start = object.end;
  while (start < end && /[)\s]/.test(source.text[start])) start++;
  return source.text[start] === '.' && start < end ? { source, start, end } : undefined;
}

export function isInside(inner: Place, outer: Place): boolean {
  return inner.source === outer.source && inner.start >= outer.start && inner.end <= outer.end;
}

export function tensorOf(value: Value | undefined): Tensor | undefined {
  return value?.type === 'tensor' ? value : undefined;
}

export function madeHere(event: LossEvent): Related[] {
  return event.madeAt === undefined || isInside(event.madeAt, event.at)
    ? []
    : [{ message: l10n.t('The loss is created here: {0}', written(event.madeAt)), at: event.madeAt }];
}
