import * as vscode from 'vscode';
import { showInStatusBar } from '../ui/statusBar';

/** Extensions that draw or run what Logitscope looks at. */
const BESIDE = [
  'ms-toolsai.jupyter',
  'ms-toolsai.jupyter-renderers',
  'ms-python.python',
  'ms-python.debugpy',
];

/** Copies what a bug report needs: versions and settings that were changed, and nothing of a person's data. */
export async function copyDiagnostics(extension: vscode.Extension<unknown>): Promise<void> {
  await vscode.env.clipboard.writeText(diagnostics(extension));
  showInStatusBar(vscode.l10n.t('Copied diagnostics'));
}

export function diagnostics({ packageJSON }: vscode.Extension<unknown>): string {
  const { version, contributes } = packageJSON as {
    version: string;
    contributes: { configuration: { properties: Record<string, unknown> }[] };
  };
  const lines = [
    `Logitscope ${version}`,
    `VS Code ${vscode.version}, ${vscode.env.appName}, ${vscode.env.appHost}`,
    `${where()}, language ${vscode.env.language}`,
    `Remote: ${remote()}; interface: ${vscode.env.uiKind === vscode.UIKind.Web ? 'web' : 'desktop'}`,
    `Trusted workspace: ${vscode.workspace.isTrusted ? 'yes' : 'no'}`,
    ...BESIDE.map((id) => {
      const other = vscode.extensions.getExtension(id);
      return `${id}: ${other ? (other.packageJSON as { version: string }).version : 'not installed'}`;
    }),
    ...contributes.configuration.flatMap(({ properties }) => Object.keys(properties)).flatMap(changed),
  ];
  return `${lines.join('\n')}\n`;
}

/** The kind of remote. Some servers give their address in its place, which is nobody's business. */
function remote(): string {
  const name = vscode.env.remoteName;
  return name === undefined ? 'none' : /^[a-z-]+$/.test(name) ? name : 'another server';
}

/** A browser's extension host has no process. */
function where(): string {
  return typeof process === 'object' && process.versions?.node
    ? `${process.platform} ${process.arch}, Node ${process.versions.node}`
    : 'browser';
}

function changed(setting: string): string[] {
  const inspected = vscode.workspace.getConfiguration().inspect(setting);
  const values = [inspected?.globalValue, inspected?.workspaceValue, inspected?.workspaceFolderValue].filter(
    (value) => value !== undefined,
  );
  return values.length === 0 ? [] : [`${setting}: ${JSON.stringify(values.at(-1))}`];
}
