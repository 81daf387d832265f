import * as vscode from 'vscode';
import { pick } from '../ui/picks';

/** The samples of the package, and what they are to be seen for. */
function samples(): { file: string; label: string }[] {
  return [
    { file: 'logits.ipynb', label: vscode.l10n.t('Logits under notebook outputs') },
    { file: 'response.json', label: vscode.l10n.t('A language model’s answer with token probabilities') },
    { file: 'scores.py', label: vscode.l10n.t('Arrays in source code, to point at') },
    { file: 'train.py', label: vscode.l10n.t('A training loop with a softmax too many') },
    { file: 'predictions.jsonl', label: vscode.l10n.t('An evaluation file to check') },
    { file: 'evaluation.json', label: vscode.l10n.t('Logits and labels in JSON') },
  ];
}

/**
 * Opens a sample: a copy of it, which may be changed and is made anew when it is gone.
 *
 * @param wanted its file name; asked for where it is none of them
 */
export async function openExample(context: vscode.ExtensionContext, wanted?: unknown): Promise<void> {
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
  const { file } = sample;
  const from = vscode.Uri.joinPath(context.extensionUri, 'examples', file);
  const to = vscode.Uri.joinPath(context.globalStorageUri, 'examples', file);
  try {
    await vscode.workspace.fs.stat(to);
  } catch {
    await vscode.workspace.fs.copy(from, to);
  }
  await vscode.commands.executeCommand('vscode.open', to);
}
