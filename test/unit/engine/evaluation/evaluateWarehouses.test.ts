import { rejects } from 'node:assert/strict';
import { csv, evaluate, isRight, LABELS, lines, members, NAMES, P, type Row } from './twelveRows';

const LABELLED = LABELS.map((id) => NAMES[id]);
const LOGITS = P.map((row) => row.map(Math.log));
const named = (row: readonly number[]) => members(row, (c) => NAMES[c]);

describe('evaluate: scores as warehouses, services and printed tables have them', () => {
  it('are percentages in columns that say so, where labels name the classes', async () => {
    const percent = P.map((row) => row.map((p) => 100 * p));
    for (const unit of [' (%)', ' %', '_%'])
      isRight(
        await evaluate(
          'run.csv',
          csv(
            percent.map((row, i) => ({ ...members(row, (c) => `${NAMES[c]}${unit}`), label: LABELLED[i] })),
          ),
        ),
        unit,
      );
    // Parts of a soil, and which one it is.
    const soils = percent.map((row, i) => ({
      ...members(row, (c) => `${['sand', 'silt', 'clay'][c]} (%)`),
      label: LABELS[i],
    }));
    await rejects(evaluate('run.csv', csv(soils)), /no logits found/);
  });

  it('are those of one class against the rest', async () => {
    isRight(
      await evaluate(
        'run.csv',
        csv(LOGITS.map((row, i) => ({ ...members(row, (c) => `ovr_${NAMES[c]}`), label: LABELLED[i] }))),
      ),
    );
    isRight(
      await evaluate(
        'run.csv',
        csv(LOGITS.map((row, i) => ({ ...members(row, (c) => `ovr_${c}`), label: LABELS[i] }))),
      ),
    );
  });

  it('have the names of classes in quotes', async () => {
    const name = (c: number) => `Scored Probabilities for Class ""${NAMES[c]}""`;
    const header = [0, 1, 2].map((c) => `"${name(c)}"`).join();
    const rows = P.map((row, i) => [...row, LABELLED[i]].join());
    isRight(await evaluate('run.csv', [`${header},Label`, ...rows].join('\n') + '\n'));
  });

  it('stand in a printed data frame, whose first column has no name', async () => {
    const cell = (text: string) => text.padStart(22);
    const header = '  ' + [...NAMES.map((name) => `prob_${name}`), 'label'].map(cell).join('');
    const rows = P.map(
      (row, i) => String(i).padEnd(2) + [...row.map(String), LABELLED[i]].map(cell).join(''),
    );
    for (const file of ['run.txt', 'run.csv'])
      isRight(await evaluate(file, [header, ...rows].join('\n') + '\n'), file);
  });

  it('stand beside the class that a model chose, in one cell', async () => {
    const rows = P.map((row, i) => {
      const chosen = NAMES[row.indexOf(Math.max(...row))];
      return `${LABELLED[i]},"${JSON.stringify({ class: chosen, logs: null, probability: named(row) }).replaceAll('"', '""')}"`;
    });
    isRight(await evaluate('run.csv', ['LABEL,PREDICTION', ...rows].join('\n') + '\n'));
  });

  it('are lists of names and scores, whatever a service calls them', async () => {
    for (const [name, score] of [
      ['value', 'confidence'],
      ['displayName', 'confidence'],
      ['tagName', 'probability'],
      ['category', 'confidenceScore'],
    ])
      isRight(
        await evaluate(
          'run.jsonl',
          lines(
            P.map((row, i) => ({
              text: `t${i}`,
              predictions: row.map((p, c) => ({ [name]: NAMES[c], [score]: p })),
              gold: LABELLED[i],
            })),
          ),
        ),
        name,
      );
  });

  it('are vectors of Spark, but none that leave out what is 0', async () => {
    const rows: Row[] = P.map((row, i) => ({
      label: LABELS[i],
      rawPrediction: { type: 1, values: LOGITS[i] },
      probability: { type: 1, values: row },
    }));
    isRight(await evaluate('run.jsonl', lines(rows)));
    isRight(await evaluate('run.jsonl', lines(rows.map(({ probability: _, ...row }) => row))));
    const sparse = { type: 0, size: 3, indices: [0, 2], values: [0.9, 0.1] };
    for (const at of [0, 5])
      await rejects(
        evaluate(
          'run.jsonl',
          lines(rows.map((row, i) => (i === at ? { ...row, probability: sparse } : row))),
        ),
        /“probability\.values” has scores of other classes in each record: “0”, “2” in the first/,
      );
  });

  it('are not what a model is given', async () => {
    for (const name of ['input_values', 'pixel_values', 'input_features'])
      await rejects(
        evaluate(
          'run.jsonl',
          lines(LOGITS.map((row, i) => ({ [name]: row.map((x) => 1 + 2 * x), label: LABELS[i] }))),
        ),
        /no logits found/,
        name,
      );
  });
});
