import type { FoundArray } from '../arrays/types';
import type { StripProps } from '../inspector/strip';
import type { FetchState, Printing, Remedy } from './fetching';
import type { Fetching, Host } from './host';

/** One strip's asking for the whole array: what it offers, and how that stands. */
interface StripFetching {
  props(
    found: FoundArray,
    printing: Printing | undefined,
  ): Pick<StripProps, 'onFetch' | 'waiting' | 'refused' | 'onCancel'>;
  end(): void;
}

export function createFetching(host: Host, onChange: () => void): StripFetching {
  let running: Fetching | undefined;
  let state: FetchState = { is: 'done' };
  let ended = false;

  const ask = (found: FoundArray, printing: Printing | undefined, instead?: Remedy) => {
    running?.cancel();
    const own: Fetching | undefined = host.fetch?.({
      found,
      printing,
      instead: instead && { path: instead.path },
      onState(next) {
        if (ended || (running && running !== own)) return;
        state = next;
        if (next.is !== 'waiting') running = undefined;
        onChange();
      },
    });
    running = own;
    state = { is: 'waiting' };
    onChange();
  };
  return {
    props(found, printing) {
      const isAway = !found.array && (found.elided || found.absent !== undefined);
      if (!host.fetch || !isAway) return {};
      if (state.is === 'waiting') return { waiting: state.for ?? '', onCancel: () => running?.cancel() };
      const { remedy, why } = state.is === 'refused' ? state : {};
      return {
        onFetch: () => ask(found, printing),
        refused:
          why === undefined
            ? undefined
            : {
                why,
                remedy: remedy && { label: remedy.label, run: () => ask(found, printing, remedy) },
              },
      };
    },
    end: () => void (ended = true),
  };
}
