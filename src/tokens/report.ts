import * as l10n from '@vscode/l10n';
import { capital } from '../arrays/words/capital';
import { powerText } from '../arrays/words/numberText';
import { printable, withoutUnseen } from '../arrays/words/printable';
import { seenJson } from '../arrays/words/seenJson';
import type { Answer } from './answer';
import { tokenAt } from './find';
import { figure, findingsOf } from './findings';
import type { TokenFigures, TokenReportFormat } from './model';

/** Version of the JSON schema in docs/tokens.md. */
const SCHEMA = 'logitscope-tokens/1';

/** Some places of an answer, or all, as a text to copy. */
export function reportOf(answer: Answer, format: TokenReportFormat, from: number, to: number): string {
  return REPORTS[format](answer, from, to);
}

const REPORTS: Readonly<Record<TokenReportFormat, (answer: Answer, from: number, to: number) => string>> = {
  markdown,
  json,
  html,
  sentences,
};

function json(answer: Answer, from: number, to: number): string {
  const tokens = [];
  for (let place = from; place < to; place++) tokens.push(tokenAt(answer, place));
  return `${seenJson(
    {
      schema: SCHEMA,
      source: answer.source,
      ...(answer.model !== undefined && { model: answer.model }),
      part: answer.part,
      values: answer.values,
      from,
      text: textOf(answer, from, to),
      tokens,
      figures: answer.figures(from, to),
      findings: findingsOf(answer),
    },
    2,
  )}\n`;
}

function textOf({ joined }: Answer, from: number, to: number): string {
  return from < to ? joined.text.slice(joined.start[from], joined.end[to - 1]) : '';
}

function markdown(answer: Answer, from: number, to: number): string {
  const head = ['#', l10n.t('token'), 'log p', 'p', l10n.t('rank'), l10n.t('bits')];
  const lines = [row(head.map(capital)), row(head.map((_, index) => (index === 1 ? '---' : '---:')))];
  for (let place = from; place < to; place++) {
    const { text, logprob, floor, rank, rankAtLeast } = tokenAt(answer, place);
    const hasP = logprob !== null && answer.values === 'log-probabilities';
    lines.push(
      row([
        String(place + 1),
        codeSpan(text),
        logprob === null ? (floor ? l10n.t('floor') : '') : figure(logprob),
        hasP ? probability(Math.exp(logprob)) : '',
        rank !== undefined ? String(rank) : rankAtLeast !== undefined ? `> ${rankAtLeast - 1}` : '',
        hasP ? (-logprob / Math.LN2).toFixed(2) : '',
      ]),
    );
  }
  return `${lines.join('\n')}\n\n${totals(answer.figures(from, to)).join('  \n')}\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Nothing in it ends the span or the cell. */
function codeSpan(text: string): string {
  const shown = printable(text.replaceAll('\n', '↵').replaceAll('\t', '⇥'), 80);
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const inner = shown.replaceAll('|', '\\|');
  return shown === '' ? '' : `${fence}${/^[` ]|[` ]$/.test(inner) ? ` ${inner} ` : inner}${fence}`;
}

function probability(p: number): string {
  return p >= 1e-3 ? p.toFixed(4) : powerText(p, 3);
}

function totals(figures: TokenFigures): string[] {
  const {
    count,
    valued,
    sumLogprob,
    sumWithin,
    perplexity,
    bitsPerToken,
    bitsPerByte,
    topChoices,
    ranked,
    meanOutside,
  } = figures;
  const lines = [l10n.t('{0} tokens, {1} with a log-probability', count, valued)];
  if (sumLogprob !== undefined) lines.push(`Σ log p ${figure(sumLogprob)}${within(sumWithin)}`);
  if (perplexity !== undefined) lines.push(l10n.t('perplexity {0}', figure(perplexity)));
  if (bitsPerToken !== undefined) lines.push(l10n.t('{0} bits per token', figure(bitsPerToken)));
  if (bitsPerByte !== undefined) lines.push(l10n.t('{0} bits per byte', figure(bitsPerByte)));
  if (topChoices !== undefined)
    lines.push(l10n.t('{0} of {1} tokens are the first choice', topChoices, ranked ?? count));
  if (meanOutside !== undefined)
    lines.push(l10n.t('mean probability outside the alternatives {0}', figure(meanOutside)));
  return lines;
}

/** The digits that were printed leave the sum so uncertain. */
function within(half: number | undefined): string {
  return half === undefined ? '' : ` ± ${figure(half)}`;
}

function sentences(answer: Answer, from: number, to: number): string {
  const said = findingsOf(answer).map(({ sentence }) => sentence);
  return `${[...totals(answer.figures(from, to)), ...said].join('\n')}\n`;
}

/** Surprisal in bits at which the next shade begins. */
const STEPS = [0.5, 1, 2, 4, 6];
/** Of one hue; dark text stays readable on each. */
const SHADES = ['#ffffff', '#eaf2fb', '#d0e3f6', '#aecfef', '#86b6e4', '#6ba3d9'];

/** Each token in its shade, with its figures as a title; nothing in it but text. */
function html(answer: Answer, from: number, to: number): string {
  const { joined, sequence } = answer;
  const spans: string[] = [];
  for (let place = from; place < to;) {
    // Parts of one character stand together.
    let last = place + 1;
    while (last < to && joined.start[last] < joined.end[place] && joined.end[last] > joined.start[place])
      last++;
    const logprobs = sequence.chosen.logprobs.slice(place, last);
    const bits = logprobs.reduce((sum, logprob) => sum - logprob / Math.LN2, 0);
    const known = Number.isFinite(bits) && answer.values === 'log-probabilities';
    const shade = known ? SHADES[STEPS.filter((step) => bits >= step).length] : 'transparent';
    const title = known ? l10n.t('{0} bits', bits.toFixed(2)) : l10n.t('no log-probability');
    const text = joined.text.slice(joined.start[place], joined.end[last - 1]);
    // Each in a direction of its own: none turns the next around.
    spans.push(
      `<span style="background:${shade};color:#1b1b1b;unicode-bidi:isolate" title="${escaped(title)}">${escaped(withoutUnseen(text))}</span>`,
    );
    place = last;
  }
  const figures = totals(answer.figures(from, to)).map(escaped).join(' · ');
  return [
    '<figure style="margin:0;font-family:system-ui,sans-serif">',
    `<div dir="auto" style="white-space:pre-wrap;line-height:1.7;background:#fff;padding:12px">${spans.join('')}</div>`,
    `<figcaption style="font-size:12px;color:#555;padding:4px 12px">${figures}</figcaption>`,
    '</figure>',
    '',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
}
