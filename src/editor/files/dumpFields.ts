import * as vscode from 'vscode';
import { fieldsOf } from '../../worker/foundInRecords';
import type { DumpFields, DumpProbe, FieldCandidate, FieldPath } from '../../loss/types';
import { FileMemory } from '../../ui/fileMemory';
import { fileName } from '../../ui/fileName';
import { shortName } from '../../ui/inert';
import { pick } from '../../ui/picks';

/** Of the choices in the workspace's state. */
const KEY = 'logitscope.dumpFields';

interface Choice {
  logits: FieldPath;
  labels?: FieldPath;
  shifted?: boolean;
}

/**
 * Which fields of a dump are logits and labels: those that stand out, those chosen for this file before, or those a
 * person picks now among previews. Undefined when a choice was dismissed.
 */
export async function chooseFields(
  memory: vscode.Memento,
  uri: vscode.Uri,
  probe: DumpProbe,
): Promise<DumpFields | undefined> {
  const name = shortName(fileName(uri));
  const choices = new FileMemory<Choice>(memory, KEY);
  const remembered = choices.of(uri);
  const known = (path: FieldPath | undefined, among: readonly FieldCandidate[]) =>
    path && among.some((one) => samePath(one.path, path)) ? path : undefined;
  let choice: Choice | undefined;
  if (remembered && known(remembered.logits, probe.logits)) {
    choice = { ...remembered, labels: known(remembered.labels, probe.labels) };
  } else choice = await ask(probe, name);
  if (!choice) return undefined;
  if (probe.ambiguous.logits || probe.ambiguous.labels || choice.shifted !== undefined)
    await choices.remember(uri, choice);
  const { logits, labels, shifted } = choice;
  const among = (candidates: readonly FieldCandidate[], path: FieldPath) =>
    candidates.find((one) => samePath(one.path, path)) ?? { path };
  return {
    ...fieldsOf(probe, among(probe.logits, logits), labels && among(probe.labels, labels)),
    ...(shifted !== undefined && { shifted }),
  };
}

async function ask(probe: DumpProbe, name: string): Promise<Choice | undefined> {
  const logits = probe.ambiguous.logits
    ? await choose(probe.logits, vscode.l10n.t('Select the field of {0} that holds the logits', name))
    : probe.logits[0];
  if (!logits) return undefined;
  let labels: FieldCandidate | undefined = probe.labels[0];
  if (probe.ambiguous.labels) {
    const others = probe.labels.filter((one) => one !== logits);
    const chosen = await choose(
      others,
      vscode.l10n.t('Select the field of {0} that holds the labels', name),
      vscode.l10n.t('No labels, only distributions'),
    );
    if (chosen === undefined) return undefined;
    labels = chosen.path.length > 0 ? chosen : undefined;
  }
  const isSequence = logits.isSequence && labels?.isSequence;
  const shifted = isSequence ? await askShift(name) : undefined;
  if (isSequence && shifted === undefined) return undefined;
  return { logits: logits.path, labels: labels?.path, ...(shifted !== undefined && { shifted }) };
}

const NONE: FieldCandidate = { path: [], name: '', shape: '', preview: '', score: 0 };

async function choose(
  candidates: readonly FieldCandidate[],
  placeHolder: string,
  none?: string,
): Promise<FieldCandidate | undefined> {
  const choices = candidates.map((candidate) => ({
    label: candidate.name || vscode.l10n.t('(the whole record)'),
    description: candidate.shape,
    detail: candidate.preview,
    value: candidate,
  }));
  if (none !== undefined) choices.push({ label: none, description: '', detail: '', value: NONE });
  const title = vscode.l10n.t('Compute softmax loss');
  return (await pick(choices, { title, placeHolder, stays: true }))?.value;
}

async function askShift(name: string): Promise<boolean | undefined> {
  const choices = [
    {
      label: vscode.l10n.t('Each position has its own label'),
      detail: vscode.l10n.t('Token classification, or labels that are already shifted'),
      value: false,
    },
    {
      label: vscode.l10n.t('The logits at t predict the label at t + 1'),
      detail: vscode.l10n.t('A language model’s logits with its input IDs'),
      value: true,
    },
  ];
  const placeHolder = vscode.l10n.t('Select how labels and positions correspond in {0}', name);
  const title = vscode.l10n.t('Compute softmax loss');
  return (await pick(choices, { title, placeHolder, stays: true }))?.value;
}

const samePath = (a: FieldPath, b: FieldPath) => a.length === b.length && a.every((key, i) => key === b[i]);
