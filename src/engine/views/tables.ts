import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import type { LossTable } from '../../loss/lossTable';
import { reweighted } from '../../loss/reweighted';
import type { ViewSettings } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import { SharedWork } from '../sharedWork';

/** Beside the first one: a change and its undoing. */
const OTHERS = 2;

/**
 * The tables of a session by their settings. Each is computed once, however many calls wait for it; the first one and
 * the last two others are kept.
 */
export class Tables {
  private readonly known = new Map<string, LossTable>();
  private readonly running = new Map<string, SharedWork<LossTable>>();

  /** @param first the table of some settings, where it is there already */
  constructor(first?: LossTable) {
    if (first) this.known.set(keyOf(first.settings), first);
  }

  /**
   * At hand, or from the losses of another table where only reduction or weights differ, else computed by a pass over
   * all rows.
   */
  async get(
    settings: ViewSettings,
    context: CallContext,
    compute: (shared: CallContext) => Promise<LossTable>,
  ): Promise<LossTable> {
    const key = keyOf(settings);
    const known = this.known.get(key);
    if (known) return known;
    for (const table of this.known.values()) {
      const other = reweighted(table, settings);
      if (other) return this.keep(key, other);
    }
    let work = this.running.get(key);
    if (!work || work.over) {
      work = new SharedWork(compute);
      this.running.set(key, work);
    }
    try {
      const table = await work.wait(context);
      // Not of labels that were replaced meanwhile.
      return this.running.get(key) === work ? this.keep(key, table) : table;
    } finally {
      if (this.running.get(key) === work && (work.over || this.known.has(key))) this.running.delete(key);
    }
  }

  private keep(key: string, table: LossTable): LossTable {
    this.known.set(key, table);
    const [, ...others] = this.known.keys();
    for (const old of others.slice(0, -OTHERS)) this.known.delete(old);
    return table;
  }
}

/** Settings that compute the same have the same key. */
function keyOf(settings: ViewSettings): string {
  const { temperature, reduction = 'mean', labelSmoothing = 0, classWeights = null } = settings;
  const { ignoreIndex = IGNORE_INDEX, loss = 'softmax', shifted = false } = settings;
  const { labelOffset = 0 } = settings;
  return JSON.stringify([
    temperature,
    reduction,
    labelSmoothing,
    classWeights,
    ignoreIndex,
    loss,
    shifted,
    labelOffset,
  ]);
}
