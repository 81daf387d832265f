// What stands in a file of settings may be of any type.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { settingsFor } from '../../src/checker/settings';
import { readSettings } from '../../src/notebook/settings';
import { fetchLimit } from '../../src/ui/settings';

const NAMES = ['notebook.outputs', 'detect', 'kernel.fetchLimit', 'lossCode.enabled', 'lossCode.rules'];
const uri = vscode.Uri.file('/a.py');
const RULE = 'softmax-into-cross-entropy';
const asRead = () => {
  const checked = settingsFor(uri);
  return {
    ...readSettings(),
    fetchLimit: fetchLimit(),
    on: checked.enabled,
    level: checked.severityOf(RULE, 'warning'),
  };
};

describe('Settings', () => {
  const set = async (value: (name: string) => unknown) => {
    for (const name of NAMES)
      await vscode.workspace
        .getConfiguration('logitscope')
        .update(name, value(name), vscode.ConfigurationTarget.Global);
  };
  after(() => set(() => undefined));

  it('of a type that is not theirs count as not set', async () => {
    const unset = asRead();
    for (const odd of [null, 'x', -1, 1.5, [null], 1e400]) {
      await set(() => odd);
      assert.deepEqual(asRead(), unset, JSON.stringify(odd));
    }
  });

  it('that are theirs are heard', async () => {
    const values: Record<string, unknown> = {
      'notebook.outputs': 'open',
      detect: 'all',
      'kernel.fetchLimit': 5,
      'lossCode.enabled': false,
      'lossCode.rules': { [RULE]: 'error' },
    };
    await set((name) => values[name]);
    assert.deepEqual(asRead(), {
      outputs: 'open',
      detect: 'all',
      fetchLimit: 5,
      on: false,
      level: vscode.DiagnosticSeverity.Error,
    });
  });
});
