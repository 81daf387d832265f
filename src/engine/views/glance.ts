import { arrange } from '../../arrays/arrange';
import { settingsAtFirst, settingsUnder } from '../../worker/settings';
import type { NDArray } from '../../arrays/ndarray';
import type { FoundArray } from '../../arrays/types';
import type { LossTable } from '../../loss/lossTable';
import type { BatchSummary } from '../../loss/types';
import {
  MAX_BINS,
  MAX_PREVIEW_ROWS,
  type Glance,
  type Look,
  type Preview,
  type Summary,
} from '../../worker/protocol';
import type { CallContext } from '../callContext';
import type { Session } from '../session';
import type { Sessions } from '../sessions';
import { summaryOfValues } from './values';

const RANKED = 5;

/** What the strip of an array shows: its first rows, and what holds for all of them. The inspector says the same. */
export async function glance(
  sessions: Sessions,
  found: FoundArray,
  context: CallContext,
  given: Look = { settings: settingsAtFirst(found) },
): Promise<Glance> {
  const arranged = arrange(found, found.reading.kind);
  if (!arranged) return found.array ? { values: await summaryOfValues(found.array.data, context) } : {};
  if (!('data' in arranged.array) || arranged.array.data.length === 0) return {};
  const { array, reading, paired: isPaired } = arranged;
  const look = { ...given, settings: settingsUnder(arranged, given.settings) };
  // A pair of classes stands along an axis of its own.
  const axis = isPaired ? undefined : (look.axis ?? arranged.axis);
  const opened = sessions.open({ array, reading, axis, decimals: found.decimals });
  try {
    if (opened.classes < 2) return {};
    const session = sessions.get(opened.session);
    const labels = look.labels === undefined ? found.labels?.values : look.labels;
    if (labels) labelIfTheyFit(session, labels);
    const table = await session.table(look.settings, context);
    const batch = session.summaryOf(table);
    return {
      preview: await (isPaired
        ? previewOfPairs(session, look, context)
        : previewOf(session, batch, look, context)),
      summary: {
        ...summaryOf(table, batch),
        ...(isPaired && { positive: table.top.filter((top) => top > 0).length }),
      },
    };
  } finally {
    sessions.close(opened.session);
  }
}

/** Labels that do not fit leave the array to look at, as in the inspector. */
function labelIfTheyFit(session: Session, labels: NDArray): void {
  try {
    session.label({ labels });
  } catch {
    // The inspector says why.
  }
}

async function previewOf(
  session: Session,
  batch: BatchSummary,
  { settings }: Look,
  context: CallContext,
): Promise<Preview> {
  const { rows, classes } = session.size;
  const page = await session.page({ settings, from: 0, count: MAX_PREVIEW_ROWS }, context);
  const first = await session.row({ settings, row: 0, k: RANKED }, context);
  return {
    rows,
    classes,
    // Of several yes and no, none is the one.
    top: page.sigmoid ? page.top.map(() => -1) : page.top,
    topProbability: page.probability,
    entropy: page.entropy,
    bars: page.bars,
    ranking: {
      classes: first.classes.slice(0, RANKED),
      probabilities: first.probabilities.slice(0, RANKED),
    },
    ...(page.sigmoid ? { targets: page.sigmoid.targets?.bins ?? new Uint8Array(0) } : { label: page.label }),
    flags: batch.flags.filter(({ row }) => row < page.row.length),
  };
}

/** The first scores of a sigmoid, side by side: they are no distribution together. */
async function previewOfPairs(session: Session, { settings }: Look, context: CallContext): Promise<Preview> {
  const { rows } = session.size;
  const { bars, row } = await session.page({ settings, from: 0, count: MAX_BINS }, context);
  return {
    rows,
    classes: row.length,
    top: Int32Array.of(-1),
    topProbability: Float64Array.of(NaN),
    entropy: Float64Array.of(NaN),
    bars: { bins: row.length, heights: Float32Array.from(row, (_, i) => bars.heights[2 * i + 1]) },
    ranking: { classes: new Int32Array(0), probabilities: new Float64Array(0) },
    flags: [],
  };
}

function summaryOf(table: LossTable, batch: BatchSummary): Summary {
  const { rows, counted, reduced, accuracy, meanConfidence, above, yesOrNo } = batch;
  const flagged = table.topProbability.reduce((n, p) => n + Number(Number.isNaN(p)), 0);
  const label = rows === 1 ? table.label?.[0] : undefined;
  return {
    rows,
    counted,
    reduced,
    accuracy,
    meanConfidence,
    above,
    yesOrNo,
    flagged,
    reason: batch.flags.find(({ row }) => Number.isNaN(table.topProbability[row]))?.message,
    ...(label !== undefined && label >= 0 && { label }),
  };
}
