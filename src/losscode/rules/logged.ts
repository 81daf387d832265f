import * as l10n from '@vscode/l10n';
import type { FunctionEvent } from '../events';
import type { Place, Source } from '../source';
import type { Edit, Tensor } from '../values';
import { importing } from './importing';
import { logSigmoidText, withoutEpsilon } from './rewrites';
import type { Fix } from './rule';
import { functionIn, snippetAt } from './snippet';

type Fixes = Fix[];

/** `torch.log(F.softmax(x, dim=1))` as `F.log_softmax(x, dim=1)`, with an epsilon or without; the same for a sigmoid. */
export function logged(event: FunctionEvent, of: Tensor): Fixes {
  if (of.complement || !isNatural(event.at) || !isTakenWhole(event, of)) return [];
  if (of.is === 'softmax') {
    const logSoftmax = writtenAnew(of);
    return logSoftmax === undefined
      ? []
      : [
          {
            title: l10n.t('Use {0}', 'log_softmax'),
            edits: [{ place: event.at, text: logSoftmax.text }, ...logSoftmax.imports],
          },
        ];
  }
  const text = logSigmoidText(of.at);
  return text === undefined
    ? []
    : [{ title: l10n.t('Use {0}', 'logsigmoid'), edits: [{ place: event.at, text }] }];
}

/** The softmax that a value is as a log-softmax. */
export function logSoftmaxOf(value: Tensor): Fixes {
  // A layer is written anew where it is made, for all its calls.
  const at = value.madeAt ?? value.at;
  const logSoftmax = writtenAnew({ ...value, at });
  return logSoftmax === undefined
    ? []
    : [
        {
          title: l10n.t('Use {0}', logSoftmax.text.includes('LogSoftmax(') ? 'LogSoftmax' : 'log_softmax'),
          edits: [{ place: at, text: logSoftmax.text }, ...logSoftmax.imports],
        },
      ];
}

/** Whether a logarithm is the natural one, and says nothing but of what: not `log2`, nor `log(x, out=y)`. */
function isNatural(at: Place): boolean {
  const snippet = snippetAt(at);
  const log = snippet && functionIn(snippet, snippet.expression);
  return log !== undefined && /^(?:log|ln)$/.test(log.name) && log.others.length === 0;
}

/**
 * Whether a logarithm is taken of a call just as it stands, or of a name that is nothing else. Then the call can be
 * written where the logarithm is.
 */
function isTakenWhole({ at, ofAt, nameOf }: FunctionEvent, of: Tensor): boolean {
  const snippet = ofAt && snippetAt(ofAt);
  if (snippet === undefined || of.at.source !== at.source) return false;
  const inside = withoutEpsilon(snippet, snippet.expression);
  const { start, end } = snippet.place(inside);
  if (start === of.at.start && end === of.at.end) return true;
  if (inside.type !== 'name' || of.ofAt === undefined || of.of === undefined) return false;
  return textOf(of.ofAt) === nameOf(of.of) && isOnlyNameOf(inside.id, of.at, at);
}

/** Whether a line says `name = call` and nothing is assigned to the name from there on. */
function isOnlyNameOf(name: string, call: Place, until: Place): boolean {
  const { text } = call.source;
  const lineStart = text.lastIndexOf('\n', call.start - 1) + 1;
  if (text.slice(lineStart, call.start).trim() !== `${name} =`) return false;
  if (call.end > until.start || !/^[ \t]*(?:#.*)?(?:\r?\n|$)/.test(text.slice(call.end, call.end + 200)))
    return false;
  // The call's own line has nothing more.
  const places = assignedIn(call.source).get(name) ?? [];
  let low = 0;
  for (let high = places.length; low < high;) {
    const middle = (low + high) >> 1;
    if (places[middle] < call.end) low = middle + 1;
    else high = middle;
  }
  return !(places[low] < until.start);
}

/** By each name, where lines begin that assign to it first: every logarithm of a name asks. */
const assigned = new WeakMap<Source, ReadonlyMap<string, readonly number[]>>();

function assignedIn(source: Source): ReadonlyMap<string, readonly number[]> {
  const known = assigned.get(source);
  if (known !== undefined) return known;
  const found = new Map<string, number[]>();
  for (const { 1: indent, 2: name, index } of source.text.matchAll(ASSIGNED)) {
    const places = found.get(name);
    if (places === undefined) found.set(name, [index + indent.length]);
    else places.push(index + indent.length);
  }
  assigned.set(source, found);
  return found;
}

const ASSIGNED = /^([ \t]*)([\w\u0080-\u2027\u202A-\uFFFF]+)(?:[^\w=\n]{0,3}=(?!=)|[ \t]*,)/gm;

/** Modules whose softmax has a log-softmax beside it under that name. */
const MODULES =
  /^(?:torch|F|nn|nn\.functional|torch\.nn\.functional|jax\.nn|flax\.linen|tf\.nn|tensorflow\.nn|keras\.ops|ops|scipy\.special|special|sp)$/;

function writtenAnew({ at, ofAt }: Tensor): { text: string; imports: Edit[] } | undefined {
  const snippet = snippetAt(at);
  const call = snippet?.expression;
  if (snippet === undefined || call?.type !== 'call') return undefined;
  const { callee, args } = call;
  // What it is written to would hold the logarithms.
  if (args.some(({ keyword }) => keyword === 'out')) return undefined;
  const rest = snippet.text({ start: callee.end, end: call.end });
  if (callee.type === 'name') {
    const imports = callee.id === 'softmax' ? importing(at, 'softmax', 'log_softmax') : undefined;
    return imports && { text: `log_softmax${rest}`, imports };
  }
  if (callee.type !== 'attribute') return undefined;
  const object = snippet.text(callee.object);
  if (callee.name === 'Softmax')
    return /^(?:torch\.)?nn$/.test(object) ? { text: `${object}.LogSoftmax${rest}`, imports: [] } : undefined;
  if (callee.name !== 'softmax') return undefined;
  // A method of a tensor is a function of what stands before it.
  const isMethod = ofAt !== undefined && ofAt.source === at.source && ofAt.start === at.start;
  return isMethod || MODULES.test(object) ? { text: `${object}.log_softmax${rest}`, imports: [] } : undefined;
}

function textOf({ source, start, end }: Place): string {
  return source.text.slice(start, end);
}
