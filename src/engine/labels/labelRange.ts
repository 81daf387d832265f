import * as l10n from '@vscode/l10n';
import { IGNORE_INDEX } from '../../arrays/ignoreIndex';
import { NO_LABEL } from '../../arrays/noLabel';
import { printable } from '../../arrays/words/printable';
import type { LabelledRows } from '../../loss/rowColumns';
import type { DumpFields, DumpReport } from '../../records/types';
import { labelsName } from '../../worker/foundInRecords';

/**
 * The class IDs that labels use. A count from 1, or signs, would pass for IDs from 0 in all rows but those of the last class: their
 * figures would be wrong, and nobody would see it.
 */
export class LabelRange {
  private hasFirst = false;
  private hasBehind = false;
  private hasMinusOne = false;
  private others = 0;
  private classes = 0;
  private least = Infinity;
  private most = -Infinity;

  /** @param offset what someone says that labels count from; it is taken off already */
  constructor(
    private readonly ignoreIndex = IGNORE_INDEX,
    private readonly offset?: number,
  ) {}

  add({ label, soft, classes }: LabelledRows): void {
    if (!label || soft) return;
    const count = (this.classes = Math.max(2, classes));
    for (const id of label) {
      const isIgnored = id === IGNORE_INDEX || (!this.offset && id === this.ignoreIndex);
      if (isIgnored || id === NO_LABEL) continue;
      this.least = Math.min(this.least, id);
      this.most = Math.max(this.most, id);
      if (id === 0) this.hasFirst = true;
      else if (id === count) this.hasBehind = true;
      else if (id === -1) this.hasMinusOne = true;
      else if (id !== 1) this.others++;
    }
  }

  /** Whoever says where IDs begin knows, unless none is the first class's and some are none's. */
  private checkCounted(offset: number): void {
    const { classes, least, most } = this;
    if (offset === 0 || this.hasFirst || !(least > 0 && most >= classes)) return;
    throw new Error(
      l10n.t(
        'Labels go from {0} to {1}. Counted from {2}, as “labelOffset” says, they aren’t class IDs from 0 to {3}. If labels count from {0}, set “labelOffset” to {0}.',
        least + offset,
        most + offset,
        offset,
        classes - 1,
      ),
    );
  }

  /** Throws where the labels are none of class IDs from 0. */
  check(): void {
    const { classes, least, most, offset } = this;
    if (offset !== undefined) return this.checkCounted(offset);
    // Of three classes -1, 0 and 1, as of opinions: 0 would be the first.
    if (classes > 2 && least < 0 && most === classes - 1 + least)
      throw new Error(
        l10n.t(
          'Labels go from {0} to {1}, and class IDs from 0 to {2}. If labels count from {0}, set “labelOffset” to {0}; if {0} stands for no label, set “ignoreIndex” to {0}.',
          least,
          most,
          classes - 1,
        ),
      );
    if (this.hasFirst) return;
    // What lies further out, as 255, may stand for no label.
    if (this.hasBehind || (least > 0 && most >= classes && most - least < classes))
      throw new Error(
        l10n.t(
          'Labels go from {0} to {1}, and class IDs from 0 to {2}. If labels count from {0}, set “labelOffset” to {0}.',
          least,
          most,
          classes - 1,
        ),
      );
    if (classes === 2 && this.hasMinusOne && this.others === 0)
      throw new Error(l10n.t('Labels are -1 and 1, and class IDs 0 and 1. Write 0 in place of -1.'));
  }
}

/** Throws where numbers were taken for names of classes, and one of them is the 0 that other counts begin with. */
export function checkNames(
  fields: DumpFields | undefined,
  report: Pick<DumpReport, 'counts'> | undefined,
): void {
  const isMixed =
    fields?.labelsByName && report?.counts.some(({ kind }) => kind === 'label-out-of-range') === true;
  if (!isMixed) return;
  const { classNames = [] } = fields;
  throw new Error(
    l10n.t(
      'The first labels in “{0}” are names of classes, {1} to {2}, and a later one is 0. If labels count from 0, set “labelOffset” to 0.',
      printable(labelsName(fields) ?? '', 80),
      printable(classNames[0] ?? '', 40),
      printable(classNames[classNames.length - 1] ?? '', 40),
    ),
  );
}
