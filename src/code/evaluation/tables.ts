import * as l10n from '@vscode/l10n';
import { capital } from '../../arrays/words/capital';
import { printable } from '../../arrays/words/printable';
import type {
  CalibratedFigures,
  Evaluation,
  EvaluationFigures,
  Figure,
  ListedRow,
  MultilabelFigures,
} from '../../loss/types';
import { missingCalibrations } from './sentences';
import { count, figure, range, smallProbability } from './words';

/** A table of a report; its first column is of words, the others of numbers. */
export interface ReportTable {
  title: string;
  about?: string;
  heads: readonly string[];
  rows: readonly (readonly string[])[];
  /** A chart says the same, where there are charts. */
  drawn?: true;
}

/** Of a name from data, in characters. */
const MAX_NAME = 80;

/** What a class is called, in one line in which every character is seen. */
export function classNamed({ classNames }: Pick<Evaluation, 'classNames'>): (id: number) => string {
  return (id) => (id < 0 ? '–' : printable(classNames?.[id] ?? String(id), MAX_NAME));
}

/** Every table of a report, in the order in which it is read; those with nothing to say are left out. */
export function reportTables(evaluation: Evaluation): ReportTable[] {
  const tables = [
    figuresTable(evaluation),
    calibrationTable(evaluation),
    againstTable(evaluation),
    againstSlices(evaluation),
    slicesTable(evaluation),
    classesTable(evaluation),
    labelsTable(evaluation),
    confusionsTable(evaluation),
    rowsTable(evaluation, l10n.t('Worst rows'), evaluation.listed?.worst),
    rowsTable(
      evaluation,
      l10n.t('Likely label errors'),
      evaluation.listed?.labelErrors,
      suspectsText(evaluation),
    ),
    conformalTable(evaluation),
    skippedTable(evaluation),
    optionsTable(evaluation),
  ];
  return tables.filter((table) => table !== undefined && table.rows.length > 0) as ReportTable[];
}

/** The figures by their names in the JSON, each with what a person calls it. */
const figureNames = (): readonly (readonly [keyof EvaluationFigures | keyof MultilabelFigures, string])[] => [
  ['accuracy', l10n.t('accuracy')],
  ['top5Accuracy', l10n.t('top-5 accuracy')],
  ['exactMatch', l10n.t('exact match')],
  ['hammingLoss', l10n.t('Hamming loss')],
  ['meanLoss', l10n.t('mean loss, nats')],
  ['perplexity', l10n.t('perplexity')],
  ['brier', l10n.t('Brier score')],
  ['brierReliability', l10n.t('Brier score: reliability')],
  ['brierResolution', l10n.t('Brier score: resolution')],
  ['brierUncertainty', l10n.t('Brier score: uncertainty')],
  ['meanConfidence', l10n.t('mean confidence')],
  ['ece', l10n.t('ECE')],
  ['eceByChance', l10n.t('ECE by chance')],
  ['eceEqualMass', l10n.t('ECE, bins of equal mass')],
  ['eceDebiased', l10n.t('ECE, debiased')],
  ['eceClasswise', l10n.t('ECE, class by class')],
  ['mce', l10n.t('largest calibration error')],
  ['auroc', l10n.t('AUROC of confidence')],
  ['aurocOvr', l10n.t('AUROC, one class against the rest')],
  ['aurc', l10n.t('area under risk and coverage')],
  ['averagePrecision', l10n.t('average precision')],
  ['macroAveragePrecision', l10n.t('macro average precision')],
  ['microF1', l10n.t('micro F1')],
  ['macroF1', l10n.t('macro F1')],
  ['weightedF1', l10n.t('weighted F1')],
  ['mcc', l10n.t('Matthews correlation')],
];

const FIGURE_DECIMALS = 4;
const value = (of: Figure | undefined) => figure(of?.value, FIGURE_DECIMALS);
const interval = (of: Figure | undefined) => (of?.interval ? range(of.interval, FIGURE_DECIMALS) : '');

function figuresTable(evaluation: Evaluation): ReportTable {
  const isMultilabel = evaluation.task === 'multilabel';
  return {
    title: l10n.t('Figures'),
    heads: [l10n.t('figure'), l10n.t('value'), l10n.t('95% interval'), l10n.t('in the JSON')],
    rows: figureNames().flatMap(([name, words]) => {
      const of = evaluation[name] as Figure | undefined;
      const said = isMultilabel && name === 'auroc' ? l10n.t('AUROC, mean over labels') : words;
      return of ? [[capital(said), value(of), interval(of), name]] : [];
    }),
  };
}

