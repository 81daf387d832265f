/** How a person left the view of a text's tokens: it opens again so. */
import { useRef, useState } from 'preact/hooks';
import type { WhatIf } from '../../tokens/model';
import type { Range } from './columns';
import type { Measure } from './heat';

export interface TokenState {
  /** Which of several sequences; all else is of it. */
  sequence: number;
  /** The one that it is compared with. */
  other?: number;
  chosen?: number;
  range?: Range;
  measure?: Measure;
  vocabulary?: number;
  /** Sampling that is tried; present while its section is open. */
  whatIf?: WhatIf;
}

export interface Memory {
  readonly state: TokenState;
  keep(change: Partial<TokenState>): void;
}

/** @param left may be anybody's: numbers that are none of this text's are left out where they are used */
export function useMemory(
  sequence: number,
  left: TokenState | undefined,
  onLeft?: (state: TokenState) => void,
): Memory {
  const state = useRef(left && Number.isSafeInteger(left.sequence) ? left : { sequence });
  const tell = useRef(onLeft);
  tell.current = onLeft;
  return useRef({
    get state() {
      return state.current;
    },
    keep(change: Partial<TokenState>) {
      state.current = { ...state.current, ...change };
      tell.current?.(state.current);
    },
  }).current;
}

/** A value that is there again when the view is. */
export function useLeft<K extends keyof TokenState>(
  memory: Memory,
  name: K,
  isValid: (value: NonNullable<TokenState[K]>) => boolean = () => true,
): [TokenState[K] | undefined, (value: TokenState[K] | undefined) => void] {
  const { [name]: left } = memory.state;
  const [value, set] = useState<TokenState[K] | undefined>(
    left !== undefined && isValid(left) ? left : undefined,
  );
  return [
    value,
    (next) => {
      memory.keep({ [name]: next });
      set(next);
    },
  ];
}
