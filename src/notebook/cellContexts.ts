import type * as vscode from 'vscode';
import { MAX_CODES } from '../renderer/fetching';
import type { AskedContext, CellContext, ToRenderer } from '../renderer/protocol';
import type { NamesAround } from './classNames';
import { codeAround, codeOf } from './codeAround';
import { cellsPrinting } from './outputs';
import type { ReadingMemory } from './readingMemory';

async function contextOf(
  notebook: vscode.NotebookDocument,
  { request, text }: AskedContext,
  names: NamesAround,
): Promise<CellContext> {
  const cells = cellsPrinting(notebook, text);
  const cell = cells.length === 1 ? cells[0] : undefined;
  return {
    request,
    printing: {
      codes: cells.slice(0, MAX_CODES).map(({ document }) => document.getText()),
      count: cell?.executionSummary?.executionOrder,
    },
    source: cell?.document.getText(),
    at: cell && codeAround(cell)?.at,
    elsewhere: cell && (await names.around(cell)),
  };
}

/** What the renderer asks about outputs of a notebook and can't see itself: the code that printed them, and what is known of it. */
export async function contextsIn(
  notebook: vscode.NotebookDocument,
  asked: readonly AskedContext[],
  { readings, names }: { readings: ReadingMemory; names: NamesAround },
): Promise<ToRenderer> {
  const answers = await Promise.all(
    // What can't be told of one output is nothing that the others need wait for.
    asked.map((one) => contextOf(notebook, one, names).catch((): CellContext => ({ request: one.request }))),
  );
  return {
    type: 'contexts',
    answers,
    // The code of all cells travels once, however many outputs are asked about.
    cells: answers.some(({ at }) => at !== undefined) ? codeOf(notebook)?.cells : undefined,
    overrides: readings.of(notebook.uri),
    chosenNames: names.chosenIn(notebook),
  };
}
