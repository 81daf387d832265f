/** Multiple choice: questions whose choices have log-likelihoods, as lm-evaluation-harness keeps them. */
import * as l10n from '@vscode/l10n';
import { largestOf, smallestOf } from '../arrays/longLists';
import type { ChoiceRow, ChoiceTable, TokenFinding } from './model';
import { numberOf } from './numbers';
import { utf8Length } from './utf8';
import { documentsIn } from './written/documents';
import { anyField, field, fieldAt, isFields, isList, listOf, pairsOf, textOf } from './written/value';

const WORD = 'filtered_resps';
/** Of a question, in a list. */
const LONGEST_QUESTION = 300;

/** Rows of choices of a samples file, the least belief in the right choice first; undefined where there are none. */
export function choicesOf(text: string): ChoiceTable | undefined {
  if (!text.includes(WORD)) return undefined;
  const rows: ChoiceRow[] = [];
  let [line, counted] = [1, 0];
  for (const { value, start } of documentsIn(text)) {
    for (; counted < start; counted++) if (text.charCodeAt(counted) === 10) line++;
    for (const record of isList(value) ? value : [value]) {
      const row = rowOf(record, line);
      if (row) rows.push(row);
    }
  }
  return rows.length > 0 ? tableOf(rows) : undefined;
}

function rowOf(record: unknown, line: number): ChoiceRow | undefined {
  const logLikelihoods = listOf(field(record, WORD)).map(likelihoodOf);
  if (logLikelihoods.length < 2 || !logLikelihoods.every((value) => value <= 0)) return undefined;
  const count = logLikelihoods.length;
  const choices = choiceTexts(record, count);
  const requested = continuationsOf(record, count);
  // Harnesses put a space before each choice, as a rule.
  const continuations = requested ?? choices?.map((choice) => ` ${choice}`);
  const bytes = continuations?.map(utf8Length);
  const gold = goldOf(record, choices, count);
  const [acc, accNorm] = [storedOf(record, 'acc'), storedOf(record, 'acc_norm')];
  return {
    line,
    question: questionOf(record).slice(0, LONGEST_QUESTION),
    choices:
      choices ?? continuations?.map((text) => text.trim()) ?? logLikelihoods.map((_, index) => String(index)),
    logLikelihoods,
    belief: softmax(logLikelihoods),
    chosen: largest(logLikelihoods),
    ...(bytes && !requested && { bytesAssumed: true as const }),
    ...(bytes && {
      bytes,
      chosenByByte: largest(logLikelihoods.map((value, index) => value / bytes[index])),
    }),
    ...(gold !== undefined && { gold }),
    ...(acc !== undefined && { acc }),
    ...(accNorm !== undefined && { accNorm }),
  };
}

/** `["-8.48", "False"]`, or with a number in older files. */
function likelihoodOf(response: unknown): number {
  if (!isList(response) || response.length !== 2) return NaN;
  const [value, isGreedy] = response;
  return typeof isGreedy === 'boolean' || isGreedy === 'True' || isGreedy === 'False' ? numberOf(value) : NaN;
}

