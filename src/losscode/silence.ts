import type { Place, Source } from './source';
import type { RuleId } from './types';

/** Whether a comment on a line of a place silences a rule: `# logitscope: ignore[rule]`, `# logitscope: ignore`, `# noqa`. */
export function isSilenced({ source, start, end }: Place, rule: RuleId): boolean {
  const from = source.text.lastIndexOf('\n', start - 1) + 1;
  const next = source.text.indexOf('\n', end);
  return commentsIn(source, from, next < 0 ? source.text.length : next).some((comment) =>
    silences(comment, rule),
  );
}

/** What stands behind `#` on the first and on the last line of a stretch. */
function commentsIn({ text }: Source, from: number, to: number): string[] {
  const lines = text.slice(from, to).split('\n');
  return [lines[0], lines[lines.length - 1]].flatMap((line) => {
    const at = line.indexOf('#');
    return at < 0 ? [] : [line.slice(at)];
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
