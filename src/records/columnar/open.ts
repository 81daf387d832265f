import * as l10n from '@vscode/l10n';
import { sentenceOf } from '../../arrays/words/sentence';
import type { RecordSource } from '../recordSource';
import type { DumpSource } from '../source';
import { checkRecords } from './claims';
import { ColumnarRecords } from './columnarRecords';
import type { ColumnarFile } from './columnarFile';
import type { FileBytes } from './fileBytes';
import { ofFile } from './ofFile';
import { withNamedColumns } from './namedColumns';

/** A file of columns, known by its first bytes whatever it is called; undefined where it is none. */
export async function columnarRecords(source: DumpSource): Promise<RecordSource | undefined> {
  const { name, size, slice } = source;
  if (!slice) return undefined;
  try {
    const opener = openerFor(await slice(0, Math.min(8, size)));
    if (opener) {
      const file = await opener({ size, slice });
      checkRecords(
        file.groups.reduce((sum, { records }) => sum + records, 0),
        size,
      );
      return new ColumnarRecords(name, size, withNamedColumns(file));
    }
    if (/\.(parquet|arrow|feather)$/i.test(name))
      throw new Error(l10n.t('expected a Parquet or Arrow file, but its first bytes are those of neither'));
    return undefined;
  } catch (error) {
    // What its readers say of bytes that they did not expect is no sentence.
    const reason = sentenceOf(error, l10n.t('the data in it is damaged'));
    throw new Error(ofFile(name, reason), { cause: error });
  }
}

type Opener = (bytes: FileBytes) => Promise<ColumnarFile>;

/** The readers are loaded when a file asks for them. */
function openerFor(head: Uint8Array): Opener | undefined {
  const magic = String.fromCharCode(...head.subarray(0, 6));
  if (magic.startsWith('PAR1')) return async (bytes) => (await import('../parquet/open')).openParquet(bytes);
  if (magic === 'ARROW1')
    return async (bytes) => (await import('../arrow/open')).openArrow(bytes, 'arrow-file');
  if (magic.startsWith('\xff\xff\xff\xff'))
    return async (bytes) => (await import('../arrow/open')).openArrow(bytes, 'arrow-stream');
  if (magic.startsWith('FEA1'))
    throw new Error(
      l10n.t(
        'expected Feather version 2, which is Arrow, got version 1; write the file with a newer pyarrow',
      ),
    );
  if (magic.startsWith('PARE')) throw new Error(l10n.t('the Parquet file is encrypted'));
  return undefined;
}
