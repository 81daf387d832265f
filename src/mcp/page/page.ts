/** Draws what a tool answered, in a host that draws MCP Apps: rows as shares of their classes, tokens by surprisal. */
import { code } from './code';
import { element } from './dom';
import { connect } from './host';
import { figure } from './parts';
import { findings, rows } from './rows';
import { tokens } from './tokens';

connect((result) => {
  const { structuredContent, content, isError, _meta } = (result ?? {}) as Record<string, unknown>;
  const [first] = Array.isArray(content) ? (content as { text?: unknown }[]) : [];
  const main = document.querySelector('main')!;
  const answer = structuredContent as Record<string, unknown> | undefined;
  if (isError === true || typeof answer !== 'object')
    return main.replaceChildren(element('p', 'bad', figure(first?.text)));
  const drawn = (_meta as Record<string, unknown> | undefined)?.['logitscope/tokens'];
  const assumed = Array.isArray(answer.assumed) ? answer.assumed.map(String) : [];
  main.replaceChildren(
    ...('sequences' in answer
      ? tokens(answer, drawn)
      : isCode(answer)
        ? code(answer)
        : [...rows(answer), ...findings(answer)]),
    ...assumed.map((sentence) => element('p', 'dim', sentence)),
  );
});

function isCode(answer: Record<string, unknown>): boolean {
  return 'findings' in answer && !('rows' in answer) && !('arrays' in answer);
}