function softmax(values: readonly number[]): number[] {
  const most = largestOf(values);
  if (most === -Infinity) return values.map(() => 0);
  const weights = values.map((value) => Math.exp(value - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The first of the largest, as numpy's argmax has it. */
function largest(values: readonly number[]): number {
  let best = 0;
  values.forEach((value, index) => {
    if (value > values[best]) best = index;
  });
  return best;
}

function choiceTexts(record: unknown, count: number): string[] | undefined {
  const doc = field(record, 'doc');
  const given = anyField(doc, 'choices', 'endings', 'options', 'answers');
  const listed = isFields(given) ? field(given, 'text') : given;
  const texts = listOf(listed).map(textOf);
  return texts.length === count && texts.every((text) => text !== undefined) ? texts : undefined;
}

/** What each request appended to its context: `arguments.gen_args_1.arg_1`, or `arguments[1][1]` in older files. */
function continuationsOf(record: unknown, count: number): string[] | undefined {
  const given = field(record, 'arguments');
  const requests = isList(given) ? given : pairsOf(given).map(([, value]) => value);
  const texts = requests.map((request) => textOf(isList(request) ? request[1] : field(request, 'arg_1')));
  return texts.length === count && texts.every((text) => text !== undefined) ? texts : undefined;
}

/** The place of the right choice: `doc.gold`, the target, a letter, or the choice itself. */
function goldOf(record: unknown, choices: readonly string[] | undefined, count: number): number | undefined {
  const doc = field(record, 'doc');
  const given = [anyField(doc, 'gold', 'label', 'answer', 'answerKey'), field(record, 'target')];
  for (const one of given) {
    const place = placeOf(one, doc, choices);
    if (place !== undefined && place < count) return place;
  }
  return undefined;
}

function placeOf(given: unknown, doc: unknown, choices: readonly string[] | undefined): number | undefined {
  const value = isList(given) && given.length === 1 ? given[0] : given;
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const labelled = listOf(fieldAt(doc, 'choices', 'label')).indexOf(value);
  if (labelled >= 0) return labelled;
  if (/^\d{1,4}$/.test(value)) return Number(value);
  if (/^[A-Z]$/.test(value)) return value.charCodeAt(0) - 65;
  const named = choices?.indexOf(value.trim()) ?? -1;
  return named >= 0 ? named : undefined;
}

function questionOf(record: unknown): string {
  const doc = field(record, 'doc');
  return textOf(anyField(doc, 'query', 'question', 'goal', 'ctx', 'premise', 'text', 'input')) ?? '';
}

function storedOf(record: unknown, name: string): number | undefined {
  const value = field(record, name) ?? fieldAt(record, 'metrics', name);
  return typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : undefined;
}

function tableOf(rows: ChoiceRow[]): ChoiceTable {
  const beliefIn = ({ belief, gold }: ChoiceRow) => (gold === undefined ? 1 : belief[gold]);
  const judged = rows.filter(({ gold }) => gold !== undefined);
  const byBytes = judged.filter(({ chosenByByte }) => chosenByByte !== undefined);
  const acc = mean(judged.map(({ chosen, gold }) => Number(chosen === gold)));
  const accNorm = mean(byBytes.map(({ chosenByByte, gold }) => Number(chosenByByte === gold)));
  const storedAcc = mean(rows.flatMap(({ acc: stored }) => stored ?? []));
  const storedAccNorm = mean(rows.flatMap(({ accNorm: stored }) => stored ?? []));
  return {
    rows: rows.sort((a, b) => beliefIn(a) - beliefIn(b) || a.line - b.line),
    ...(acc !== undefined && { acc }),
    ...(accNorm !== undefined && { accNorm }),
    ...(storedAcc !== undefined && { storedAcc }),
    ...(storedAccNorm !== undefined && { storedAccNorm }),
    findings: findingsOf(judged),
  };
}

function mean(values: readonly number[]): number | undefined {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined;
}

function findingsOf(judged: readonly ChoiceRow[]): TokenFinding[] {
  const findings: TokenFinding[] = [];
  const disagree = judged.filter(
    ({ acc, chosen, gold }) => acc !== undefined && acc !== Number(chosen === gold),
  );
  if (disagree.length > 0)
    findings.push({
      id: 'acc-differs',
      severity: 'warning',
      sentence:
        disagree.length === 1
          ? l10n.t('On line {0}, acc is not what the log-likelihoods and the label give.', disagree[0].line)
          : l10n.t(
              'On {0} lines, the first of them line {1}, acc is not what the log-likelihoods and the label give.',
              disagree.length,
              smallestOf(disagree.map(({ line }) => line)),
            ),
    });
  const normed = judged.filter(({ accNorm }) => accNorm !== undefined);
  const assumed = normed.some(({ bytesAssumed }) => bytesAssumed);
  const differing = normed.filter(
    ({ accNorm, bytesAssumed, chosenByByte, gold }) =>
      !bytesAssumed && chosenByByte !== undefined && accNorm !== Number(chosenByByte === gold),
  );
  if (normed.length > 0 && normed.every(({ bytes }) => bytes === undefined))
    findings.push({
      id: 'acc-norm-unknown',
      severity: 'info',
      sentence: l10n.t('acc_norm divides by the bytes of each choice, which are not in the records.'),
    });
  else if (differing.length > 0)
    findings.push({
      id: 'acc-norm-differs',
      severity: 'warning',
      sentence:
        differing.length === 1
          ? l10n.t('On line {0}, acc_norm is not what the log-likelihoods per byte give.', differing[0].line)
          : l10n.t(
              'On {0} lines, the first of them line {1}, acc_norm is not what the log-likelihoods per byte give.',
              differing.length,
              smallestOf(differing.map(({ line }) => line)),
            ),
    });
  if (assumed)
    findings.push({
      id: 'acc-norm-assumed',
      severity: 'info',
      sentence: l10n.t(
        'acc_norm divides by the bytes of each choice. Not all requests are in the records, so the choices of the question were measured, each with a space before it.',
      ),
    });
  return findings;
}
