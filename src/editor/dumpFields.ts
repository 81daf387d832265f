import * as vscode from 'vscode';
import type { DumpFields, DumpProbe, FieldCandidate, FieldPath } from '../loss/types';

/** Choices remembered per file, in the workspace's state. */
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
  const { format, records, classNames, losses } = probe;
  const name = uri.path.split('/').pop() ?? '';
  if (probe.logits.length === 0) {
    throw new Error(
      `${name}: no field of its records holds a list of numbers; expected logits such as {"logits": [2.0, 1.0, 0.1], "label": 0}`,
    );
  }
  const remembered = memory.get<Record<string, Choice>>(KEY, {})[uri.toString()];
  const known = (path: FieldPath | undefined, among: readonly FieldCandidate[]) =>
    path && among.some((one) => samePath(one.path, path)) ? path : undefined;
  let choice: Choice | undefined;
  if (known(remembered?.logits, probe.logits)) {
    choice = { ...remembered, labels: known(remembered.labels, probe.labels) };
  } else choice = await ask(probe, name);
  if (!choice) return undefined;
  if (probe.ambiguous.logits || probe.ambiguous.labels || choice.shifted !== undefined)
    await memory.update(KEY, { ...memory.get<Record<string, Choice>>(KEY, {}), [uri.toString()]: choice });
  return { format, records, classNames, loss: losses[0]?.path, ...choice };
}

async function ask(probe: DumpProbe, name: string): Promise<Choice | undefined> {
  const logits = probe.ambiguous.logits
    ? await pick(probe.logits, `Which field of ${name} holds the logits?`)
    : probe.logits[0];
  if (!logits) return undefined;
  let labels: FieldCandidate | undefined = probe.labels[0];
  if (probe.ambiguous.labels) {
    const others = probe.labels.filter((one) => one !== logits);
    const chosen = await pick(
      others,
      `Which field of ${name} holds the labels?`,
      'No labels: distributions only',
    );
    if (chosen === undefined) return undefined;
    labels = chosen.path.length > 0 ? chosen : undefined;
  }
  const isSequence = logits.shape.includes('×') && labels?.shape.endsWith('class ids');
  const shifted = isSequence ? await askShift(name) : undefined;
  if (isSequence && shifted === undefined) return undefined;
  return { logits: logits.path, labels: labels?.path, ...(shifted !== undefined && { shifted }) };
}

const NONE: FieldCandidate = { path: [], name: '', shape: '', preview: '', score: 0 };

async function pick(
  candidates: readonly FieldCandidate[],
  placeHolder: string,
  none?: string,
): Promise<FieldCandidate | undefined> {
  const items = candidates.map((candidate) => ({
    label: candidate.name || '(the record itself)',
    description: candidate.shape,
    detail: candidate.preview,
    candidate,
  }));
  if (none !== undefined) items.push({ label: none, description: '', detail: '', candidate: NONE });
  const options = { title: 'Compute softmax loss', placeHolder, matchOnDetail: true, ignoreFocusOut: true };
  return (await vscode.window.showQuickPick(items, options))?.candidate;
}

async function askShift(name: string): Promise<boolean | undefined> {
  const items = [
    {
      label: 'Each position has its own label',
      detail: 'Token classification, or labels that were shifted already',
      shifted: false,
    },
    {
      label: 'The logits at t belong to the label at t + 1',
      detail: 'A language model’s logits beside its input ids',
      shifted: true,
    },
  ];
  const placeHolder = `${name} has a label for every position: how do they belong together?`;
  return (
    await vscode.window.showQuickPick(items, {
      title: 'Compute softmax loss',
      placeHolder,
      ignoreFocusOut: true,
    })
  )?.shifted;
}

const samePath = (a: FieldPath, b: FieldPath) => a.length === b.length && a.every((key, i) => key === b[i]);
