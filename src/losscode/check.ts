import { printable } from '../arrays/words/printable';
import type { Event } from './events';
import { Interpreter } from './interpreter';
import { isPlainMean } from './lossOptions';
import { PrintedValues, type PrintedValue } from './printed';
import { ALL_RULES } from './rules/index';
import type { Found } from './rules/rule';
import { isSilenced } from './silence';
import { rangeOf, sourcesOf, type Place, type Source } from './source';
import type { CheckRequest, CodePlace, LossCodeFinding, RuleId } from './types';

/** A mistake, and where the notebook shows what went into the loss. */
export interface Followed {
  readonly finding: LossCodeFinding;
  readonly scores: readonly PrintedValue[];
  readonly targets: readonly PrintedValue[];
  /** Whether the loss is the mean over its rows, without options that make it another number. */
  readonly isPlainMean: boolean;
}

/** The mistakes around the loss in some files. Never throws, whatever the texts are. */
export function checkLossCode(request: CheckRequest): LossCodeFinding[] {
  return follow(request).map(({ finding }) => finding);
}

/** The same, each with the numbers that it is about. */
export function follow({ files, only }: CheckRequest): Followed[] {
  const sources = sourcesOf(files);
  const printed = new PrintedValues(files, sources);
  const found: { finding: LossCodeFinding; event: Event }[] = [];
  const said = ALL_RULES.map(() => new Map<Source, Set<number>>());
  const told = new Map<string, number>();
  const unused = new Map<string, Event>();
  const listen = (event: Event) => {
    // A layer without an axis is spoken of where it is used, and what it gets is known; else at the end.
    if (event.type === 'softmax' && event.madeAt !== undefined) unused.delete(keyOf(event.madeAt));
    if (event.type === 'softmax-made') unused.set(keyOf(event.at), event);
    else tell(event);
  };
  const tell = (event: Event) => {
    for (let i = 0; i < ALL_RULES.length; i++) {
      const { id, look } = ALL_RULES[i];
      const one = look(event);
      if (one === undefined || isSilenced(one.at, id)) continue;
      const { source, start } = one.at;
      let starts = said[i].get(source);
      if (starts === undefined) said[i].set(source, (starts = new Set()));
      if (starts.has(start)) continue;
      starts.add(start);
      const of = told.get(source.uri) ?? 0;
      told.set(source.uri, of + 1);
      if (of < MOST_FINDINGS) found.push({ finding: findingOf(id, one), event });
    }
  };
  const interpreter = new Interpreter(sources, listen, (expression, value) =>
    printed.observe(expression, value),
  );
  for (const pieces of sources.values()) interpreter.check(pieces);
  for (const event of unused.values()) tell(event);
  return found
    .filter(({ finding: { uri } }) => only === undefined || only.includes(uri))
    .sort(
      ({ finding: { range: a } }, { finding: { range: b } }) =>
        (a.cell ?? 0) - (b.cell ?? 0) || a.start - b.start,
    )
    .map(({ finding, event }) => ({
      finding,
      scores: event.type === 'loss' ? printed.of(event.scores, finding.uri) : [],
      targets: event.type === 'loss' ? printed.of(event.targets, finding.uri) : [],
      isPlainMean: event.type === 'loss' && isPlainMean(event),
    }));
}

/** Of one file: as many as VS Code lists. */
const MOST_FINDINGS = 1_000;

/** Characters that a fix writes: of calls nested in each other a thousand times, each would write out all within. */
const LONGEST_EDIT = 5_000;

/** Sentences name what the code names, which may be anything. */
const LONGEST_SENTENCE = 1_000;

function keyOf({ source, start }: Place): string {
  return `${source.uri}\n${source.cell ?? ''}\n${start}`;
}

function findingOf(rule: RuleId, { severity, message, at, related, fixes }: Found): LossCodeFinding {
  const { uri } = at.source;
  const placed = (place: Place): CodePlace => ({
    ...(place.source.uri !== uri && { uri: place.source.uri }),
    range: rangeOf(place),
  });
  return {
    uri,
    rule,
    severity,
    message: printable(message(), LONGEST_SENTENCE),
    range: rangeOf(at),
    related: related().map((one) => ({
      message: printable(one.message, LONGEST_SENTENCE),
      ...placed(one.at),
    })),
    fixes: fixes()
      .filter(({ edits }) => edits.every(({ text }) => text.length <= LONGEST_EDIT))
      .map(({ title, edits }) => ({
        title: printable(title),
        edits: edits.map(({ place, text }) => ({ ...placed(place), text })),
      })),
  };
}
