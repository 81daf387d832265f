import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { className } from '../arrays/classNames';
import { plural } from '../arrays/words/plural';
import type { FoundArray } from '../arrays/types';
import type { Glance, Look, Summary } from '../worker/protocol';
import { count, fixed, full, percent, probability } from './format';
import { Dotted, Words } from './words';

interface SaysProps {
  found: FoundArray;
  glance: Glance;
  /** How the array was looked at last, where that is not as it was found. */
  look?: Look;
}

/** What holds for the whole array: "32 rows · accuracy 47% · mean loss 1.80", or the only row in words. */
export function SaysOfAll({ found, glance: { preview, summary }, look }: SaysProps) {
  if (!summary || !preview) return null;
  const parts = [
    ...temperature(look),
    ...(summary.above !== undefined
      ? ofYesAndNo(summary, look)
      : summary.rows > 1
        ? ofRows(summary, look)
        : summary.positive === undefined
          ? ofOneRow(found, preview.top[0], summary)
          : ofOneScore(preview.bars.heights[0], summary)),
  ];
  return (
    <span class="ls-says">
      <Dotted parts={parts} />
    </span>
  );
}

function temperature(look: Look | undefined): ComponentChildren[] {
  const t = look?.settings.temperature ?? 1;
  return t === 1 ? [] : [<Figure text={l10n.t('T = {0}')} value={String(t)} />];
}

function ofOneRow(found: FoundArray, top: number, summary: Summary): ComponentChildren[] {
  const { meanConfidence, label, reduced, reason } = summary;
  if (meanConfidence === undefined) return [<span class="ls-bad">{reason}</span>];
  const name = (id: number) => className(found, 0, id) ?? String(id);
  return [
    <Words text={l10n.t('predicted {0} {1}')}>
      <b>{name(top)}</b>
      <span class="ls-num" title={full(meanConfidence)}>
        {probability(meanConfidence)}
      </span>
    </Words>,
    ...(label === undefined
      ? []
      : [
          <Words text={l10n.t('label {0}')}>
            <b class="ls-label">{name(label)}</b>
          </Words>,
        ]),
    ...(reduced === undefined
      ? []
      : [<Figure text={l10n.t('loss {0}')} value={fixed(reduced, 2)} exact={reduced} />]),
  ];
}

/** A single score of a sigmoid. */
function ofOneScore(p: number, { reduced }: Summary): ComponentChildren[] {
  return [
    <Figure text={l10n.t('probability {0}')} value={probability(p)} exact={p} />,
    reduced !== undefined && <Figure text={l10n.t('loss {0}')} value={fixed(reduced, 2)} exact={reduced} />,
  ];
}

function ofRows(summary: Summary, look: Look | undefined): ComponentChildren[] {
  const { rows, counted, accuracy, reduced, meanConfidence, flagged, reason, positive } = summary;
  const isSum = look?.settings.reduction === 'sum';
  return [
    <Figure
      text={positive === undefined ? l10n.t('{0} rows') : l10n.t('{0} examples')}
      value={count(rows)}
    />,
    positive !== undefined && <Figure text={l10n.t('{0} above .5')} value={count(positive)} />,
    accuracy !== undefined && (
      <Figure text={l10n.t('accuracy {0}')} value={percent(accuracy)} exact={accuracy} />
    ),
    counted > 0 && reduced !== undefined && (
      <Figure
        text={isSum ? l10n.t('total loss {0}') : l10n.t('mean loss {0}')}
        value={fixed(reduced, 2)}
        exact={reduced}
      />
    ),
    counted === 0 && positive === undefined && meanConfidence !== undefined && (
      <Figure
        text={l10n.t('mean confidence {0}')}
        value={probability(meanConfidence)}
        exact={meanConfidence}
      />
    ),
    flagged > 0 && (
      <span class="ls-bad" title={reason}>
        {plural(
          flagged,
          l10n.t('1 row without a distribution'),
          l10n.t('{0} rows without a distribution', count(flagged)),
        )}
      </span>
    ),
  ];
}

/** Rows whose classes are each a yes or no of its own. */
function ofYesAndNo(summary: Summary, look: Look | undefined): ComponentChildren[] {
  const { rows, above, yesOrNo, reduced, counted } = summary;
  return [
    rows > 1 && <Figure text={l10n.t('{0} rows')} value={count(rows)} />,
    yesOrNo === undefined && <Figure text={l10n.t('{0} above .5')} value={count(above!)} />,
    yesOrNo?.f1 !== undefined && (
      <Figure text={l10n.t('F1 {0}')} value={probability(yesOrNo.f1)} exact={yesOrNo.f1} />
    ),
    counted > 0 && reduced !== undefined && (
      <Figure text={lossOf(rows, look)} value={fixed(reduced, 2)} exact={reduced} />
    ),
  ];
}

function lossOf(rows: number, look: Look | undefined): string {
  if (rows === 1) return l10n.t('loss {0}');
  return look?.settings.reduction === 'sum' ? l10n.t('total loss {0}') : l10n.t('mean loss {0}');
}

/** A figure among words, which may stand in any order. */
function Figure({ text, value, exact }: { text: string; value: string; exact?: number }) {
  return (
    <Words text={text}>
      <span class="ls-num" title={exact === undefined ? undefined : full(exact)}>
        {value}
      </span>
    </Words>
  );
}
