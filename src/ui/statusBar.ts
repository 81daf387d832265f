import * as vscode from 'vscode';
import { inert } from './inert';

const SHOWN_MS = 4000;

/** Says that something was done, and goes by itself. */
export function showInStatusBar(message: string): void {
  vscode.window.setStatusBarMessage(inert(message), SHOWN_MS);
}

/** An item at the right below a notebook cell. */
export function cellItem(
  icon: string,
  text: string,
  about: { tooltip: string; label: string; command: vscode.Command },
): vscode.NotebookCellStatusBarItem {
  const item = new vscode.NotebookCellStatusBarItem(
    `$(${icon}) ${inert(text)}`,
    vscode.NotebookCellStatusBarAlignment.Right,
  );
  item.tooltip = inert(about.tooltip);
  item.accessibilityInformation = { label: inert(about.label) };
  item.command = about.command;
  return item;
}

interface CursorItem {
  show(text: string, tooltip: string, command: vscode.Command): void;
  hide(): void;
  dispose(): void;
}

/** An item for what is at the cursor, at the right among those of the editor. */
export function cursorItem(id: string, name: string): CursorItem {
  const item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Right, 90);
  item.name = name;
  return {
    show(text, tooltip, command) {
      item.text = `$(graph) ${inert(text)}`;
      item.tooltip = inert(tooltip);
      item.accessibilityInformation = { label: inert(tooltip), role: 'button' };
      item.command = command;
      item.show();
    },
    hide: () => item.hide(),
    dispose: () => void item.dispose(),
  };
}
