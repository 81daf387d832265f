import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown;

interface Manifest {
  contributes: {
    commands: { command: string }[];
    walkthroughs: { steps: { id: string; description: string }[] }[];
  };
}

/** The commands that a sentence of the manifest links to. */
function linksOf(sentence: string): { command: string; args: unknown[] }[] {
  return [...sentence.matchAll(/\(command:([\w.]+)(?:\?([^)]*))?\)/g)].map(([, command, args]) => ({
    command,
    args: args === undefined ? [] : (JSON.parse(decodeURIComponent(args)) as unknown[]),
  }));
}

describe('the links of the walkthrough and the settings', () => {
  const sentences = read('package.nls.json') as Record<string, string>;
  const { commands, walkthroughs } = (read('package.json') as Manifest).contributes;

  it('run commands that the manifest has, with samples and pages that are there', () => {
    const links = Object.entries(sentences).flatMap(([key, sentence]) =>
      linksOf(sentence).map((link) => ({ key, ...link })),
    );
    assert.ok(links.length >= 10, String(links.length));
    for (const { key, command, args } of links) {
      assert.ok(
        commands.some((one) => one.command === command),
        `${key}: ${command}`,
      );
      const file = command === 'logitscope.openExamples' ? `examples/${String(args[0])}` : String(args[0]);
      assert.ok(existsSync(file), `${key}: ${file}`);
    }
  });

  it('give each step of the walkthrough one thing to do', () => {
    for (const { id, description } of walkthroughs.flatMap(({ steps }) => steps))
      assert.equal(linksOf(sentences[description.slice(1, -1)]).length, 1, id);
  });

  it('are the same in every language', () => {
    const translated = read('package.nls.zh-cn.json') as Record<string, string>;
    for (const [key, sentence] of Object.entries(sentences))
      assert.deepEqual(linksOf(translated[key] ?? ''), linksOf(sentence), key);
  });
});
