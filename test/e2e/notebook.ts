// Writes notebooks as Jupyter saves them, for tests that need particular outputs.

export type Output =
  | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | { output_type: 'execute_result' | 'display_data'; data: Record<string, unknown> }
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] };

export interface Cell {
  source: string;
  outputs?: Output[];
}

/** A last expression's output. */
export const plain = (text: string): Output => ({
  output_type: 'execute_result',
  data: { 'text/plain': text },
});

/** What `print` wrote. */
export const printed = (text: string): Output => ({ output_type: 'stream', name: 'stdout', text });

/** The text of an .ipynb file with these cells, each run once. */
export function notebook(cells: Cell[]): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { language_info: { name: 'python' } },
    cells: cells.map(({ source, outputs = [] }, index) => ({
      id: `cell-${index}`,
      cell_type: 'code',
      execution_count: index + 1,
      metadata: {},
      source,
      outputs: outputs.map((output) => ({
        ...output,
        ...(output.output_type === 'execute_result' && { execution_count: index + 1 }),
        ...('data' in output && { metadata: {} }),
      })),
    })),
  });
}
