import * as vscode from 'vscode';

/** Parts of VS Code 1.101 and later, which the types of the oldest supported version lack. */
interface McpStdioServerDefinition {
  cwd?: vscode.Uri;
}
interface WithMcp {
  McpStdioServerDefinition?: new (
    label: string,
    command: string,
    args: string[],
    env: Record<string, string>,
    version?: string,
  ) => McpStdioServerDefinition;
  lm?: {
    registerMcpServerDefinitionProvider?(
      id: string,
      provider: { provideMcpServerDefinitions(): McpStdioServerDefinition[] },
    ): vscode.Disposable;
  };
}

/** Tells VS Code of `dist/mcp.js`, where both the API and a Node to run it are there. */
export function registerMcpServer(context: vscode.ExtensionContext): vscode.Disposable {
  const { lm, McpStdioServerDefinition: Definition } = vscode as WithMcp;
  // A browser's extension host has no `process`.
  const hasNode = typeof process === 'object' && Boolean(process.versions?.node);
  if (!hasNode || !Definition || !lm?.registerMcpServerDefinitionProvider)
    return new vscode.Disposable(() => undefined);
  const { extensionUri, extension } = context;
  const { version } = extension.packageJSON as { version: string };
  const program = vscode.Uri.joinPath(extensionUri, 'dist', 'mcp.js').fsPath;
  const provider = {
    provideMcpServerDefinitions() {
      // A desktop's extension host runs in Electron, which is Node where it is told so.
      const env = { ELECTRON_RUN_AS_NODE: '1' };
      const server = new Definition('Logitscope', process.execPath, [program], env, version);
      server.cwd = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri;
      return [server];
    },
  };
  try {
    return lm.registerMcpServerDefinitionProvider('logitscope.tools', provider);
  } catch {
    // VS Code 1.100 has the function, and asks for another contribution than the one that came to stay.
    return new vscode.Disposable(() => undefined);
  }
}
