import { match, ok, rejects, strictEqual } from 'node:assert/strict';
import type { FileRequest } from '../../../../src/worker/protocol';
import { evaluate, fileOf, isRight, LABELS, lines, members, NAMES, P } from './twelveRows';

/** Places of the twelve rows in another order. */
const SHUFFLED = [5, 2, 9, 0, 11, 7, 1, 10, 3, 8, 6, 4];
const KEYS: Record<string, (i: number) => string> = {
  texts: (i) => `u${i}`,
  'names of files': (i) => `img/${i}.png`,
  // Objects list such keys by their size, whatever the file does.
  numbers: (i) => String(1000 + ((5 * i) % 12)),
};
const byKey = (key: (i: number) => string, value: (i: number) => unknown): Record<string, unknown> =>
  Object.fromEntries(P.map((_, i) => [key(i), value(i)]));

/** Labels with the keys of rows, in another order than these. */
function labelsBy(key: (i: number) => string, label: (i: number) => unknown): FileRequest[] {
  const records = SHUFFLED.map((i) => ({ id: key(i), label: label(i) }));
  return [
    fileOf(
      'labels.json',
      `{${records.map((one) => `"${one.id}": ${JSON.stringify(one.label)}`).join(',\n')}}`,
    ),
    fileOf('labels.json', JSON.stringify(records)),
    fileOf('labels.csv', `id,label\n${records.map((one) => `${one.id},${String(one.label)}`).join('\n')}\n`),
    fileOf(
      'labels.csv',
      `image,class\n${records.map((one) => `${one.id},${String(one.label)}`).join('\n')}\n`,
    ),
  ];
}

describe('evaluate: scores by the keys of rows, with the labels in another file', () => {
  it('are read as a row each, as probabilities or as logits, in any order of the labels', async () => {
    for (const [what, key] of Object.entries(KEYS))
      for (const labels of labelsBy(key, (i) => LABELS[i]))
        for (const value of [(i: number) => P[i], (i: number) => P[i].map((p) => Math.log(p) + i)]) {
          const space = labels.name.endsWith('csv') ? 2 : undefined;
          const found = await evaluate(
            'run.json',
            JSON.stringify(byKey(key, value), null, space),
            {},
            labels,
          );
          isRight(found, `${what}, ${labels.name}`);
          match(found.notes!.join(), /^Labels are joined by “\w+”, which has the keys of the rows\.$/);
        }
  });

  it('are read by the names of classes, whose numbers need not sum to 1 where labels name them', async () => {
    for (const [what, key] of Object.entries(KEYS))
      for (const labels of labelsBy(key, (i) => NAMES[LABELS[i]]))
        for (const value of [(p: number) => p, (p: number) => Math.log(p) + 2]) {
          const rows = byKey(key, (i) => members(P[i].map(value), (c) => NAMES[c]));
          isRight(await evaluate('run.json', JSON.stringify(rows), {}, labels), what);
          const pipeline = byKey(key, (i) => NAMES.map((label, c) => ({ label, score: value(P[i][c]) })));
          isRight(await evaluate('run.json', JSON.stringify(pipeline), {}, labels), what);
        }
  });

  it('may be one score of yes or no for each', async () => {
    const [labels] = labelsBy(KEYS.texts, (i) => Number(LABELS[i] === 1));
    const found = await evaluate('run.json', JSON.stringify(byKey(KEYS.texts, (i) => P[i][1])), {}, labels);
    strictEqual(found.task, 'binary');
    const right = P.filter((row, i) => row[1] > 0.5 === (LABELS[i] === 1)).length;
    strictEqual(found.accuracy!.value, right / 12);
    const loss = P.reduce((sum, row, i) => sum - Math.log(LABELS[i] === 1 ? row[1] : 1 - row[1]), 0) / 12;
    ok(Math.abs(found.meanLoss!.value - loss) < 1e-12);
  });

  it('may stand in an object beside what else the document says, under an ID that is named', async () => {
    const document = { model: 'x', classes: NAMES, predictions: byKey(KEYS.texts, (i) => P[i]) };
    for (const labels of labelsBy(KEYS.texts, (i) => LABELS[i]))
      isRight(await evaluate('run.json', JSON.stringify(document), {}, labels));
    const [, , csv] = labelsBy(KEYS.numbers, (i) => LABELS[i]);
    isRight(await evaluate('run.json', JSON.stringify(byKey(KEYS.numbers, (i) => P[i])), { id: 'id' }, csv));
  });

  it('have no label where none has their key, and of a key that stands twice the last value', async () => {
    const rows = JSON.stringify(byKey(KEYS.texts, (i) => P[i]));
    const twice = `{"u5": [0.1, 0.2, 0.7], ${rows.slice(1)}`;
    for (const labels of labelsBy(KEYS.texts, (i) => LABELS[i]))
      isRight(await evaluate('run.json', twice, {}, labels));
    const few = Object.fromEntries(LABELS.map((id, i) => [`u${i}`, id] as const).filter((_, i) => i % 4 > 0));
    const found = await evaluate('run.json', rows, {}, fileOf('labels.json', JSON.stringify(few)));
    strictEqual(found.rows.counted, 9);
    strictEqual(found.rows.unlabelled, 3);
    // Of the rows 3 and 7, whose labels have not the largest share, neither is left out.
    strictEqual(found.accuracy!.value, 7 / 9);
  });

  it('are refused where a label stands twice, or no label has a key of theirs', async () => {
    const rows = JSON.stringify(byKey(KEYS.texts, (i) => P[i]));
    const csv = (texts: readonly string[]) => fileOf('labels.csv', `id,label\n${texts.join('\n')}\n`);
    const labels = LABELS.map((id, i) => `u${i},${id}`);
    await rejects(evaluate('run.json', rows, {}, csv([...labels, 'u3,1'])), /“u3” as their “id”/);
    await rejects(
      evaluate('run.json', rows, {}, csv(LABELS.map((id, i) => `x${i},${id}`))),
      /labels\.csv: the rows have keys, but no field has these values/,
    );
    await rejects(
      evaluate('run.json', rows, {}, fileOf('labels.txt', LABELS.join('\n'))),
      /the rows have keys/,
    );
    // Figures of a record by their names are no scores of classes.
    const figures = byKey(KEYS.texts, (i) => ({ height: 3.5 + i, width: 4 }));
    const [ids] = labelsBy(KEYS.texts, (i) => LABELS[i] % 2);
    await rejects(evaluate('run.json', JSON.stringify(figures), {}, ids), /run\.json: no logits found/);
  });

  it('leave columns of a document as they are read', async () => {
    const columns = JSON.stringify({ probs: P, ids: P.map((_, i) => i) });
    isRight(await evaluate('run.json', columns, {}, fileOf('labels.txt', LABELS.join('\n'))));
  });

  it('are joined in JSON Lines by their ID as well', async () => {
    for (const [what, key] of Object.entries(KEYS)) {
      const rows = lines(
        P.map((scores, i) => ({ id: what === 'numbers' ? Number(key(i)) : key(i), scores })),
      );
      for (const labels of labelsBy(key, (i) => LABELS[i]))
        isRight(await evaluate('run.jsonl', rows, {}, labels), what);
    }
  });
});
