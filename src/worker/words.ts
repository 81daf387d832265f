/** Sentences in the language of VS Code's interface, in every process: the host hands them on as VS Code gave them. */
import * as l10n from '@vscode/l10n';

/** A language's sentences by the English ones. In English there is none. */
export type Words = l10n.l10nJsonFormat;

/** Before the first sentence is made: `l10n.t` answers in this language from now on. */
export function speak(words: Words | undefined): void {
  if (words) l10n.config({ contents: words });
}

/** What the host put into the page, for it and its own worker. */
export function wordsOnPage(): Words | undefined {
  const text = document.getElementById('l10n')?.textContent;
  return text ? (JSON.parse(text) as Words) : undefined;
}

/** The first message to a worker that has no other way to be given something at its start. */
export interface Greeting {
  words: Words;
}

export function isGreeting(message: unknown): message is Greeting {
  return typeof message === 'object' && message !== null && 'words' in message;
}
