import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { InCode } from '../arrays/wire/inCode';

interface ShowInCodeProps {
  class: string;
  /** Absent where there is no code to ask about. */
  inCode?: InCode;
  rules: readonly string[] | undefined;
}

/** Goes to the mistake in the code that a finding comes from; nothing where the code has none that is known. */
export function ShowInCode({ class: name, inCode, rules }: ShowInCodeProps) {
  const [isKnown, setKnown] = useState(false);
  useEffect(() => {
    if (!inCode || !rules) return;
    let isGone = false;
    void inCode(rules, false).then((known) => isGone || setKnown(known));
    return () => void (isGone = true);
  }, [inCode, rules?.join()]);
  if (!isKnown || !inCode || !rules) return null;
  return (
    <button type="button" class={name} onClick={() => void inCode(rules, true).then(setKnown)}>
      {l10n.t('Show in code')}
    </button>
  );
}
