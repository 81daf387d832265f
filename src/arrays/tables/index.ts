import type { FindContext } from '../types';
import type { Table } from './table';

/** Every table of numbers in a text: columns that belong together as one matrix. */
export function readTables(text: string, context: FindContext): Table[] {
  void text;
  void context;
  return [];
}
