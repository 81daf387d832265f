import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import { scriptText } from '../../../src/panel/scriptText';
import { speak, wordsOnPage } from '../../../src/worker/words';
import { withPage } from '../inspector/dom';

describe('The sentences that a host puts into a page', () => {
  withPage();
  after(() => speak({}));

  it('are those the page says, whatever markup is in them', () => {
    const hostile = '</script><!--<script>alert(1)</script>{0}';
    const given = scriptText({ 'Sort by {0}': hostile });
    document.body.innerHTML = `<script type="application/json" id="l10n">${given}</script><p></p>`;
    assert.deepEqual(
      [...document.body.children].map(({ tagName }) => tagName),
      ['SCRIPT', 'P'],
    );
    speak(wordsOnPage());
    assert.equal(l10n.t('Sort by {0}', 'loss'), hostile.replace('{0}', 'loss'));
  });

  it('stay English where the host has none', () => {
    document.body.innerHTML = '';
    speak({});
    speak(wordsOnPage());
    assert.equal(l10n.t('Sort by {0}', 'loss'), 'Sort by loss');
  });
});
