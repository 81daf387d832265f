import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import manifest from '../../../package.json';
import { RULES } from '../../../src/losscode/types';

const page = (name: string) => readFileSync(`docs/losscode/${name}.md`, 'utf8');

describe('The rules for code of the loss', () => {
  it('each have a page with a formula or a number and with bad and good code', () => {
    for (const rule of RULES) {
      const text = page(rule);
      assert.ok(text.includes(`\`${rule}\`, `), rule);
      assert.match(text, /\*\*A number\.\*\* .*\d/, rule);
      assert.match(text, /```python\n# [A-Z][\s\S]*\n# [A-Z][\s\S]*```/, rule);
    }
  });

  it('stand in the index and have no page that is not theirs', () => {
    const index = page('README');
    const listed = [...index.matchAll(/^\| \[([\w-]+)\]\(([\w-]+)\.md\)/gm)].map(([, name, file]) => {
      assert.equal(name, file);
      return name;
    });
    assert.deepEqual(listed.sort(), [...RULES].sort());
    const pages = readdirSync('docs/losscode').map((file) => file.replace(/\.md$/, ''));
    assert.deepEqual(pages.sort(), [...RULES, 'README'].sort());
  });

  it('can each be set in the settings', () => {
    const [rules] = manifest.contributes.configuration.flatMap(({ properties }) =>
      'logitscope.lossCode.rules' in properties ? [properties['logitscope.lossCode.rules']] : [],
    );
    assert.deepEqual(Object.keys(rules!.properties).sort(), [...RULES].sort());
  });
});
