import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { sentenceOf } from '../../../arrays/words/sentence';
import { useLatest } from '../../../inspector/useLatest';

/** A document that is made when someone asks for it; the newest wish counts. */
export function useLeaving() {
  const [said, setSaid] = useState<string>();
  const latest = useLatest();
  return {
    said,
    async run(make: (signal: AbortSignal) => Promise<string>, onMade: (text: string) => void) {
      const signal = latest.next();
      const tell = (now: string | undefined) => {
        if (!signal.aborted) setSaid(now);
      };
      tell(l10n.t('Writing report…'));
      try {
        const text = await make(signal);
        if (!signal.aborted) onMade(text);
        tell(undefined);
      } catch (error) {
        tell(sentenceOf(error));
      }
    },
  };
}
