/** What a token is coloured by, and in which of six steps. Step 0 has no colour. */
import * as l10n from '@vscode/l10n';
import { surprisalOf, type TokenColumns } from './columns';

export const MEASURES = ['surprisal', 'probability', 'rank', 'entropy', 'margin'] as const;
export type Measure = (typeof MEASURES)[number];

export const STEPS = 6;

/** Between the steps, ascending: `[.5, 1, 2, 4, 6]` bits. */
const BOUNDS: Record<Measure, readonly number[]> = {
  surprisal: [0.5, 1, 2, 4, 6],
  // Of 1 − p: palest where the token was certain.
  probability: [0.1, 0.3, 0.5, 0.75, 0.9],
  // Ranks 1 to 5, and over 5.
  rank: [1.5, 2.5, 3.5, 4.5, 5.5],
  // Nats.
  entropy: [0.25, 0.5, 1, 1.5, 2],
  // Of 1 − margin: palest where the first was far ahead of the second.
  margin: [0.1, 0.3, 0.5, 0.75, 0.9],
};

/** Under the legend, between its fields. */
export function legendOf(measure: Measure): readonly string[] {
  switch (measure) {
    case 'surprisal':
      return ['.5', '1', '2', '4', '6'];
    case 'probability':
      return ['.9', '.7', '.5', '.25', '.1'];
    case 'rank':
      return ['1', '2', '3', '4', '5'];
    case 'entropy':
      return ['.25', '.5', '1', '1.5', '2'];
    case 'margin':
      return ['.9', '.7', '.5', '.25', '.1'];
  }
}

export function measureName(measure: Measure): string {
  switch (measure) {
    case 'surprisal':
      return l10n.t('Surprisal');
    case 'probability':
      return l10n.t('Probability');
    case 'rank':
      return l10n.t('Rank');
    case 'entropy':
      return l10n.t('Entropy');
    case 'margin':
      return l10n.t('Margin');
  }
}

export function measureMeaning(measure: Measure): string {
  switch (measure) {
    case 'surprisal':
      return l10n.t('−log₂ p of the token, in bits');
    case 'probability':
      return l10n.t('p of the token; 1 is palest');
    case 'rank':
      return l10n.t('1 to 5, and over 5');
    case 'entropy':
      return l10n.t('The lower bound, in nats; hatched where the bounds differ by more than a step');
    case 'margin':
      return l10n.t('How far the first alternative is ahead of the second, as a difference of p');
  }
}

export function measureUnit(measure: Measure): string {
  return { surprisal: l10n.t('bits'), probability: 'p', rank: '', entropy: l10n.t('nats'), margin: 'Δp' }[
    measure
  ];
}

/** The step of a token, or undefined where the measure is not known for it. */
export function stepOf(columns: TokenColumns, token: number, measure: Measure): number | undefined {
  const value = valueOf(columns, token, measure);
  return Number.isNaN(value) ? undefined : stepIn(measure, value);
}

/** Whether the two bounds of an entropy lie more than a step apart. */
export function isVague(columns: TokenColumns, token: number): boolean {
  const high = columns.entropyHigh[token];
  const low = columns.entropyLow[token];
  return !Number.isNaN(low) && (Number.isNaN(high) || stepIn('entropy', high) - stepIn('entropy', low) > 1);
}

export function stepIn(measure: Measure, value: number): number {
  let step = 0;
  for (const bound of BOUNDS[measure]) if (value >= bound) step++;
  return step;
}

function valueOf(columns: TokenColumns, token: number, measure: Measure): number {
  switch (measure) {
    case 'surprisal':
      return surprisalOf(columns, token);
    case 'probability':
      return 1 - Math.exp(columns.logprob[token]);
    case 'rank':
      return columns.rank[token] || columns.rankAtLeast[token] || NaN;
    case 'entropy':
      return columns.entropyLow[token];
    case 'margin':
      return 1 - columns.margin[token];
  }
}
