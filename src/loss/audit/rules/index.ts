import type { AuditRule } from '../rule';
import { besideRules } from './beside';
import { doubleSoftmax } from './doubleSoftmax';
import { labelRules } from './labels';
import { missingLabels } from './missingLabels';
import { normalizedAxis } from './normalizedAxis';
import { predictionRules } from './predictions';
import { printedLoss } from './printedLoss';
import { shiftedLabels } from './shiftedLabels';
import { storedLoss } from './storedLoss';
import { valueRules } from './values';

/** In the order a person should read them in, among equally grave ones. */
export const RULES: readonly AuditRule[] = [
  ...valueRules,
  normalizedAxis,
  ...labelRules,
  shiftedLabels,
  doubleSoftmax,
  printedLoss,
  storedLoss,
  ...besideRules,
  missingLabels,
  ...predictionRules,
];
