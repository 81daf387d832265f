import assert from 'node:assert/strict';
import { readTokens } from '../../../src/tokens/find';

const TOKENS: [text: string, logprob: number][] = [
  ['Hel', -0.125],
  ['lo', -0.25],
  ['!', -0.5],
];
const chunks = TOKENS.map(([token, logprob]) =>
  JSON.stringify({
    id: 'c',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: { content: token }, logprobs: { content: [{ token, logprob }] } }],
  }),
);
const pretty = chunks.map((chunk) => JSON.stringify(JSON.parse(chunk), null, 2));
/** Where a server may break a line: between two members. */
const broken = chunks.map((chunk) => chunk.replace(',"logprobs"', ',\n"logprobs"'));

const dataOf = (value: string, between = '') =>
  value
    .split('\n')
    .map((line) => `data: ${line}\n`)
    .join(between);
const done = 'data: [DONE]\n\n';
const stream = (events: readonly string[], before = '') =>
  events.map((event) => `${before}${event}\n`).join('') + done;

describe('A stream of server-sent events', () => {
  const lines = stream(chunks.map((chunk) => dataOf(chunk)));
  const ways: Record<string, string> = {
    'one line an event': lines,
    'without a space behind the colon': lines.replaceAll('data: ', 'data:'),
    'with CRLF': lines.replaceAll('\n', '\r\n'),
    'with CR': lines.replaceAll('\n', '\r'),
    'with a byte order mark': `\ufeff${lines}`,
    'without the empty lines': lines.replaceAll('\n\n', '\n'),
    'with comments and other fields': stream(
      chunks.map((chunk) => dataOf(chunk)),
      ': keep-alive\n\nretry: 1000\nid: 7\nevent: chunk\n',
    ),
    'indented, several lines an event': stream(pretty.map((event) => dataOf(event))),
    'cut between members': stream(broken.map((event) => dataOf(event))),
    'cut between members, with CRLF': stream(broken.map((event) => dataOf(event))).replaceAll('\n', '\r\n'),
    'cut between members, with a comment between': stream(
      broken.map((event) => dataOf(event, ': ping\nid: 5\n')),
    ),
    'some events of one line, others of several': stream(
      [chunks[0], broken[1], pretty[2]].map((event) => dataOf(event)),
    ),
  };
  for (const [way, text] of Object.entries(ways))
    it(`is read whole: ${way}`, () => {
      const [answer, ...others] = readTokens(text);
      assert.deepEqual(others, []);
      assert.equal(answer.joined.text, 'Hello!');
      assert.equal(answer.count, 3);
      assert.equal(answer.figures().sumLogprob, -0.875);
    });

  it('whose last event is cut off keeps the others, and says so', () => {
    const text = stream(broken.map((event) => dataOf(event)));
    const [answer] = readTokens(text.slice(0, text.lastIndexOf('"logprob"')));
    assert.equal(answer.joined.tokens.slice(0, 2).join(''), 'Hello');
    assert.equal(answer.figures().sumLogprob, -0.375);
  });
});
