import * as l10n from '@vscode/l10n';
import type { WorkerClient } from '../worker/client';
import type { Offer } from '../worker/protocol';

/** An array on its way into the worker, part by part. */
export class Transfer {
  private chain: Promise<unknown> = Promise.resolve();
  private failure?: Error;

  private constructor(
    private readonly client: WorkerClient,
    readonly held: number,
    readonly bytes: number,
    private readonly onBytes: (there: number) => void,
  ) {}

  /**
   * @param header the array's MIME type without data; throws when it is no array that can be held
   * @param limit bytes that a person agreed to
   */
  static async begin(
    client: WorkerClient,
    header: unknown,
    limit: number,
    onBytes: (there: number) => void,
  ): Promise<Transfer> {
    const { held, bytes } = await client.call('hold', { header });
    const transfer = new Transfer(client, held, bytes, onBytes);
    if (bytes <= limit) return transfer;
    transfer.drop();
    throw new Error(
      l10n.t('The array takes {0} bytes now, more than when it was asked for. Inspect it again.', bytes),
    );
  }

  /** Base64, as text or its bytes; the worker decodes while the next part comes. */
  add(data: string | Uint8Array): void {
    this.chain = this.chain
      .then(() => (this.failure ? 0 : this.client.call('holdPart', { held: this.held, data })))
      .then(
        (there) => this.onBytes(there),
        (error: Error) => (this.failure ??= error),
      );
  }

  /** All of it, from a file on this machine. */
  async take(path: string, signal?: AbortSignal): Promise<void> {
    await this.client.call('holdFile', { held: this.held, path }, { signal });
    this.onBytes(this.bytes);
  }

  async finish(): Promise<Offer> {
    await this.chain;
    if (this.failure) throw this.failure;
    return this.client.call('held', { held: this.held });
  }

  /** Nobody wants the array, or any more of it. */
  drop(): void {
    void this.client.call('drop', { held: this.held }).catch(() => undefined);
  }
}
