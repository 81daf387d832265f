import { numberOf } from '../numbers';
import { textAround, type At, type Claim, type Piece } from '../shape';
import { field, isList, listOf } from '../written/value';

/** `output_log_probs`, flat or [batch, beam, length], beside `cum_log_probs`: TensorRT-LLM, Triton. */
export function triton(at: At): Claim | undefined {
  const given = field(at.value, 'output_log_probs');
  if (!isList(given)) return undefined;
  const list: At = { value: given, key: 'output_log_probs', up: at, event: at.event };
  const ids = listOf(field(at.value, 'output_ids'));
  const pieces = rowsOf(list, ids).map(({ at: row, values, ids: own }): Piece => ({
    source: 'Triton',
    part: 'completion',
    at: row,
    stage: 'whole',
    own: values === given ? textAround(at, ['text_output'], 0) : undefined,
    read(to) {
      // Without token texts and with nothing but zeros: the server was not asked for them.
      const isUnset = values.every((value) => value === 0);
      values.forEach((value, place) =>
        to.place({ id: own[place], logprob: isUnset ? NaN : numberOf(value) }, value),
      );
    },
  }));
  return pieces.length > 0 ? { pieces, takes: ['output_log_probs'] } : undefined;
}

interface Row {
  at: At;
  values: readonly unknown[];
  ids: readonly unknown[];
}

/** The innermost lists. */
function rowsOf(at: At, ids: readonly unknown[], depth = 0): Row[] {
  const values = listOf(at.value);
  if (values.length === 0 || depth > 3) return [];
  if (values.every((value) => typeof value === 'number')) return [{ at, values, ids }];
  return values.flatMap((value, index) =>
    isList(value)
      ? rowsOf({ value, key: index, up: at, event: at.event }, listOf(ids[index]), depth + 1)
      : [],
  );
}
