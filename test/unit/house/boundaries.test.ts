import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as files from '../../../src/files/protocol';
import * as panel from '../../../src/panel/protocol';
import * as renderer from '../../../src/renderer/protocol';
import { serve } from '../../../src/engine/serve';
import { readAnswer, readVariables } from '../../../src/live/answers';
import { findArrays } from '../../../src/text/find';
import { CALLS, isResponse, type Response } from '../../../src/worker/protocol';

const [found] = findArrays('logits = [[1.5, 2.5], [0.5, 3.5]]');
const page = { page: 'a', message: { id: 1, call: 'rows', params: { session: 1 } } };
const answer = { page: 'a', message: { id: 1, result: null } };
const settings = { outputs: 'offer', detect: 'likely' };

type Sent = { type: string } & Record<string, unknown>;

/** Every message that a boundary knows, as it is sent. */
const boundaries: [name: string, guard: (message: unknown) => boolean, sent: Sent[]][] = [
  [
    'a panel’s page to its host',
    panel.isToHost,
    [
      { type: 'ready' },
      { type: 'worker', message: page },
      { type: 'copy', text: 'a' },
      { type: 'save', name: 'a.svg', content: new Uint8Array(2) },
      { type: 'remember', kind: 'logits' },
      { type: 'rememberNames', key: 'a', names: ['b', 'c'], from: 'd' },
      { type: 'watch', on: true },
      { type: 'reveal', row: 3 },
      { type: 'inCode', request: 1, rules: ['a'], reveal: false },
      { type: 'document', text: '# a' },
    ],
  ],
  [
    'a panel’s host to its page',
    panel.isToPage,
    [
      { type: 'show', shown: { found, origin: 'a' } },
      { type: 'tokens', tokens: { held: 1, origin: 'a', sequence: 0 } },
      { type: 'lost', why: 'a' },
      { type: 'inCode', request: 1, known: true },
      { type: 'worker', message: answer },
      { type: 'live', live: { version: 1 } },
    ],
  ],
  [
    'the page of a file of arrays to its host',
    files.isToHost,
    [
      { type: 'ready', index: 1 },
      { type: 'choose', index: 0 },
      { type: 'labels' },
      { type: 'worker', message: page },
      { type: 'copy', text: 'a' },
      { type: 'save', name: 'a.csv', content: 'a' },
    ],
  ],
  [
    'the host of a file of arrays to its page',
    files.isToPage,
    [
      { type: 'list', arrays: [{ name: 'a', dtype: 'f4', shape: [2], bytes: 8, compressed: false }] },
      { type: 'show', index: 0, found, vocabulary: false },
      { type: 'problem', message: 'a' },
      { type: 'worker', message: answer },
    ],
  ],
  [
    'the renderer to the host',
    renderer.isToHost,
    [
      { type: 'settings' },
      { type: 'opened' },
      { type: 'contexts', asked: [{ request: 1, text: 'a' }] },
      { type: 'openPanel', found, askLabels: false },
      { type: 'openTokens', text: 'a', sequence: 0 },
      { type: 'inCode', request: 1, rules: ['a'], reveal: true, codes: ['b'] },
      { type: 'fetch', request: 1, found: { ...found, array: undefined }, codes: ['a'] },
      { type: 'cancelFetch', request: 1 },
      { type: 'remember', array: 'a', kind: 'logits' },
      { type: 'rememberNames', array: 'a', key: 'b' },
      { type: 'copy', text: 'a' },
      { type: 'save', name: 'a', content: 'a', encoding: 'utf8' },
    ],
  ],
  [
    'the host to the renderer',
    renderer.isToRenderer,
    [
      { type: 'settings', settings },
      { type: 'contexts', answers: [{ request: 1, source: 'a' }] },
      { type: 'inCode', request: 1, known: true },
      { type: 'fetching', request: 1, state: { is: 'refused', why: 'a' } },
    ],
  ],
];

/** Some field of a message, however deep, in place of which something else stands. */
const mangled = (message: unknown) =>
  fc.tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), fc.anything()).map(([way, other]) => {
    const copy = structuredClone(message) as Record<string, unknown>;
    let at = copy;
    for (const [depth, step] of way.entries()) {
      const names = Object.keys(at);
      if (names.length === 0) break;
      const name = names[step % names.length];
      const inner = at[name];
      const isDeep = typeof inner === 'object' && inner !== null && !ArrayBuffer.isView(inner);
      if (depth < way.length - 1 && isDeep) at = inner as Record<string, unknown>;
      else {
        at[name] = other;
        break;
      }
    }
    return copy;
  });

