import type { OpenedTokens, TokenSequence } from '../tokens/model';
import type { FileRequest } from '../worker/protocol';

/** Texts with tokens that are open. */
export class TokenTexts {
  constructor(private readonly nextId: () => number) {}

  find(_request: { text: string }): TokenSequence[] {
    return [];
  }

  hold(_request: { text: string } | { file: FileRequest }): { held: number } {
    return { held: this.nextId() };
  }

  open(_request: { text: string } | { held: number }): OpenedTokens | undefined {
    return undefined;
  }

  close(_request: { handle: number }): void {}

  get({ handle }: { handle: number; sequence: number }): never {
    throw new Error(`handle ${handle} is not open`);
  }
}
