import * as l10n from '@vscode/l10n';
import { element, table } from './dom';
import { figure, findingClass, idOf, listOf, share, type Part } from './parts';

/** Rows of logits: figures of all of them, then each with its likeliest classes. */
export function rows(answer: Part): HTMLElement[] {
  const [array] = listOf(answer.arrays);
  const named = figure(answer.inspected) ?? figure(answer.summary) ?? figure(array?.name);
  const title = named ?? ('loss' in answer ? l10n.t('Softmax loss') : l10n.t('Logits'));
  const drawn = listOf(answer.worst ?? answer.rows);
  const undefinedRows = listOf(answer.undefinedRows);
  return [
    element('h1', '', title),
    figures(answer, array),
    ...(answer.worst && drawn.length > 0 ? [element('h2', '', l10n.t('Rows with the highest loss'))] : []),
    ...(drawn.length > 0 ? [rowTable(drawn)] : []),
    ...(undefinedRows.length > 0
      ? [
          table(
            [{ name: l10n.t('Row') }, { name: l10n.t('Reason'), className: 'wide' }],
            undefinedRows.map(({ row, message }) => [idOf(row), figure(message)]),
          ),
        ]
      : []),
  ];
}

function figures(answer: Part, array: Part | undefined): HTMLElement {
  const shape = Array.isArray(array?.shape) ? array.shape.join('×') : undefined;
  const named: [string, string | undefined][] = [
    [l10n.t('shape'), shape],
    [l10n.t('reading'), figure(array?.reading)],
    [answer.reduction === 'sum' ? l10n.t('sum of losses') : l10n.t('mean loss'), figure(answer.loss)],
    [l10n.t('accuracy'), figure(answer.accuracy)],
    [l10n.t('perplexity'), figure(answer.perplexity)],
    [l10n.t('calibration error'), figure(answer.calibrationError)],
    [
      l10n.t('rows'),
      idOf(answer.count ?? (Array.isArray(answer.rows) ? undefined : answer.rows)) || undefined,
    ],
    [l10n.t('classes'), idOf(answer.classes) || undefined],
  ];
  const shown = named.filter(([, value]) => value !== undefined);
  return element(
    'p',
    'figures',
    ...shown.map(([name, value]) => element('span', '', `${name} `, element('b', '', value))),
  );
}

function rowTable(drawn: readonly Part[]): HTMLElement {
  const hasLoss = drawn.some(({ loss }) => loss !== undefined);
  const columns = [
    { name: l10n.t('Row') },
    { name: l10n.t('Distribution'), className: 'wide' },
    { name: l10n.t('Top class') },
    { name: 'p', className: 'number' },
    ...(hasLoss ? [{ name: l10n.t('Label') }, { name: l10n.t('Loss'), className: 'number' }] : []),
  ];
  return table(
    columns,
    drawn.map((row) => {
      const [top] = listOf(row.top);
      const flag = figure(row.flag);
      const label = row.label as Part | undefined;
      return [
        idOf(row.row),
        flag ? element('span', 'bad', flag) : shares(listOf(row.top), label),
        top && className(top),
        figure(top?.p),
        ...(hasLoss ? [label && className(label), figure(row.loss)] : []),
      ];
    }),
  );
}

function className({ class: id, name }: Part): string {
  return figure(name) ?? idOf(id);
}

/** One bar, divided among the likeliest classes; the label's part is marked. The table says the same in words. */
function shares(top: readonly Part[], label: Part | undefined): HTMLElement {
  const parts = top.map((one, i) => {
    const part = element('span', `${i === 0 ? 'top' : ''} ${one.class === label?.class ? 'label' : ''}`);
    part.style.flexGrow = String(share(one.p));
    part.title = `${className(one)}: ${figure(one.p)}`;
    return part;
  });
  const rest = element('span', 'rest');
  rest.style.flexGrow = String(Math.max(0, 1 - top.reduce((sum, { p }) => sum + share(p), 0)));
  const bar = element('div', 'shares', ...parts, rest);
  bar.setAttribute('aria-hidden', 'true');
  return bar;
}

export function findings(answer: Part): HTMLElement[] {
  const all = [...listOf(answer.findings), ...listOf(answer.naive)];
  const remedy = figure(answer.remedy);
  if (all.length === 0 && !remedy) return [];
  const items = all.map(({ severity, sentence, remedy: one }) =>
    element(
      'li',
      findingClass(severity),
      element('p', '', figure(sentence)),
      one !== undefined && element('p', 'dim', figure(one)),
    ),
  );
  return [element('ul', '', ...items), ...(remedy ? [element('p', '', remedy)] : [])];
}
