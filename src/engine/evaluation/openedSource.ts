import * as l10n from '@vscode/l10n';
import { printable } from '../../arrays/words/printable';
import type { RowTexts } from '../../loss/evaluation/sliceField';
import type { EvaluationOptions } from '../../loss/evaluation/types';
import type { DumpFormat, DumpReport, FieldPath } from '../../records/types';
import type { ArrayFiles } from '../arrays/arrayFiles';
import type { Session } from '../session';
import type { Sessions } from '../sessions';

/** Where files are opened, and what is looked at. */
export interface Rooms {
  sessions: Sessions;
  files: ArrayFiles;
}

/** What is asked, and what labels of another file tell of the scores. */
export interface AskedOptions extends EvaluationOptions {
  /** Each is the probability of a yes. */
  areEach?: boolean;
  /** The fields of which the labels hold a yes or no each. */
  flags?: () => Promise<readonly string[]>;
}

/** How scores are read that labels of another file tell of, whatever they would be read as by themselves. */
export const readAsEach = ({ areEach }: AskedOptions): { reading?: 'sigmoid-scores' } =>
  areEach ? { reading: 'sigmoid-scores' } : {};

/** Rows with labels that were opened to be evaluated. */
export interface OpenedSource {
  session: Session;
  /** The fields that were taken, by their names. */
  taken: Pick<EvaluationOptions, 'logits' | 'labels' | 'group' | 'id'>;
  classNames?: readonly string[];
  /** Those that the fields of the scores have, and whether a class ID is a place among them. */
  ownNames?: { names: readonly string[]; areOrdered: boolean };
  /** It was opened with the labels of another file. */
  isLabelled?: true;
  /** Several classes per row, as their labels say. */
  multiHot: boolean;
  /** Each row is one score of yes or no, as two classes. */
  isPaired?: boolean;
  shifted?: boolean;
  group?: RowTexts;
  ids?: RowTexts;
  report?: DumpReport;
  /** What nobody said, and was taken so; what other files say comes later. */
  notes?: readonly string[];
  close(): void;
}

/** Of numbers that may as well be features. */
export const notTold = (name: string): Error =>
  new Error(
    l10n.t('Nothing says that “{0}” are scores. If they are, name them in “logits”.', printable(name, 80)),
  );

/** Where a field of that name stands: keys with dots between, a column as it is named. */
export function pathOf(name: string, format: DumpFormat): FieldPath {
  return format === 'json' || format === 'jsonl' ? name.split('.') : [name];
}
