import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import { ndarray, sizeOf } from '../../arrays/ndarray';
import type { FoundArray } from '../../arrays/types';
import type { WorkerClient } from '../../worker/client';
import type { OpenRequest, ValueSummary } from '../../worker/protocol';
import { Item } from '../batch/item';
import { count } from '../format';
import { Problem } from '../problem';
import { style } from '../styles';
import { useAnswer } from '../useAnswer';
import { useSession } from '../useSession';
import { Grid } from './grid';
import { Histogram } from './histogram';
import { significant } from './numberFormat';
import css from './values.css';

style(css);

/** Larger arrays are read from end to end when someone asks for it. */
const READ_AT_ONCE = 1 << 26;

interface ValuesProps {
  client: WorkerClient;
  found: FoundArray;
  /** The axis that lies along the columns. */
  axis: number;
}

/** An array that stands for no distribution, as it is: figures, how its values are spread, and the values themselves. */
export function Values({ client, found, axis }: ValuesProps) {
  const request = useMemo(() => requestOf(found, axis), [found, axis]);
  const shape = found.shape.length === 0 ? [1] : found.shape;
  const isEmpty = sizeOf(shape) === 0;
  const session = useSession(client, isEmpty ? undefined : request);
  const [isWanted, want] = useState(false);
  const size = sizeOf(shape);
  const isRead = size <= READ_AT_ONCE || isWanted;
  const id = session.session;
  const { result: summary, error } = useAnswer(
    client,
    'valueSummary',
    id !== undefined && isRead ? { session: id } : undefined,
  );
  if (isEmpty) return <p class="ls-notice ls-dim">{l10n.t('This array is empty.')}</p>;
  const problem = session.error ?? error;
  return (
    <>
      {problem && (
        <Problem class="ls-notice" onRetry={session.retry}>
          {problem}
        </Problem>
      )}
      {!isRead && (
        <p class="ls-notice">
          <button type="button" class="ls-link" onClick={() => want(true)}>
            {l10n.t('Summarize all {0} values', count(size))}
          </button>
        </p>
      )}
      {summary && <Figures summary={summary} />}
      {id !== undefined && (
        <div class="ls-values">
          <Grid
            key={session.opening}
            client={client}
            session={id}
            shape={shape}
            axis={Math.min(axis, shape.length - 1)}
            summary={summary}
            decimals={found.decimals}
          />
          {summary?.finite && <Histogram {...summary.finite} />}
        </div>
      )}
    </>
  );
}

/** The values as they lie there: nothing is made of them. */
function requestOf({ array, held, shape }: FoundArray, axis: number): OpenRequest | undefined {
  if (array)
    return shape.length === 0
      ? { array: ndarray(array.data, [1]), reading: 'logits' }
      : { array, axis, reading: 'logits' };
  return held === undefined ? undefined : { array: { held, shape }, axis, reading: 'logits' };
}

function Figures({ summary }: { summary: ValueSummary }) {
  const { count: all, nan, positiveInfinity, negativeInfinity, finite } = summary;
  return (
    <div role="group" aria-label={l10n.t('Values')}>
      <dl class="ls-band">
        <Item name={l10n.t('Values')} value={count(all)} />
        {finite && (
          <>
            <Item name={l10n.t('Minimum')} value={significant(finite.minimum, 5)} exact={finite.minimum} />
            <Item name={l10n.t('Maximum')} value={significant(finite.maximum, 5)} exact={finite.maximum} />
            <Item name={l10n.t('Mean')} value={significant(finite.mean, 4)} exact={finite.mean} />
            <Item
              name={l10n.t('Standard deviation')}
              value={significant(finite.deviation, 4)}
              exact={finite.deviation}
            />
          </>
        )}
        <Item name={l10n.t('NaN')} value={count(nan)} />
        <Item name={l10n.t('Infinite')} value={count(positiveInfinity + negativeInfinity)}>
          {positiveInfinity > 0 && negativeInfinity > 0
            ? l10n.t('{0} positive, {1} negative', count(positiveInfinity), count(negativeInfinity))
            : undefined}
        </Item>
      </dl>
    </div>
  );
}
