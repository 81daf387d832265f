import { codeBeside } from '../arrays/wire/inCode';
import { optional } from '../arrays/wire/schema';
import { pack, unpack } from '../arrays/wire/packed';
import { tokensAgain, type Shown, type ShownTokens, type TokensAgain } from './protocol';

/** What a panel's page keeps while it is hidden, and VS Code beyond the window. */
export interface Kept<Left = unknown, Tokens = unknown> {
  left?: Left;
  /** The same of a text's tokens. */
  tokens?: Tokens;
  /** Pixels, of the page. */
  scroll?: number;
  again?: Again;
}

/** How a panel comes back in another window: by what it showed, or by where that is. */
interface Again {
  origin: string;
  /** What it showed, packed; absent where the values were held. */
  shown?: string;
  /** Of the file that it showed. */
  address?: string;
  /** Of a text with tokens. */
  tokens?: TokensAgain & { sequence: number };
}

/** What is kept of what a panel shows. Arrays of kernels are named only: their values are elsewhere. */
export function againOf(shown: Shown): Again {
  const { origin, address, found } = shown;
  return { origin, address, ...(found.held === undefined && { shown: pack(shown) }) };
}

export function tokensKept({ origin, sequence, again }: ShownTokens): Again {
  return { origin, tokens: { ...again, sequence } };
}

export function readTokens({ tokens }: Again): Again['tokens'] {
  return tokensAgain(tokens) && Number.isSafeInteger(tokens.sequence) ? tokens : undefined;
}

/** The state of a page in an earlier window, as far as it is one. */
export function readKept(state: unknown): Kept {
  const kept = (state ?? {}) as Kept;
  const { again } = kept;
  return typeof again?.origin === 'string' ? kept : {};
}

export function readShown({ shown }: Again): Shown | undefined {
  if (typeof shown !== 'string') return undefined;
  try {
    const read = unpack(shown) as Partial<Shown> | null;
    const { found, origin, code } = read ?? {};
    const isWhole = found?.array?.data instanceof Float64Array || found?.array?.data instanceof Float32Array;
    return isWhole && typeof origin === 'string' && Array.isArray(found?.shape) && optional(codeBeside)(code)
      ? (read as Shown)
      : undefined;
  } catch {
    return undefined;
  }
}
