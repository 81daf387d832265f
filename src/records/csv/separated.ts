import type { DumpFormat } from '../types';

/** Whether a file is lines of cells, all of them texts, with the fields' names in the first. */
export const isSeparated = (format: DumpFormat): format is 'csv' | 'tsv' =>
  format === 'csv' || format === 'tsv';
