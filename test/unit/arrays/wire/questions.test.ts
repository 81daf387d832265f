import assert from 'node:assert/strict';
import { questions } from '../../../../src/arrays/wire/questions';

describe('a question to the other side of a boundary', () => {
  it('gets the answer under its number', async () => {
    const { ask, answered } = questions({ none: 'none', ms: 10_000 });
    const asked: number[] = [];
    const answers = Promise.all([ask((one) => asked.push(one)), ask((one) => asked.push(one))]);
    answered(asked[1], 'second');
    answered(asked[0], 'first');
    answered(asked[0], 'late');
    answered(99, 'nobody asked');
    assert.deepEqual(await answers, ['first', 'second']);
  });

  it('is answered with none where it is lost, or its sending fails', async () => {
    const { ask } = questions({ none: 'none', ms: 5 });
    assert.equal(await ask(() => undefined), 'none');
    await assert.rejects(
      ask(() => {
        throw new Error('closed');
      }),
      { message: 'closed' },
    );
  });

  it('is sent once more under the same number where it may be, and never after its answer', async () => {
    const { ask, answered } = questions({ none: 'none', ms: 10_000, againMs: 2 });
    const sent: number[] = [];
    const answer = ask((request) => {
      sent.push(request);
      if (sent.length === 2) answered(request, 'found');
    });
    assert.equal(await answer, 'found');
    assert.equal(await ask((request) => answered(sent.push(-request) && request, 'at once')), 'at once');
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(sent, [1, 1, -2]);
  });
});
