import * as vscode from 'vscode';
import type { RendererSettings } from '../renderer/protocol';

/** The settings that notebooks go by. */
export function readSettings(): RendererSettings {
  const settings = vscode.workspace.getConfiguration('logitscope');
  return {
    outputs: settings.get('notebook.outputs', 'offer'),
    detect: settings.get('detect', 'likely'),
  };
}
