import * as l10n from '@vscode/l10n';

/** What the marks of the reliability diagram are. */
export function Legend({ fitted }: { fitted: boolean }) {
  return (
    <ul class="le-legend">
      <li>
        <i class="le-key-given" /> {l10n.t('as given, with 95% intervals')}
      </li>
      {fitted && (
        <li>
          <i class="le-key-after" /> {l10n.t('cross-fitted')}
        </li>
      )}
      <li>
        <i class="le-key-ideal" /> {l10n.t('ideal')}
      </li>
    </ul>
  );
}
