import type { Place, Source } from './source';
import type { RuleId } from './types';

/** Whether a comment on a line of a place silences a rule: `# logitscope: ignore[rule]`, `# logitscope: ignore`, `# noqa`. */
export function isSilenced({ source, start, end }: Place, rule: RuleId): boolean {
  const comments = commentsIn(source);
  return comments.length > 0 && [start, end].some((at) => silences(commentAt(comments, at), rule));
}

/** What the line of a place has behind `#`. */
function commentAt(comments: readonly Comment[], at: number): string {
  let low = 0;
  for (let high = comments.length; low < high;) {
    const middle = (low + high) >> 1;
    if (comments[middle].to < at) low = middle + 1;
    else high = middle;
  }
  const { from, comment } = comments[low] ?? { from: Infinity, comment: '' };
  return from <= at ? comment : '';
}

interface Comment {
  /** The line that it stands on. */
  readonly from: number;
  readonly to: number;
  readonly comment: string;
}

const known = new WeakMap<Source, readonly Comment[]>();

/** What stands behind `#` on the lines where that may silence a rule: found once, for every finding of every rule asks. */
function commentsIn(source: Source): readonly Comment[] {
  const comments = known.get(source) ?? gathered(source.text);
  known.set(source, comments);
  return comments;
}

function gathered(text: string): Comment[] {
  if (!/noqa|logitscope: ignore/i.test(text)) return [];
  let next = 0;
  return text.split('\n').flatMap((line) => {
    const from = next;
    next += line.length + 1;
    const at = line.indexOf('#');
    const comment = at < 0 ? '' : line.slice(at);
    return /noqa|logitscope: ignore/i.test(comment) ? [{ from, to: from + line.length, comment }] : [];
  });
}

function silences(comment: string, rule: RuleId): boolean {
  if (/#\s*noqa(?:\s*$|[^:\w])/i.test(comment)) return true;
  const at = comment.toLowerCase().indexOf('logitscope: ignore');
  if (at < 0) return false;
  const rest = comment.slice(at + 'logitscope: ignore'.length);
  if (!rest.startsWith('[')) return true;
  return rest
    .slice(1, rest.includes(']') ? rest.indexOf(']') : undefined)
    .split(',')
    .some((name) => name.trim() === rule);
}
