import { deepStrictEqual, rejects } from 'node:assert/strict';
import { csv, evaluate, FORMS, isRight, LABELS, lines, P } from './twelveRows';

const SOURCES = P.map((_, i) => (i % 3 ? 'web' : 'book'));
const LOGITS = P.map((row) => row.map(Math.log));

describe('evaluate: a field that is named to slice or join by', () => {
  const counts = async (name: string, text: string, group: string) => {
    const evaluation = await evaluate(name, text, { group });
    isRight(evaluation, name);
    return Object.fromEntries(evaluation.slices.map(({ value, rows }) => [value, rows]));
  };

  it('is a list of a document beside its arrays', async () => {
    for (const document of [
      { logits: LOGITS, labels: LABELS, source: SOURCES },
      { source: SOURCES, labels: LABELS, logits: LOGITS, ids: [1, 2] },
    ])
      deepStrictEqual(await counts('run.json', JSON.stringify(document), 'source'), { web: 8, book: 4 });
    const nested = {
      test: { logits: LOGITS, labels: LABELS, meta: { source: [null, ...SOURCES.slice(1)] } },
    };
    deepStrictEqual(await counts('run.json', JSON.stringify(nested), '$.test.meta.source'), {
      web: 8,
      book: 3,
    });
  });

  it('is refused where the document has it for other rows, or no such list', async () => {
    const document = JSON.stringify({
      logits: LOGITS,
      labels: LABELS,
      source: SOURCES.slice(1),
      objects: P.map(() => ({})),
    });
    await rejects(
      evaluate('run.json', document, { group: 'source' }),
      /source: expected one for each of the 12 rows, got 11/,
    );
    for (const group of ['nowhere', 'objects', 'constructor'])
      await rejects(
        evaluate('run.json', document, { group }),
        /run\.json is read as arrays, and “\w+” is not one of them\. If it is a field/,
      );
  });

  it('doesn’t hide why a file is refused', async () => {
    // Fields of which nobody says whether they are classes 0 and 1.
    const rows = P.map(([p], i) => ({ logit_x: Math.log(p), logit_y: -p, group: SOURCES[i], label: i % 2 }));
    for (const [name, of] of FORMS) {
      const why = await evaluate(name, of(rows)).then(String, String);
      deepStrictEqual(await evaluate(name, of(rows), { group: 'group' }).then(String, String), why, name);
    }
  });

  it('may have dots in its name', async () => {
    const flat = P.map((probs, i) => ({ probs, label: LABELS[i], 'meta.source': SOURCES[i] }));
    const nested = P.map((probs, i) => ({ probs, label: LABELS[i], meta: { source: SOURCES[i] } }));
    for (const [name, text] of [
      ['flat.jsonl', lines(flat)],
      ['flat.json', JSON.stringify(flat)],
      ['flat.csv', csv(flat)],
      ['nested.jsonl', lines(nested)],
    ])
      deepStrictEqual(await counts(name, text, 'meta.source'), { web: 8, book: 4 }, name);
    await rejects(
      evaluate('run.jsonl', lines(flat), { group: 'meta.other' }),
      /No record of run\.jsonl has a value in the field “meta\.other”/,
    );
  });
});
