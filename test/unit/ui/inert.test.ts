import assert from 'node:assert/strict';
import { inert } from '../../../src/ui/inert';

/** What VS Code makes a link of in notifications, and an icon in lists and in the status bar. */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const ICON = /(\\)?\$\(([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?:~[A-Za-z]+)?)\)/;

describe('A sentence with data in it', () => {
  for (const data of [
    '[x](command:workbench.action.quit)',
    '[x](https://example.org "title")',
    '[[x](command:a)](command:b)',
    '[x]\n(command:a)',
    '[x]\u200B(command:a)',
    '$(trash) $(sync~spin)',
    '\\$(trash)',
  ])
    it(`has no link and no icon where the data is ${JSON.stringify(data)}`, () => {
      const said = inert(`Expected numbers, got ${data}.`);
      assert.doesNotMatch(said, LINK);
      assert.doesNotMatch(said, ICON);
      assert.match(said, /^Expected numbers, got .*\.$/);
    });

  it('is otherwise said as it stands', () => {
    assert.equal(inert('a[0](1) costs $5 (or so)'), 'a[0] (1) costs $5 (or so)');
  });
});
