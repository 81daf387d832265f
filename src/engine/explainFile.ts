import * as l10n from '@vscode/l10n';
import { printable } from '../arrays/words/printable';
import { labelsKind, mayBeMask } from '../arrays/labelShape';
import { sizeOf } from '../arrays/ndarray';
import { isOffered } from '../arrays/offer';
import type { Finding } from '../loss/types';
import type { DumpProbe, DumpReport, FieldCandidate } from '../records/types';
import { fieldsOf, foundInRecords, guessedLabels, likelyLabels, logitsField } from '../worker/foundInRecords';
import { settingsAtFirst, settingsUnder } from '../worker/settings';
import type { Explained, FileArray, FileRequest, FindRequest, NamedFields } from '../worker/protocol';
import type { ArrayFiles } from './arrays/arrayFiles';
import type { CallContext } from './callContext';
import { explain, judged } from './explain';
import { auditOf } from './views/figures';
import { fileKind } from './files/fileKind';
import { isYaml } from '../records/text/yaml';
import { fileText } from './files/fileText';
import { probeForPeople } from './rows/recordRows';
import type { Sessions } from './sessions';

/** Where files are opened, and what is looked at. */
interface Rooms {
  sessions: Sessions;
  files: ArrayFiles;
}

interface Asked {
  file: FileRequest;
  fields?: NamedFields;
}

/**
 * What is shown for a file when it is opened, over the whole of it: of a file of records the array that is shown first,
 * or the one that is named; of a file of arrays that one and then the others; of any other text all its arrays. Nothing
 * of it stays open.
 */
export async function explainFile(rooms: Rooms, asked: Asked, context: CallContext): Promise<Explained[]> {
  if ((await fileKind(asked.file)) === 'arrays') return explainArrays(rooms, asked, context);
  const probe = await probeForPeople(asked.file, context);
  if (probe && probe.logits.length > 0) return [await explainRecords(rooms, probe, asked, context)];
  const text = await fileText(asked.file, context);
  // Of YAML the records are known once it is the JSON that it stands for.
  return isYaml(asked.file.name) ? explainText(rooms, text, context) : explain(rooms.sessions, text, context);
}

