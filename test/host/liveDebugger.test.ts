// Run by `npm run test:live`: needs torch and debugpy, whose adapter a stand-in for the Python Debugger extension starts
// (test/fixtures/live/jupyter).
import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf, openPanels } from './observing';

const program = path.resolve(__dirname, '../../test/fixtures/live/debugged.py');
const NAMES = 'sorted(locals()) + sorted(globals())';

async function until<T>(what: string, get: () => T | undefined): Promise<T> {
  for (let i = 0; i < 600; i++) {
    const value = get();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not appear`);
}

if (process.env.LOGITSCOPE_HEAVY)
  describe('Inspect as logits, in the variables of a debugged Python program', function () {
    this.timeout(120_000);
    let session: vscode.DebugSession;
    let frameId: number;
    /** What the menu hands to the command. */
    let argument: { sessionId: string; container: unknown; variable: Record<string, unknown> };
    const evaluate = async (expression: string) => {
      const answer = (await session.customRequest('evaluate', { expression, frameId, context: 'repl' })) as {
        result: string;
      };
      return answer.result;
    };
    const inspect = (given: unknown = argument) =>
      vscode.commands.executeCommand('logitscope.inspectDebugged', given);

    before(async () => {
      await vscode.extensions.getExtension('ms-toolsai.jupyter')!.activate();
      // What other tests left unsaved is not to be asked about.
      const settings = vscode.workspace.getConfiguration('debug');
      await settings.update('saveBeforeStart', 'none', vscode.ConfigurationTarget.Global);
      const document = await vscode.workspace.openTextDocument(program);
      const line = document.getText().split('\n').indexOf('    return names');
      const place = new vscode.Location(document.uri, new vscode.Position(line, 0));
      vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
      const python = [process.env.LOGITSCOPE_PYTHON!];
      const launch = { type: 'debugpy', request: 'launch', name: 'debugged', console: 'internalConsole' };
      assert.ok(await vscode.debug.startDebugging(undefined, { ...launch, program, python }));
      const frame = await until('the stop at the breakpoint', () =>
        vscode.debug.activeStackItem instanceof vscode.DebugStackFrame
          ? vscode.debug.activeStackItem
          : undefined,
      );
      ({ session, frameId } = frame);
      const ask = (command: string, given: object) =>
        session.customRequest(command, given) as Promise<Record<string, Record<string, unknown>[]>>;
      const [container] = (await ask('scopes', { frameId })).scopes;
      const { variablesReference } = container;
      const { variables } = await ask('variables', { variablesReference });
      const variable = variables.find(({ name }) => name === 'local')!;
      argument = { sessionId: session.id, container, variable };
    });
    after(async () => {
      vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
      await vscode.debug.stopDebugging();
    });
    afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

    for (const [way, before] of [
      ['through a file', 'None'],
      [
        'in pieces where the program runs elsewhere',
        '[setattr(m, "write_file", lambda *a: False) for k, m in list(__import__("sys").modules.items()) if "_logitscope_" in k]',
      ],
    ])
      it(`opens the variable ${way}, and the program sees no new name`, async () => {
        await evaluate(before);
        const names = await evaluate(NAMES);
        assert.equal(await messageOf(() => inspect()), undefined);
        assert.equal((await until('the panel', () => openPanels()[0])).label, 'local 512×300');
        assert.equal(await evaluate(NAMES), names);
      });

    it('asks above the limit, and opens nothing when nobody says yes', async () => {
      const settings = vscode.workspace.getConfiguration('logitscope');
      await settings.update('kernel.fetchLimit', 300_000, vscode.ConfigurationTarget.Global);
      const { showInformationMessage } = vscode.window;
      const asked: string[] = [];
      vscode.window.showInformationMessage = (message: string) => (
        asked.push(message),
        Promise.resolve(undefined)
      );
      try {
        await inspect();
      } finally {
        vscode.window.showInformationMessage = showInformationMessage;
        await settings.update('kernel.fetchLimit', undefined, vscode.ConfigurationTarget.Global);
      }
      assert.match(asked[0], /local takes 307 kB\. Fetch it\?/);
      assert.equal(openPanels().length, 0);
    });

    it('says what a variable is that is no array, and that a session has ended', async () => {
      const names = { ...argument, variable: { name: 'names', evaluateName: 'names' } };
      assert.match((await messageOf(() => inspect(names)))!, /A value of type list is not an array/);
      const ended = { ...argument, sessionId: 'another' };
      assert.match((await messageOf(() => inspect(ended)))!, /is not the active one/);
    });
  });
