import * as vscode from 'vscode';
import { pick } from '../ui/picks';

interface Sample {
  file: string;
  label: string;
  /** What shows what is in it, where the editor does not. */
  command?: string;
  /** How the cell begins that stands above the first strip. */
  cell?: string;
}

/** The samples of the package, and what they are to be seen for. */
function samples(): Sample[] {
  return [
    { file: 'logits.ipynb', label: vscode.l10n.t('Logits under notebook outputs'), cell: '## Logits' },
    {
      file: 'response.json',
      label: vscode.l10n.t('A language model’s answer with token probabilities'),
      command: 'logitscope.showTokens',
    },
    { file: 'scores.py', label: vscode.l10n.t('Arrays in source code to hover over') },
    { file: 'train.py', label: vscode.l10n.t('A training loop with one softmax too many') },
    {
      file: 'predictions.jsonl',
      label: vscode.l10n.t('An evaluation file with logits and labels'),
      command: 'logitscope.openWith',
    },
    { file: 'evaluation.json', label: vscode.l10n.t('Logits and labels in JSON') },
  ];
}

/**
 * Opens a sample: a copy of it, which may be changed and is made anew when it is gone.
 *
 * @param wanted its file name; asked for where it is none of them
 * @param show also runs what shows what is in it
 */
export async function openExample(
  context: vscode.ExtensionContext,
  wanted?: unknown,
  show = false,
): Promise<void> {
  const known = samples();
  const sample =
    known.find(({ file }) => file === wanted) ??
    (
      await pick(
        known.map((one) => ({ label: one.label, description: one.file, value: one })),
        { title: vscode.l10n.t('Open examples'), placeHolder: vscode.l10n.t('Select an example to open') },
      )
    )?.value;
  if (!sample) return;
  const { file, command, cell } = sample;
  const from = vscode.Uri.joinPath(context.extensionUri, 'examples', file);
  const to = vscode.Uri.joinPath(context.globalStorageUri, 'examples', file);
  try {
    await vscode.workspace.fs.stat(to);
  } catch {
    await vscode.workspace.fs.copy(from, to);
  }
  // In a tab of its own: the walkthrough's is a preview, which another preview would take the place of.
  await vscode.commands.executeCommand('vscode.open', to, { preview: false });
  if (cell) revealCell(to, cell);
  if (show && command) await vscode.commands.executeCommand(command, to);
}

/** Turns the open notebook to a cell, which nobody has to look for then. */
function revealCell({ path }: vscode.Uri, beginning: string): void {
  const editor = vscode.window.activeNotebookEditor;
  if (editor?.notebook.uri.path !== path) return;
  const cell = editor.notebook.getCells().find(({ document }) => document.getText().startsWith(beginning));
  if (!cell) return;
  const range = new vscode.NotebookRange(cell.index, cell.index + 1);
  editor.selection = range;
  editor.revealRange(range, vscode.NotebookEditorRevealType.AtTop);
}