/** What is shown for a text: its arrays, or where none is printed the records it consists of. */
export async function explainText(
  rooms: Rooms,
  request: FindRequest,
  context: CallContext,
): Promise<Explained[]> {
  const explained = await explain(rooms.sessions, request, context);
  const { text } = request;
  if (explained.length > 0 || !/^\s{0,100}[[{]/.test(text)) return explained;
  const file = { name: l10n.t('the text'), bytes: new TextEncoder().encode(text) };
  const probe = await probeForPeople(file, context).catch(() => undefined);
  if (!probe || probe.logits.length === 0) return explained;
  const records = await explainRecords(rooms, probe, { file }, context).catch(() => undefined);
  return records ? [{ ...records, found: { ...records.found, range: [0, text.length] } }] : explained;
}

/** The array that is shown first, or the one that is named; then the others that can be shown, as far as they are told. */
async function explainArrays(
  { sessions, files }: Rooms,
  { file, fields = {} }: Asked,
  context: CallContext,
): Promise<Explained[]> {
  const opened = await files.open(file, context);
  try {
    const { arrays, first } = opened;
    const logits = placeOf(fields.logits, arrays) ?? first;
    if (logits === undefined) throw new Error(l10n.t('{0}: no array in it can be shown', file.name));
    const labels = placeOf(fields.labels, arrays) ?? arrays[logits].labels;
    const places = fields.logits === undefined ? shownOf(arrays, logits) : [logits];
    const explained: Explained[] = [];
    for (const index of places) {
      const { found } = await files.peek({ file: opened.file, index }, context);
      const own = index === logits ? labels : arrays[index].labels;
      if (own !== undefined) {
        const { name } = arrays[own];
        const values = await files.read({ file: opened.file, index: own }, context);
        const kind = labelsKind(values, found.shape);
        const isAsked = index === logits && fields.labels !== undefined;
        if (isAsked || !mayBeMask(kind, found.shape))
          found.labels = { kind, values, name, source: l10n.t('“{0}” in the same file', printable(name)) };
      }
      explained.push({
        found: { ...found, held: undefined },
        offered: index === logits || isOffered(found, 'likely'),
        // What has no labels, as most weights of a model, is not read through.
        ...(index === logits || own !== undefined
          ? await judged(sessions, found, context)
          : { findings: [] }),
      });
    }
    return explained;
  } finally {
    await files.close({ file: opened.file }, context);
  }
}

/** Arrays of a file that are told, and numbers in one that is told without being asked for. */
const MOST_ARRAYS = 50;
const LARGEST = 1 << 24;

/** The first one, then the others in the order of the file, labels of any included. */
function shownOf(arrays: readonly FileArray[], first: number): number[] {
  const others = [...arrays.keys()].filter(
    (at) => at !== first && !arrays[at].problem && !arrays[at].isPart && sizeOf(arrays[at].shape) <= LARGEST,
  );
  return [first, ...others].slice(0, MOST_ARRAYS);
}

/** The place of an array by its name. */
function placeOf(name: string | undefined, arrays: readonly FileArray[]): number | undefined {
  if (name === undefined) return undefined;
  const place = arrays.findIndex((array) => array.name === name);
  if (place < 0) throw notThere(name, arrays);
  return place;
}

async function explainRecords(
  { sessions }: Rooms,
  probe: DumpProbe,
  { file, fields: named = {} }: Asked,
  context: CallContext,
): Promise<Explained> {
  // Those that are named, else those that a person would be shown first.
  const labels = named.labels === undefined ? likelyLabels(probe) : fieldNamed(named.labels, probe.labels);
  const fields = fieldsOf(probe, fieldNamed(named.logits, probe.logits), labels);
  const asked = logitsField(probe, fields)?.reading ?? 'logits';
  const opened = await sessions.openRecords({ file, fields, reading: asked }, context);
  try {
    const session = sessions.get(opened.session);
    const { printedLoss, byLength } = probe;
    const guessed = guessedLabels(probe, fields, opened);
    const found = { ...foundInRecords({ name: file.name, fields, probe, opened }), ...guessed };
    // All rows may say what the first ones do not.
    const { reading } = opened;
    const isEach = reading === 'sigmoid-scores' && fields.scalar === undefined;
    const settings = settingsUnder({ reading, ...(isEach && { loss: 'sigmoid' }) }, settingsAtFirst(found));
    const batch = opened.labels && session.summaryOf(await session.table(settings, context));
    const findings = await auditOf(
      session,
      { settings, beside: { printedLoss, byLength, taken: found.taken, ...guessed } },
      context,
    );
    const untaken = batch?.counted === 0 ? labelsNotTaken(labels?.name, opened.report) : undefined;
    return {
      found: { ...found, held: undefined },
      offered: isOffered(found, 'likely') || found.reading.kind !== 'logits',
      ...(batch && { batch }),
      findings: untaken ? [untaken, ...findings] : findings,
    };
  } finally {
    sessions.drop(opened.session);
  }
}

/** Why no row has a label that counts, as the records' own sentences have it. */
function labelsNotTaken(name: string | undefined, { counts }: DumpReport): Finding | undefined {
  const [noted] = counts.filter(({ skipped }) => !skipped);
  if (!noted) return undefined;
  return {
    id: 'labels-not-taken',
    severity: 'warning',
    message: l10n.t('“{0}” can’t be used as labels.', printable(name ?? l10n.t('labels'))),
    evidence: noted.example,
    remedy: l10n.t('Name every class, or give class IDs.'),
  };
}

export function fieldNamed(name: string | undefined, candidates: readonly FieldCandidate[]): FieldCandidate {
  if (name === undefined) return candidates[0];
  const candidate = candidates.find((one) => one.name === name);
  if (!candidate) throw notThere(name, candidates);
  return candidate;
}

/** @param file the name of the file, where more than one is meant */
export function notThere(name: string, among: readonly { name: string }[], file?: string): Error {
  const names = among
    .slice(0, MOST_TOLD)
    .map((one) => `“${printable(one.name, MAX_NAME)}”`)
    .join(', ');
  const told = printable(name, MAX_NAME);
  if (file !== undefined)
    return new Error(
      names === ''
        ? l10n.t('“{0}” is not in {1}, and nothing else could be it', told, file)
        : l10n.t('“{0}” is not in {1}; it could be one of {2}', told, file, names),
    );
  return new Error(
    names === ''
      ? l10n.t('“{0}” is not in the file, and nothing else could be it', told)
      : l10n.t('“{0}” is not in the file; it could be one of {1}', told, names),
  );
}

/** Names that a sentence tells, and characters of each. */
const MOST_TOLD = 20;
const MAX_NAME = 80;
