/** Names that a person gives the classes of rows as wide as a vocabulary: asked of the host once for each width. */

/** The tokens of vocabularies, which classes as many get as names. */
export interface TokenNames {
  /** Tells them now or once they are known; returns how to stop that. */
  follow(classes: number, told: Told): () => void;
  /** Has a person say of which tokenizer. */
  choose(classes: number): void;
}

type Told = (names: readonly string[], from: string) => void;

interface Names {
  classes: number;
  names: readonly string[];
  from: string;
}

export function askingNames(
  ask: (classes: number, choose: boolean) => void,
): TokenNames & { told(names: Names): void } {
  const known = new Map<number, Names | undefined>();
  const following = new Set<{ classes: number; told: Told }>();
  return {
    told(message) {
      known.set(message.classes, message);
      for (const { classes, told } of [...following])
        if (classes === message.classes) told(message.names, message.from);
    },
    follow(classes, told) {
      const one = { classes, told };
      following.add(one);
      const names = known.get(classes);
      if (names) told(names.names, names.from);
      else if (!known.has(classes)) {
        // Asked once; what a person chooses later is told by itself.
        known.set(classes, undefined);
        ask(classes, false);
      }
      return () => void following.delete(one);
    },
    choose: (classes) => ask(classes, true),
  };
}
