import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { TOOLS } from '../../../src/agents/tools';

interface Declared {
  name: string;
  modelDescription: string;
  inputSchema: unknown;
}

describe('the tools in the manifest', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes: { languageModelTools: Declared[] };
  };

  it('are those that the extension registers, with the same descriptions and inputs', () => {
    const declared = manifest.contributes.languageModelTools;
    assert.deepEqual(
      declared.map(({ name, modelDescription, inputSchema }) => ({ name, modelDescription, inputSchema })),
      // As JSON has it.
      JSON.parse(
        JSON.stringify(
          TOOLS.map(({ name, description, input }) => ({
            name,
            modelDescription: description,
            inputSchema: input,
          })),
        ),
      ),
    );
  });
});
