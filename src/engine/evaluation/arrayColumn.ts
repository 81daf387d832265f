import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import type { RowTexts } from '../../loss/evaluation/sliceField';
import type { OpenedFile } from '../../worker/protocol';
import type { ArrayFiles } from '../arrays/arrayFiles';
import type { CallContext } from '../callContext';
import { notThere } from '../explainFile';
import { TextColumn } from '../rows/textColumn';

/** What an array of a file says of rows: its texts, or its numbers as texts. Throws where there is none of that name. */
export async function arrayColumn(
  files: ArrayFiles,
  { file, arrays, name: of }: Pick<OpenedFile, 'file' | 'arrays'> & { name: string },
  name: string,
  context: CallContext,
): Promise<RowTexts> {
  const texts = await files.texts({ file, name }, context);
  if (texts) return columnOf(name, texts);
  const index = arrays.findIndex((array) => array.name === name);
  if (index < 0) throw notThere(name, arrays, of);
  const { data } = await files.read({ file, index }, context);
  return columnOf(name, Array.from(data, String));
}

function columnOf(field: string, texts: readonly string[]): RowTexts {
  const column = new TextColumn();
  column.append(texts);
  return { field, names: column.names, of: column.of };
}

/** Throws where a column has not one value for each row. */
export function checkOnePerRow({ field, of }: RowTexts, rows: number): void {
  if (of.length !== rows)
    throw new Error(
      l10n.t('{0}: expected one for each of the {1} rows, got {2}', printable(field, 60), rows, of.length),
    );
}
