import { strict as assert } from 'node:assert';
import { choicesOf } from '../../../src/tokens/choices';

/** As lm-evaluation-harness writes a sample: one request for each choice. */
function sample(
  likelihoods: number[],
  gold: number,
  choices: string[],
  stored: { acc: number; acc_norm: number },
  named = true,
  whole = named,
) {
  const pairs = likelihoods.map((value) => [String(value), 'False']);
  return JSON.stringify({
    doc_id: 0,
    doc: { query: 'Ice is', choices: named ? choices : undefined, gold },
    target: String(gold),
    arguments: Object.fromEntries(
      (whole ? choices : choices.slice(0, 1)).map((choice, i) => [
        `gen_args_${i}`,
        { arg_0: 'Ice is', arg_1: ` ${choice}` },
      ]),
    ),
    resps: pairs.map((pair) => [pair]),
    filtered_resps: pairs,
    ...stored,
  });
}

describe('Samples of multiple choice', () => {
  const first = sample([-1.5, -7.25, -9.125], 0, ['green', 'loud', 'seven'], { acc: 1, acc_norm: 1 });
  // 2 and 4 bytes: by bytes the longer one wins, −2/3 against −3/16.
  const second = sample([-2, -3], 0, ['hi', 'a kind of bread'], { acc: 1, acc_norm: 0 });

  it('give the belief in each choice, acc and acc_norm, the least belief in the right one first', () => {
    const table = choicesOf(`${first}\n${second}\n`)!;
    assert.deepEqual(
      table.rows.map(({ line }) => line),
      [2, 1],
    );
    const [row] = table.rows;
    assert.deepEqual([row.chosen, row.chosenByByte, row.gold], [0, 1, 0]);
    assert.ok(Math.abs(row.belief[0] - 1 / (1 + Math.exp(-1))) < 1e-15);
    assert.deepEqual([table.acc, table.accNorm, table.storedAcc, table.storedAccNorm], [1, 0.5, 1, 0.5]);
    assert.deepEqual(table.findings, []);
  });

  it('say where the file has another acc than follows', () => {
    const wrong = sample([-3, -2], 0, ['a', 'b'], { acc: 1, acc_norm: 0 });
    assert.deepEqual(
      choicesOf(wrong)!.findings.map(({ id }) => id),
      ['acc-differs'],
    );
  });

  it('claim no acc_norm without the texts of the choices', () => {
    const table = choicesOf(sample([-3, -2], 1, ['a', 'b'], { acc: 1, acc_norm: 1 }, false))!;
    assert.equal(table.accNorm, undefined);
    assert.deepEqual(
      table.findings.map(({ id }) => id),
      ['acc-norm-unknown'],
    );
  });

  it('say that lengths are assumed where the requests of other choices are not in the record', () => {
    const table = choicesOf(sample([-3, -2], 1, ['a', 'b'], { acc: 1, acc_norm: 0 }, true, false))!;
    assert.equal(table.accNorm, 1);
    assert.deepEqual(
      table.findings.map(({ id }) => id),
      ['acc-norm-assumed'],
    );
  });

  it('are none where the responses are texts', () => {
    assert.equal(choicesOf('{"filtered_resps": ["42", "43"]}'), undefined);
    assert.equal(choicesOf('{"filtered_resps": [["-1.5", "True"]]}'), undefined);
  });
});
