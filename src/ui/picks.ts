import * as vscode from 'vscode';
import { inert } from './inert';

/** An entry of a list to choose from, with what it stands for. */
export interface Choice<T> {
  label: string;
  description?: string;
  detail?: string;
  value: T;
}

interface PickOptions {
  title: string;
  placeHolder: string;
  /** Stays when the focus goes elsewhere, to look something up. */
  stays?: boolean;
}

/** Entries are found by all of their text. Undefined when the list was dismissed. */
export async function pick<T>(
  choices: readonly Choice<T>[],
  options: PickOptions,
): Promise<Choice<T> | undefined> {
  return vscode.window.showQuickPick(choices.map(inertChoice), { ...inertOptions(options) });
}

/** Any number of entries. */
export async function pickMany<T>(
  choices: readonly Choice<T>[],
  options: PickOptions,
): Promise<Choice<T>[] | undefined> {
  return vscode.window.showQuickPick(choices.map(inertChoice), {
    ...inertOptions(options),
    canPickMany: true,
  });
}

/** What is wrong with a text that is typed, or what it is understood as. */
type Verdict = { problem: string } | { summary: string };

/** Asks for a line of text, with a verdict on each change. Undefined when the box was dismissed. */
export async function askForText(
  { title, placeHolder, prompt }: { title: string; placeHolder: string; prompt: string },
  judge: (text: string) => Promise<Verdict>,
): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: inert(title),
    prompt: inert(prompt),
    placeHolder: inert(placeHolder),
    ignoreFocusOut: true,
    async validateInput(text) {
      const verdict = await judge(text);
      return 'problem' in verdict
        ? inert(verdict.problem)
        : { message: inert(verdict.summary), severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
}

function inertChoice<T>({ label, description, detail, value }: Choice<T>): Choice<T> {
  return {
    label: inert(label),
    description: description && inert(description),
    detail: detail && inert(detail),
    value,
  };
}

function inertOptions({ title, placeHolder, stays }: PickOptions): vscode.QuickPickOptions {
  return {
    title: inert(title),
    placeHolder: inert(placeHolder),
    ignoreFocusOut: stays,
    matchOnDescription: true,
    matchOnDetail: true,
  };
}
