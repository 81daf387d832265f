import { isMaskName, isVerdict } from '../../text/names/maskNames';
import type { FieldSet } from '../types';
import { lastKey, nameOf, type Field } from './field';
import { isFlag } from './labels';

/** What tells rows apart that are no rows of one evaluation: parts of a data set, models, and their runs. */
const SETS =
  /^(?:(?:data_?)?split|model(?:_?(?:name|id|version))?|checkpoint|ckpt|epoch|run(?:_?(?:name|id))?|seed|fold)$/;
const MOST_SETS = 4;

/** Fields that may say which rows of a record count: of 0 and 1, by their names, and what an annotator of Prodigy answered. */
export const fieldsOfMasks = (fields: readonly Field[]): FieldSet[] =>
  fields
    .filter(
      (field) =>
        (isMaskName(lastKey(field)) && field.values.every(areFlags)) ||
        (lastKey(field) === 'answer' && field.values.every(isVerdict)),
    )
    .slice(0, MOST_SETS)
    .map((field) => ({ path: field.path, name: nameOf(field) }));

const areFlags = (value: unknown): boolean => (Array.isArray(value) ? value : [value]).every(isFlag);

/** Fields by which the records of a file may be of several sets, by their names. */
export const fieldsOfSets = (fields: readonly Field[]): FieldSet[] =>
  fields
    .filter(
      (field) =>
        SETS.test(lastKey(field)) &&
        field.values.every((value) => typeof value !== 'object' || value === null),
    )
    .slice(0, MOST_SETS)
    .map((field) => ({ path: field.path, name: nameOf(field) }));
