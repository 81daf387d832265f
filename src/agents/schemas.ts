import type { Finding } from '../loss/types';
import type { Schema } from './tool';

export const NUMBER: Schema = {
  type: ['number', 'string'],
  description: 'Six digits; "NaN", "Infinity" or "-Infinity" as text.',
};

const CLASS: Schema = {
  type: 'object',
  properties: { class: { type: 'integer' }, name: { type: 'string' }, p: NUMBER },
};

export const ROWS: Schema = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      row: { type: 'integer', description: 'Counted from 0.' },
      top: { type: 'array', items: CLASS, description: 'The most probable classes.' },
      entropy: NUMBER,
      label: CLASS,
      loss: NUMBER,
      flag: { type: 'string', description: 'Why the row has no distribution.' },
    },
  },
};

export const FINDINGS: Schema = {
  type: 'array',
  description: 'What is wrong or worth knowing, the gravest first.',
  items: {
    type: 'object',
    properties: {
      id: { type: 'string' },
      severity: { type: 'string' },
      sentence: { type: 'string' },
      evidence: { type: 'string', description: 'The figures that it follows from.' },
      remedy: { type: 'string' },
    },
  },
};

export function findingsOf(findings: readonly Finding[]): object[] {
  return findings.map(({ id, severity, message, evidence, remedy }) => ({
    id,
    severity,
    sentence: message,
    evidence: evidence || undefined,
    remedy: remedy || undefined,
  }));
}
