import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { refusalOfLong, refusals } from '../../../src/mcp/refusals';

describe('a request that is none of the protocol', () => {
  const through = async (lines: string) => {
    const answers = new PassThrough();
    const filter = refusals(answers);
    filter.end(Buffer.from(lines));
    let taken = '';
    for await (const piece of filter) taken += String(piece);
    answers.end();
    let said = '';
    for await (const piece of answers) said += String(piece);
    return {
      taken,
      said: said
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { id: unknown }),
    };
  };

  it('is answered by its id, and the lines around it are handed on', async () => {
    const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
    const odd = [
      '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":null}',
      '{"jsonrpc":"2.0","id":"a","method":"tools/call","params":5}',
      '{"jsonrpc":"2.0","id":0.5,"method":"ping"}',
      '{"jsonrpc":"1.0","id":3,"method":"ping"}',
      '{"id":4,"method":5}',
    ];
    const { taken, said } = await through(`${ping}\n${odd.join('\n')}\n${ping}\n`);
    assert.equal(taken, `${ping}\n${ping}\n`);
    assert.deepEqual(
      said.map(({ id }) => id),
      [2, 'a', 0.5, 3, 4],
    );
  });

  it('is nothing that has no id to answer to, and no answer or notice', async () => {
    const lines = [
      'no JSON',
      'null',
      '[]',
      '{"jsonrpc":"2.0","id":1,"result":{}}',
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}',
      '{"jsonrpc":"2.0","id":{},"method":"ping"}',
      '{"jsonrpc":"2.0","id":1e400,"method":"ping"}',
      `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":"${'a'.repeat(100)}"}}`,
    ];
    const { taken, said } = await through(`${lines.join('\n')}\n`);
    assert.equal(taken, `${lines.join('\n')}\n`);
    assert.deepEqual(said, []);
  });

  it('is answered however long it is, and whatever comes with it', async () => {
    const long = 'x'.repeat(100_000);
    const call = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"text":"${long}"}}`;
    const odd = [
      `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":["${long}"]}`,
      '{"jsonrpc":"2.0","id":3,"method":"ping","params":[]}',
      '[{"jsonrpc":"2.0","id":4,"method":"ping"},{"jsonrpc":"2.0","method":"notifications/x"},5,{"id":5,"method":"a"}]',
    ];
    const { taken, said } = await through(`${call}\n${odd.join('\n')}\n${call}\n`);
    assert.equal(taken, `${call}\n${call}\n`);
    assert.deepEqual(
      said.map(({ id }) => id),
      [2, 3, 4, 5],
    );
  });

  it('is answered where it is cut off but tells its number', async () => {
    const lines = [
      '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"a":[1,',
      '{"method":"tools/call","params":{"a":tru},"jsonrpc":"2.0","id":"b"}',
      '{"jsonrpc":"2.0","id":8,"result":{"a":[1,',
    ];
    const { taken, said } = await through(`${lines.join('\n')}\n`);
    assert.equal(taken, `${lines[2]}\n`);
    assert.deepEqual(
      said.map(({ id }) => id),
      [7, 'b'],
    );
  });

  it('is answered under the number that the ends of a line tell that is too long to be read', () => {
    const answerTo = (beginning: string, end: string) =>
      refusalOfLong({ beginning, end }, 100) as { id?: unknown };
    const message = 'A message may have 100 bytes, and this one has more';
    assert.deepEqual(answerTo('{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"a":"x', 'xx"}}\n'), {
      jsonrpc: '2.0',
      id: 5,
      error: { code: -32600, message },
    });
    for (const [beginning, end, id] of [
      ['{"method":"tools/call","params":{"a":"x', '"}},"jsonrpc":"2.0","id":6}\n', 6],
      ['{ "method" : "tools/call", "params": {"a":"x', '"}, "id" : "six", "jsonrpc": "2.0" }\r\n', 'six'],
      ['{"id":7,"params":{"a":"x', '"},"method":"tools/call"}\n', 7],
      // What stands deeper is another’s.
      ['{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"a":"x', '"b":{"c":1,"id":9}}}\n', 5],
    ] as const)
      assert.equal(answerTo(beginning, end).id, id);
    const error = { code: -32600, message };
    assert.deepEqual(JSON.parse(JSON.stringify(answerTo('xxxx', 'xxxx\n'))), { jsonrpc: '2.0', error });
    for (const [beginning, end] of [
      ['{"jsonrpc":"2.0","method":"notifications/progress","params":{"a":"', '"}}\n'],
      ['{"jsonrpc":"2.0","id":5,"result":{"a":"', '"}}\n'],
    ])
      assert.equal(answerTo(beginning, end), undefined);
  });
});