function calibrationTable({ calibration, ...figures }: Evaluation): ReportTable | undefined {
  if (!calibration) return undefined;
  const { temperature, vector, platt, isotonic } = calibration;
  const row = (name: string, of: Partial<CalibratedFigures> & { eceByChance?: Figure }) => [
    capital(name),
    value(of.meanLoss),
    value(of.ece),
    value(of.eceByChance),
    value(of.brier),
    value(of.accuracy),
  ];
  return {
    title: l10n.t('Calibration'),
    about: [
      l10n.t('Each row is judged under what was fitted without it, in {0} folds.', calibration.folds),
      ...missingCalibrations(calibration),
    ].join(' '),
    heads: [
      l10n.t('probabilities'),
      l10n.t('mean loss'),
      l10n.t('ECE'),
      l10n.t('ECE by chance'),
      l10n.t('Brier score'),
      l10n.t('accuracy'),
    ],
    rows: [
      row(l10n.t('as given'), figures),
      ...(temperature
        ? [
            row(
              l10n.t('temperature {0}', temperature.fitted.temperature.toPrecision(4)),
              temperature.crossFitted,
            ),
          ]
        : []),
      ...(vector ? [row(l10n.t('vector scaling'), vector.crossFitted)] : []),
      ...(platt ? [row(l10n.t('Platt scaling'), platt.crossFitted)] : []),
      ...(isotonic ? [row(l10n.t('isotonic regression'), isotonic.crossFitted)] : []),
    ],
  };
}

function againstTable({ against }: Evaluation): ReportTable | undefined {
  if (!against) return undefined;
  const { name, rows, otherLabels, differences, becameWrong, becameRight, mcNemar } = against;
  return {
    title: l10n.t('{0} against this run', printable(name, MAX_NAME)),
    about: [
      l10n.t(
        '{0} rows count in both runs. Became right: {1}. Became wrong: {2}. McNemar’s exact test: p = {3}.',
        count(rows),
        count(becameRight),
        count(becameWrong),
        smallProbability(mcNemar.pValue),
      ),
      ...(otherLabels === undefined
        ? []
        : [l10n.t('Rows left out because their labels differ: {0}.', count(otherLabels))]),
    ].join(' '),
    heads: [l10n.t('figure'), l10n.t('difference'), l10n.t('95% interval')],
    rows: figureNames().flatMap(([name, words]) => {
      const of = (differences as Record<string, Figure | undefined>)[name];
      return of ? [[capital(words), value(of), interval(of)]] : [];
    }),
  };
}

function againstSlices({ against }: Evaluation): ReportTable | undefined {
  if (!against) return undefined;
  return {
    title: l10n.t('Difference of accuracy by {0}', printable(against.slices[0]?.field ?? '', MAX_NAME)),
    heads: [l10n.t('slice'), l10n.t('rows'), l10n.t('difference'), l10n.t('95% interval')],
    rows: against.slices.map((slice) => [
      printable(slice.value, MAX_NAME),
      count(slice.rows),
      value(slice.accuracy),
      interval(slice.accuracy),
    ]),
  };
}

function slicesTable({ slices }: Evaluation): ReportTable {
  return {
    drawn: true,
    title: l10n.t('Slices by {0}', printable(slices[0]?.field ?? '', MAX_NAME)),
    about: l10n.t('“Worse” where it is beyond chance (Fisher’s exact test, Holm-corrected at .05).'),
    heads: [
      l10n.t('slice'),
      l10n.t('rows'),
      l10n.t('accuracy'),
      l10n.t('95% interval'),
      l10n.t('mean loss'),
      l10n.t('ECE'),
      l10n.t('of all loss'),
      l10n.t('compared with the rest'),
    ],
    rows: slices.map((slice) => [
      printable(slice.value, MAX_NAME),
      count(slice.rows),
      value(slice.accuracy),
      interval(slice.accuracy),
      value(slice.meanLoss),
      value(slice.ece),
      figure(slice.shareOfLoss, 2),
      slice.worse ? l10n.t('worse') : '',
    ]),
  };
}

function classesTable(evaluation: Evaluation): ReportTable {
  const name = classNamed(evaluation);
  return {
    title: l10n.t('Classes'),
    heads: [
      l10n.t('class'),
      l10n.t('rows'),
      l10n.t('predicted'),
      l10n.t('precision'),
      l10n.t('95% interval'),
      l10n.t('recall'),
      l10n.t('95% interval'),
      'F1',
    ],
    rows: evaluation.perClass.map(({ id, support, predicted, precision, recall, f1 }) => [
      name(id),
      count(support),
      count(predicted),
      value(precision),
      interval(precision),
      value(recall),
      interval(recall),
      value(f1),
    ]),
  };
}

