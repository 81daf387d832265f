import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import type { IntegerColumn } from '../../arrays/integerColumn';
import { NO_LABEL } from '../../arrays/noLabel';
import type { LabelledRows } from '../../loss/rowColumns';
import type { RowLabels } from '../../loss/rowLabels';
import type { ViewSettings } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import { giveWay } from '../giveWay';
import type { Rows, RowValues } from './rows';

/** Labels that a person gave, those that stand beside the rows, or none. */
export type Labels = RowLabels | 'stored' | undefined;

/** What decides which label a row has. */
type Shift = Pick<Partial<ViewSettings>, 'shifted' | 'labelOffset' | 'ignoreIndex'>;

type WithStoredLoss = LabelledRows & Pick<RowValues, 'storedLoss'>;

/** Rows and their labels, which never change: others are another object. */
export class RowsWithLabels {
  constructor(
    private readonly rows: Rows,
    readonly labels: Labels,
  ) {}

  /** Neighbouring rows. */
  async run(from: number, count: number, shift: Shift, signal: AbortSignal): Promise<LabelledRows> {
    await giveWay(signal);
    return this.labelled(await this.rows.read(from, count, signal), from, count, shift);
  }

  /** Rows in any order. */
  async picked(picked: Int32Array, shift: Shift, signal: AbortSignal): Promise<LabelledRows> {
    await giveWay(signal);
    const { labels, rows } = this;
    const { classes } = rows;
    const { logits, soft: stored } = await rows.gather(picked, signal);
    if (!labels) return { logits, classes };
    const soft = labels === 'stored' ? stored : labels.soft && pick(labels.soft, classes, picked);
    return { logits, classes, soft, label: picked.map((row) => this.labelOf(row, soft ? {} : shift)) };
  }

  /** All rows once, in order. */
  async pass(shift: Shift, context: CallContext, onBlock: (block: WithStoredLoss) => void): Promise<void> {
    let first = 0;
    await this.rows.pass(context, (values) => {
      const count = values.logits.length / this.rows.classes;
      onBlock(this.labelled(values, first, count, shift));
      first += count;
    });
  }

  private labelled(
    { logits, soft: stored, storedLoss }: RowValues,
    from: number,
    count: number,
    shift: Shift,
  ): WithStoredLoss {
    const { labels, rows } = this;
    const { classes } = rows;
    if (!labels) return { logits, classes, storedLoss };
    const soft =
      labels === 'stored' ? stored : labels.soft?.subarray(from * classes, (from + count) * classes);
    const label =
      (shift.shifted || shift.labelOffset) && !soft
        ? Int32Array.from({ length: count }, (_, i) => this.labelOf(from + i, shift))
        : this.ids.subarray(from, from + count);
    const part = Int32Array.from({ length: count }, (_, i) => rows.position(from + i));
    return { logits, classes, soft, storedLoss, label, part };
  }

  private get ids(): IntegerColumn {
    return (this.labels === 'stored' ? this.rows.label : this.labels?.label)!;
  }

  /** A row's own label; shifted, its successor's in its sequence. */
  private labelOf(row: number, { shifted, labelOffset = 0, ignoreIndex = IGNORE_INDEX }: Shift): number {
    const { rows, ids } = this;
    const followed = () => row + 1 < rows.rows && rows.position(row + 1) === rows.position(row) + 1;
    const id = !shifted ? ids.at(row)! : followed() ? ids.at(row + 1)! : NO_LABEL;
    const isIgnored = id === IGNORE_INDEX || id === ignoreIndex;
    if (labelOffset && isIgnored) return IGNORE_INDEX;
    return isIgnored || id === NO_LABEL ? id : id - labelOffset;
  }
}

function pick(data: Float32Array | Float64Array, classes: number, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length * classes);
  rows.forEach((row, at) => picked.set(data.subarray(row * classes, (row + 1) * classes), at * classes));
  return picked;
}
