import * as l10n from '@vscode/l10n';

/** What a pickle says that cannot be, or asks for and does not get; the message lacks the file's name. */
export class PickleError extends Error {}

/** Said before anything of the name is used. */
export function refuse(name: string): never {
  throw new PickleError(l10n.t('Logitscope doesn’t load {0}: only arrays are read from pickles', name));
}

/** The arguments are not what Python's function of this name takes. */
export function wrongArguments(name: string): never {
  throw new PickleError(l10n.t('{0} is called with invalid arguments', name));
}

/** A tensor's values are themselves what torch.save wrote. */
export function nestedFile(): Error {
  return new Error(l10n.t('its values are a file within the file, which torch.save doesn’t write'));
}
