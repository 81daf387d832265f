import * as vscode from 'vscode';
import { sizeOf } from '../arrays/ndarray';
import { withOverride, type Overrides } from '../arrays/override';
import type { FoundArray, NearbyLabels, Reading } from '../arrays/types';

/** What an output, or its strip, has told of an array before the whole of it came. */
export interface Known {
  found: FoundArray;
  overrides?: Overrides;
}

/** The whole array with what was known of its print: its reading, labels, names of classes and options. */
export function withKnown(whole: FoundArray, known: Known | undefined, labels?: NearbyLabels): FoundArray {
  const before = known && withOverride(known.found, known.overrides);
  const nearby = labels ?? whole.labels ?? before?.labels;
  const classes = whole.shape.at(-1);
  const names = whole.classNames ?? before?.classNames;
  return {
    ...(before && bearing(before)),
    ...whole,
    name: whole.name ?? before?.name,
    reading: surer(whole.reading, before?.reading),
    classNames: names?.length === classes ? names : undefined,
    labels: nearby && fits(nearby, whole.shape) ? nearby : undefined,
  };
}

/** What stands beside an array and bears on its loss. */
function bearing({ weights, lossOptions, maskValue, printedLoss }: FoundArray): Partial<FoundArray> {
  return { weights, lossOptions, maskValue, printedLoss };
}

/** All values are better evidence than a few, and knowing something better than knowing nothing. */
function surer(whole: Reading, printed: Reading | undefined): Reading {
  if (!printed || printed.kind === 'other') return whole;
  if (whole.kind !== 'other' && whole.confidence >= printed.confidence && printed.confidence < 1)
    return whole;
  if (whole.kind === printed.kind)
    return { ...printed, evidence: [...new Set([...printed.evidence, ...whole.evidence])] };
  return printed;
}

function fits({ values, kind }: NearbyLabels, shape: readonly number[]): boolean {
  const rows = sizeOf(shape.slice(0, -1));
  return kind === 'class-ids' ? values.data.length === rows : values.data.length === sizeOf(shape);
}

/** For the place of a whole array, as a person reads it. */
export function originOf(path: string, compared: number | undefined): string {
  return compared === undefined
    ? vscode.l10n.t('“{0}” in the kernel', path)
    : vscode.l10n.t('“{0}” in the kernel, which has all {1} values printed', path, compared);
}
