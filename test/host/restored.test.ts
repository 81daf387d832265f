// A panel that comes back with its window, and is closed while what it showed is read again.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Panels } from '../../src/panel/panels';
import type { WorkerClient } from '../../src/worker/client';

describe('A panel that comes back and is closed before it is filled', () => {
  const { registerWebviewPanelSerializer } = vscode.window;
  let serializer: vscode.WebviewPanelSerializer;
  before(() => {
    vscode.window.registerWebviewPanelSerializer = (_type, registered) => {
      serializer = registered;
      return new vscode.Disposable(() => undefined);
    };
  });
  after(() => {
    vscode.window.registerWebviewPanelSerializer = registerWebviewPanelSerializer;
  });

  const readings = {
    of: () => ({}),
    remember: () => Promise.resolve(),
    onDidChange: new vscode.EventEmitter<vscode.Uri>().event,
  };
  const tokenNames = { mayName: () => false, chooseFor: () => Promise.resolve(undefined) };
  const panels = new Panels(
    vscode.Uri.file(__dirname),
    () => undefined,
    () => Promise.resolve(),
    readings,
    () => tokenNames,
  );
  const newPanel = () => vscode.window.createWebviewPanel('other', 'title', vscode.ViewColumn.One);
  const states: Record<string, object> = {
    records: { again: { origin: 'a.jsonl', address: 'file:///a.jsonl' } },
    tokens: { again: { origin: 'a.jsonl', tokens: { address: 'file:///a.jsonl', sequence: 0 } } },
  };

  for (const [what, state] of Object.entries(states)) {
    it(`lets go of what was read of a file of ${what}`, async () => {
      let released = 0;
      const holder = { client: {} as WorkerClient, release: () => void released++ };
      let arrive!: () => void;
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      const found = {
        range: [0, 0],
        container: 'json',
        shape: [2, 3],
        held: 1,
        elided: false,
        reading: { kind: 'logits', confidence: 1, evidence: [] },
      };
      panels.restoring(
        () => arrived.then(() => ({ shown: { found, origin: 'a.jsonl' } as never, holder })),
        () => arrived.then(() => ({ held: 1, holder })),
      );
      const panel = newPanel();
      const restoring = serializer.deserializeWebviewPanel(panel, state);
      panel.dispose();
      arrive();
      await restoring;
      assert.equal(released, 1);
    });

    it(`says nothing of a file of ${what} that could not be read`, async () => {
      let fail!: (error: Error) => void;
      const failed = new Promise<never>((_, reject) => (fail = reject));
      panels.restoring(
        () => failed,
        () => failed,
      );
      const panel = newPanel();
      const restoring = serializer.deserializeWebviewPanel(panel, state);
      panel.dispose();
      fail(new Error('The file is no longer there.'));
      await restoring;
    });
  }
});
