import { csvField } from '../../../arrays/words/csvField';
import { seenJson } from '../../../arrays/words/seenJson';
import type { WorkerClient } from '../../../worker/client';
import type { EvaluationPage, Params } from '../../../worker/protocol';

/** Rows of one answer: the most that the worker gives at once. */
export const LISTED = 1000;
/** Rows of a list that is saved. */
const MOST = 100_000;

/** A row whose label looks wrong. */
interface Suspect {
  row: number;
  line?: number;
  label: number;
  predicted: number;
  pLabel: number;
  pPredicted: number;
}

export async function suspectsOf(
  client: WorkerClient,
  asked: Omit<Params<'evaluationPage'>, 'from' | 'count'>,
): Promise<Suspect[]> {
  const suspects: Suspect[] = [];
  for (;;) {
    const page = await client.call('evaluationPage', { ...asked, from: suspects.length, count: LISTED });
    suspects.push(...rowsOf(page));
    if (page.row.length === 0 || suspects.length >= Math.min(MOST, page.total)) return suspects;
  }
}

const rowsOf = ({ row, line, label, loss, top, probability }: EvaluationPage): Suspect[] =>
  Array.from(row, (one, i) => ({
    row: one,
    ...(line && { line: line[i] }),
    label: label![i],
    predicted: top[i],
    pLabel: Math.exp(-loss![i]),
    pPredicted: probability[i],
  }));

/** The list as a file, under the names that the classes have. */
export function suspectsText(
  suspects: readonly Suspect[],
  name: (id: number) => string,
  format: 'csv' | 'json',
): string {
  const records = suspects.map(({ row, line, label, predicted, pLabel, pPredicted }) => ({
    row,
    ...(line !== undefined && { line }),
    label,
    label_name: name(label),
    predicted,
    predicted_name: name(predicted),
    p_label: pLabel,
    p_predicted: pPredicted,
  }));
  if (format === 'json') return `${seenJson(records, 2)}\n`;
  const lines = records.map((record) =>
    Object.values(record)
      .map((value) => csvField(String(value)))
      .join(','),
  );
  return `${[Object.keys(records[0] ?? { row: 0 }).join(','), ...lines].join('\n')}\n`;
}