describe('Messages', () => {
  for (const [name, guard, sent] of boundaries) {
    it(`from ${name} pass as they are sent`, () => {
      for (const message of sent) assert.ok(guard(message), message.type);
    });

    it(`from ${name} are refused without their parts, and never throw`, () => {
      for (const message of sent) {
        assert.equal(guard({ ...message, type: 'toString' }), false);
        for (const field of Object.keys(message)) {
          const without: Record<string, unknown> = { ...message, [field]: Symbol.iterator };
          assert.equal(guard(without), false, `${message.type}.${field}`);
        }
        fc.assert(
          fc.property(mangled(message), (one) => assert.equal(typeof guard(one), 'boolean')),
          { numRuns: 20 },
        );
      }
      fc.assert(
        fc.property(fc.anything(), (one) => assert.equal(guard(one), false)),
        { numRuns: 100 },
      );
    });
  }

  it('carry every array that is found in what libraries print', () => {
    const lines = readFileSync('test/fixtures/arrays/prints.jsonl', 'utf8').trim().split('\n');
    for (const line of lines.filter((_, i) => i % 5 === 0)) {
      const { text = '' } = JSON.parse(line) as { text?: string };
      for (const one of findArrays(text, { mime: 'text/html' }))
        assert.ok(panel.isToPage({ type: 'show', shown: { found: one, origin: 'a' } }), text);
    }
  });

  it('carry no array whose notation, names or places are something else than texts and numbers', () => {
    const shown = (other: object) =>
      panel.isToPage({ type: 'show', shown: { found: { ...found, ...other }, origin: 'a' } });
    assert.ok(shown({}));
    for (const other of [
      { container: undefined },
      { container: Object.create(null) as object },
      { decimals: '4' },
      { classAxis: 0.5 },
      { absent: {} },
      { namesFrom: [] },
      { labels: { values: null, source: {} } },
    ])
      assert.equal(shown(other), false, JSON.stringify(other));
  });

  it('carry no array whose values are not as many as its shape says', () => {
    const shown = (array: unknown, shape: readonly number[]) => ({
      type: 'show',
      shown: { found: { ...found, array, shape }, origin: 'a' },
    });
    const data = new Float64Array(4);
    assert.ok(panel.isToPage(shown({ dtype: 'float64', shape: [2, 2], data }, [2, 2])));
    for (const shape of [[1e9, 1e9], [-1], [2, 3], [2.5], [], [NaN, 2]])
      assert.equal(panel.isToPage(shown({ dtype: 'float64', shape, data }, shape)), false, String(shape));
    assert.equal(panel.isToPage(shown({ dtype: 'float64', shape: [2, 2], data }, [4])), false);
    assert.equal(panel.isToPage(shown({ dtype: 'float32', shape: [2, 2], data }, [2, 2])), false);
  });

  it('of a worker are answered with a result or one sentence, whatever is asked', async () => {
    const calls = [...Object.keys(CALLS), 'toString', ''];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...calls), params(), async (call, given) => {
        const response = await asked(call, given);
        assert.ok(isResponse(response));
        if (!('error' in response)) return;
        assert.doesNotMatch(
          response.error,
          /Cannot|is not a function|is not iterable|undefined \(|\[object|Maximum|Invalid array/,
          call,
        );
      }),
      { numRuns: 400 },
    );
  });

  it('of a kernel are read, or refused with a sentence', () => {
    const refuses = (read: () => unknown) => {
      try {
        read();
      } catch (error) {
        assert.equal((error as Error).constructor, Error, (error as Error).stack);
      }
    };
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        refuses(() => readAnswer(text));
        refuses(() => readVariables(readAnswer(`{"result": ${text}}`)));
      }),
      { numRuns: 200 },
    );
  });
});

/** Parameters under the names that calls look at. */
function params(): fc.Arbitrary<unknown> {
  const names = ['text', 'session', 'settings', 'logits', 'labels', 'array', 'shape', 'held', 'file', 'files', 'texts', 'found', 'reading', 'row', 'rows', 'from', 'to', 'count', 'handle', 'sequence', 'place', 'first', 'second', 'source', 'options', 'fields', 'filter', 'uri', 'path', 'data', 'header', 'id', 'index']; // prettier-ignore
  const value = fc.oneof(
    fc.anything(),
    fc.integer({ min: -2, max: 3 }),
    fc.constantFrom<unknown>('', 'a', [], {}, null),
  );
  return fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 }));
}

function asked(call: string, given: unknown): Promise<Response> {
  return new Promise((resolve) => {
    const receive = serve((response) => {
      if (!('progress' in response)) resolve(response);
    });
    receive({ id: 1, call, params: given });
  });
}
