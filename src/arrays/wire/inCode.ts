import { questions } from './questions';
import { count, fields, flag, list, text, type Fields, type Guard } from './schema';

/** The code beside an array: a Python file or a notebook, and in it the code of the cells that printed the array. */
export interface CodeBeside {
  uri: string;
  codes: readonly string[];
}

/** Asks whether the code beside an array has a mistake of one of some rules, and goes there on a person's word. */
export interface InCodeRequest {
  request: number;
  /** Of the checker of loss code. */
  rules: readonly string[];
  reveal: boolean;
}

/** More rules than these lead to no finding. */
const MOST_RULES = 32;

export const IN_CODE: Fields<InCodeRequest> = {
  request: count,
  rules: list(text, MOST_RULES),
  reveal: flag,
};

export const codeBeside: Guard<CodeBeside> = fields<CodeBeside>({ uri: text, codes: list(text) });

/** Answers whether the code has such a mistake, and shows it where that is asked. */
export type InCode = (rules: readonly string[], reveal: boolean) => Promise<boolean>;

/** An answer that has not come by then is none: the checker has files to read. */
const PATIENCE_MS = 60_000;

/** The page's side: requests that wait for the host's answer. */
export function askingInCode<Where>(ask: (request: InCodeRequest, where: Where) => void): {
  of(where: Where): InCode;
  answered(request: number, known: boolean): void;
} {
  const { ask: wait, answered } = questions({ none: false, ms: PATIENCE_MS });
  return {
    of: (where) => (rules, reveal) => wait((request) => ask({ request, rules, reveal }, where)),
    answered,
  };
}
