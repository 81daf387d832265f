/** What a pickle says that cannot be, or asks for and does not get; the message lacks the file's name. */
export class PickleError extends Error {}

/** Said before anything of the name is used. */
export function refuse(name: string): never {
  throw new PickleError(`Logitscope doesn't load ${name}; the file holds something else than arrays`);
}

/** The arguments are not what Python's function of this name takes. */
export function wrongArguments(name: string): never {
  throw new PickleError(`${name} is given arguments that it doesn't take`);
}
