import * as vscode from 'vscode';
import type { DumpFields, DumpProbe } from '../../loss/types';
import { bytesText } from '../../arrays/ndarray';
import type { Holder, Panels, Shown } from '../../panel/panels';
import type { WorkerClient } from '../../worker/client';
import { foundInRecords, logitsField } from '../../worker/foundInRecords';
import type { DumpFile, OpenedDump } from '../../worker/protocol';
import { fileName } from '../../ui/fileName';
import { shortName } from '../../ui/inert';
import { namedBeside } from '../../notebook/classNames';
import { reached } from '../../ui/milestones';
import { reportingErrors } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { showInStatusBar } from '../../ui/statusBar';
import { chooseFields } from './dumpFields';

/** A file that cannot be read in parts is held whole. */
const MAX_BYTES = 512 << 20;
/** VS Code opens no larger file for extensions. */
export const MAX_DOCUMENT = 50 << 20;

/** A dump that was read, and how. */
export interface ReadDump {
  uri: vscode.Uri;
  file: DumpFile;
  fields: DumpFields;
  probe: DumpProbe;
  opened: OpenedDump;
}

/** The file as the worker gets it: by path on disk, its bytes where there is no path. */
export async function dumpFile(uri: vscode.Uri): Promise<DumpFile> {
  const name = fileName(uri);
  // A browser's extension host has no `process` and its worker no files.
  if (uri.scheme === 'file' && typeof process === 'object' && process.versions?.node)
    return { name, path: uri.fsPath };
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MAX_BYTES)
    throw new Error(
      vscode.l10n.t(
        '{0} is too large ({1}). Files that are not on disk are read up to {2}.',
        shortName(name),
        bytesText(size),
        bytesText(MAX_BYTES),
      ),
    );
  return { name, bytes: await vscode.workspace.fs.readFile(uri) };
}

/** Reads a file of records with progress and a way to cancel. Whoever gets it drops its session. */
export async function readDump(
  client: WorkerClient,
  memory: vscode.Memento,
  uri: vscode.Uri,
  file: DumpFile,
): Promise<ReadDump | 'no-records' | 'no-logits' | 'dismissed'> {
  const probe = await client.call('probeDump', { file });
  if (!probe) return 'no-records';
  if (probe.logits.length === 0) return 'no-logits';
  const fields = await chooseFields(memory, uri, probe);
  if (!fields) return 'dismissed';
  const reading = logitsField(probe, fields)?.reading ?? 'logits';
  const title = vscode.l10n.t('Reading {0}', shortName(file.name));
  const opened = await withProgress(title, (signal, onProgress) =>
    client.call('openDump', { file, fields, reading }, { signal, onProgress }),
  );
  return { uri, file, fields, probe, opened };
}

/** Shows a dump in the panel, as someone asked for. */
export async function showDump(
  client: WorkerClient,
  panels: Panels,
  memory: vscode.Memento,
  dump: ReadDump,
): Promise<void> {
  const { shown, holder } = await shownDump(client, memory, dump);
  panels.show(shown, holder);
  reached('evaluate');
}

/** What a panel shows of a dump: an array whose values stay in the file. */
export async function shownDump(
  client: WorkerClient,
  memory: vscode.Memento,
  { uri, file, fields, probe, opened }: ReadDump,
): Promise<{ shown: Shown; holder: Holder }> {
  const { session, report } = opened;
  const unnamed = foundInRecords({ name: file.name, fields, probe, opened });
  // What goes wrong with names is told; what was read is shown without them.
  const found = (await reportingErrors(() => namedBeside(client, uri, unnamed))) ?? unnamed;
  const reveal = (row: number) => {
    void reportingErrors(() =>
      revealRecord(client, { uri, session, row, isText: !COLUMNAR.has(fields.format) && !fields.rewritten }),
    );
  };
  const release = () => void client.call('drop', { held: session }).catch(() => undefined);
  const settings = {
    ...(fields.shifted !== undefined && { shifted: fields.shifted }),
    // Several classes a row are no distribution over the classes.
    ...(opened.labels?.multiHot && { loss: 'sigmoid' as const }),
  };
  const origin = shortName(file.name);
  const address = uri.toString();
  const ofOneScore = fields.scalar !== undefined;
  const shown = { found, origin, address, file: report, ofOneScore, compares: true, settings };
  return { shown, holder: { client, release, reveal, addRun: () => addRun(client, memory, uri) } };
}

/** Another file of records that a person chooses, read into the same worker. */
async function addRun(client: WorkerClient, memory: vscode.Memento, beside: vscode.Uri) {
  const [uri] =
    (await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.joinPath(beside, '..'),
      title: vscode.l10n.t('Compare with another run'),
      openLabel: vscode.l10n.t('Compare'),
    })) ?? [];
  if (!uri) return undefined;
  const file = await dumpFile(uri);
  const dump = await readDump(client, memory, uri, file);
  if (dump === 'dismissed') return undefined;
  const name = shortName(file.name);
  if (dump === 'no-records' || dump === 'no-logits')
    throw new Error(vscode.l10n.t('{0} holds no records with logits.', name));
  const { fields, probe, opened } = dump;
  return {
    run: { found: foundInRecords({ name: file.name, fields, probe, opened }), origin: name },
    release: () => void client.call('drop', { held: opened.session }).catch(() => undefined),
  };
}

/** Formats that no editor of text can show. */
const COLUMNAR: ReadonlySet<DumpFields['format']> = new Set(['parquet', 'arrow-file', 'arrow-stream']);

/** Selects a row's record in its file; of a file that VS Code cannot open as text shows the record alone. */
async function revealRecord(
  client: WorkerClient,
  { uri, session, row, isText }: { uri: vscode.Uri; session: number; row: number; isText: boolean },
): Promise<void> {
  const { line, text } = await client.call('recordPlace', { session, row });
  const { size } = await vscode.workspace.fs.stat(uri);
  const isShowable = isText && size < MAX_DOCUMENT && !uri.path.endsWith('.gz');
  const document = isShowable ? await vscode.workspace.openTextDocument(uri) : undefined;
  // Edits that are not saved may have moved the lines.
  if (document && !document.isDirty) {
    const start = document.lineAt(Math.min(line, document.lineCount) - 1).range.start;
    const lines = text.split('\n').length - 1;
    const end = document.lineAt(Math.min(line - 1 + lines, document.lineCount - 1)).range.end;
    const column = vscode.window.tabGroups.all.find(({ tabs }) =>
      tabs.some(
        ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
      ),
    )?.viewColumn;
    await vscode.window.showTextDocument(document, {
      selection: new vscode.Range(start, end),
      viewColumn: column ?? besidePanel(),
    });
    return;
  }
  const alone = await vscode.workspace.openTextDocument({ language: 'json', content: text });
  await vscode.window.showTextDocument(alone, { viewColumn: besidePanel() });
  const place = line.toLocaleString('en');
  showInStatusBar(
    isText
      ? vscode.l10n.t('Row {0} is at line {1}', row, place)
      : vscode.l10n.t('Row {0} is in record {1}', row, place),
  );
}

/** Where a record does not cover the panel it was asked from. */
function besidePanel(): vscode.ViewColumn {
  const panel = vscode.window.tabGroups.activeTabGroup.viewColumn;
  return panel === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
}
