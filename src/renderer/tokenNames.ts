/**
 * Names that a person gives the classes of rows as wide as a vocabulary. They are those of a kernel, and a notebook's kernel
 * may be another one by now: the host is asked anew with each output.
 */

/** The tokens of vocabularies, which classes as many get as names. */
export interface TokenNames {
  /** Tells them now, or once they are known or others; returns how to stop that. */
  follow(classes: number, told: Told): () => void;
  /** Whether these are the names last told of. */
  gave(names: readonly string[] | undefined): boolean;
  /** Has a person say of which tokenizer. */
  choose(classes: number): void;
}

/** Undefined: what was told is not true any more. */
type Told = (names: Names | undefined) => void;

interface Names {
  classes: number;
  names: readonly string[];
  from: string;
}

/** With what the host says of them. */
type Message = Names & { chosen: boolean };

interface Following {
  classes: number;
  told: Told;
  /** Nobody has answered since it came. */
  isNew: boolean;
}

export function askingNames(
  ask: (classes: number, choose: boolean) => void,
): TokenNames & { told(message: Message): void } {
  const known = new Map<number, Names>();
  const following = new Set<Following>();
  return {
    told(message) {
      const { classes } = message;
      const last = known.get(classes);
      // Several outputs ask, and several editors of a notebook are told alike.
      const isSame = last?.from === message.from && last.names.join() === message.names.join();
      const names = message.names.length === 0 ? undefined : isSame ? last : message;
      if (names) known.set(classes, names);
      else known.delete(classes);
      for (const one of [...following]) {
        if (one.classes !== classes) continue;
        // Where the kernel of now has none, outputs of an earlier one keep theirs.
        if (names || message.chosen || one.isNew) one.told(names);
        one.isNew = false;
      }
    },
    follow(classes, told) {
      const isAsked = [...following].some((one) => one.isNew && one.classes === classes);
      const one = { classes, told, isNew: true };
      following.add(one);
      const names = known.get(classes);
      if (names) told(names);
      if (!isAsked) ask(classes, false);
      return () => void following.delete(one);
    },
    gave: (names) => names !== undefined && [...known.values()].some((one) => one.names === names),
    choose: (classes) => ask(classes, true),
  };
}