function labelsTable(evaluation: Evaluation): ReportTable | undefined {
  const name = classNamed(evaluation);
  return {
    title: l10n.t('Labels'),
    heads: [
      l10n.t('label'),
      l10n.t('rows'),
      l10n.t('average precision'),
      'AUROC',
      l10n.t('F1 at .5'),
      l10n.t('best threshold'),
      l10n.t('F1 at that threshold'),
    ],
    rows: (evaluation.perLabel ?? []).map((one) => [
      name(one.id),
      count(one.support),
      value(one.averagePrecision),
      value(one.auroc),
      value(one.f1),
      figure(one.bestThreshold, FIGURE_DECIMALS),
      figure(one.bestF1, FIGURE_DECIMALS),
    ]),
  };
}

function confusionsTable(evaluation: Evaluation): ReportTable | undefined {
  const name = classNamed(evaluation);
  const { confusion } = evaluation;
  if (!confusion) return undefined;
  return {
    drawn: true,
    title: l10n.t('The largest confusions'),
    heads: [
      l10n.t('label → predicted'),
      l10n.t('rows'),
      l10n.t('of the label’s rows'),
      l10n.t('95% interval'),
    ],
    rows: confusion.pairs.map(({ label, predicted, rows, share }) => [
      `${name(label)} → ${name(predicted)}`,
      count(rows),
      value(share),
      interval(share),
    ]),
  };
}

function suspectsText({ labelErrors }: Evaluation): string {
  return l10n.t(
    '{0} by confident learning. These labels look wrong, which doesn’t mean that they are.',
    count(labelErrors.length),
  );
}

function rowsTable(
  evaluation: Evaluation,
  title: string,
  rows: readonly ListedRow[] | undefined,
  about?: string,
): ReportTable | undefined {
  if (!rows) return undefined;
  const name = classNamed(evaluation);
  const hasLines = rows.some(({ line }) => line !== undefined);
  return {
    title,
    about,
    heads: [
      l10n.t('label → predicted'),
      l10n.t('row'),
      ...(hasLines ? [l10n.t('line')] : []),
      l10n.t('loss'),
      l10n.t('p label'),
      l10n.t('p predicted'),
    ],
    rows: rows.map(({ row, line, label, predicted, loss, confidence }) => [
      `${name(label)} → ${name(predicted)}`,
      count(row),
      ...(hasLines ? [line === undefined ? '' : count(line)] : []),
      figure(loss),
      smallProbability(Math.exp(-loss)),
      figure(confidence),
    ]),
  };
}

function conformalTable(evaluation: Evaluation): ReportTable | undefined {
  const { conformal } = evaluation;
  if (!conformal) return undefined;
  const { target, threshold, coverage, meanSetSize } = conformal;
  return {
    title: l10n.t('Conformal sets'),
    about: l10n.t(
      'Each set holds every class whose 1 − p is at most {0}. It should hold the label for {1} of the rows.',
      threshold.toPrecision(6),
      figure(target, 2),
    ),
    heads: [l10n.t('figure'), l10n.t('value'), l10n.t('95% interval')],
    rows: [
      [capital(l10n.t('coverage')), value(coverage), interval(coverage)],
      [capital(l10n.t('mean set size')), value(meanSetSize), interval(meanSetSize)],
    ],
  };
}

function skippedTable({ skipped }: Evaluation): ReportTable {
  return {
    title: l10n.t('Skipped records'),
    heads: [l10n.t('reason'), l10n.t('line')],
    rows: skipped.map(({ line, reason }) => [printable(reason), count(line)]),
  };
}

/** What the figures are of, so that whoever compares two reports knows whether they may. */
function optionsTable({ file, labelsFile, options, rows, classes }: Evaluation): ReportTable {
  const said: [string, string | number | boolean | undefined][] = [
    [capital(l10n.t('file')), file && printable(file.name, MAX_NAME)],
    ['SHA-256', file?.sha256],
    [capital(l10n.t('bytes')), file && count(file.bytes)],
    [capital(l10n.t('file of the labels')), labelsFile && printable(labelsFile.name, MAX_NAME)],
    [l10n.t('SHA-256 of the labels'), labelsFile?.sha256],
    [capital(l10n.t('rows')), count(rows.all)],
    [capital(l10n.t('rows counted')), count(rows.counted)],
    [
      capital(l10n.t('rows before filtering')),
      rows.chosenFrom === undefined ? undefined : count(rows.chosenFrom),
    ],
    [capital(l10n.t('rows without a label')), count(rows.unlabelled)],
    [capital(l10n.t('rows without a distribution')), count(rows.undefined)],
    [capital(l10n.t('classes')), count(classes)],
    // As the JSON calls them.
    ...Object.entries(options).map(([name, of]): [string, string] => [name, printable(String(of), MAX_NAME)]),
  ];
  return {
    title: l10n.t('What was evaluated'),
    heads: [l10n.t('option'), l10n.t('value')],
    rows: said.flatMap(([name, of]) => (of === undefined ? [] : [[name, String(of)]])),
  };
}
