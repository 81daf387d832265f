import * as l10n from '@vscode/l10n';
import type { ReadingKind } from '../../arrays/types';
import { numberWritten } from '../../python/numbers';
import { dotted, lastName, outline } from '../../python/outline';
import type { Expression, ExpressionOf } from '../../python/syntax';
import { partsOf } from '../../python/walk';
import { WEIGHTS, weaker, type Strength } from '../weights';
import { CALLS, isModel, makesLayer } from './calls';
import type { Code, Placed } from './code';
import { quoted } from './quote';
import { saidOfFlow, saidOfUse, type Says } from './says';
import { isColumn, isNumber, isTransposed, layersOf, strip } from './strip';

/** Assignments and returns followed from one value. */
const DEEPEST = 5;

/** What a bare value is, as far as the code up to a place, and what it does with it later, tells. */
export function meaningOf(bare: Expression, code: Code, at: number): Says | undefined {
  const said = new Meaning(code, at, 0).of(bare);
  const known = code.known(bare);
  return known === undefined ? said : (saidOfFlow(known, quoted(code.written(bare)), said) ?? said);
}

/** Reads values as they are at one place of the code, so many steps away from the value that was shown. */
class Meaning {
  constructor(
    private readonly code: Code,
    private readonly at: number,
    private readonly depth: number,
  ) {}

  of(bare: Expression): Says | undefined {
    switch (bare.type) {
      case 'call':
        return this.ofCall(bare);
      case 'name':
      case 'attribute':
      case 'subscript':
        return this.ofNamed(bare);
      case 'binary':
        if (this.isSoftmax(bare))
          return say('probabilities', WEIGHTS.codeReturned, l10n.t('the code shows {0}', this.quote(bare)));
        return isScaled(bare) ? this.of(strip(bare.left)) : this.ofShifted(bare);
      default:
        return undefined;
    }
  }

  private ofNamed(bare: Expression): Says | undefined {
    const field = ofField(bare, this.quote(bare));
    if (field === undefined) return this.ofVariable(bare);
    const binary = field.kind === 'logits' && this.used(bare)?.kind === 'binary-logits';
    return binary ? { ...field, eachIsBinary: true } : field;
  }

  private ofCall(call: ExpressionOf<'call'>): Says | undefined {
    const callee = outline(call.callee);
    const shown = this.quote(call);
    const known = CALLS.find(([pattern]) => pattern.test(callee));
    if (known !== undefined)
      return this.isOutlierScore(call)
        ? undefined
        : say(known[1], known[2], l10n.t('the code shows {0}', shown));
    if (givesProbabilities(call) || this.isTrainedToGiveThem(callee))
      return say('probabilities', WEIGHTS.codeSoftmax, l10n.t('the code shows {0}', shown));
    if (givesRaw(call)) return say('logits', WEIGHTS.codeRawOutput, l10n.t('the code shows {0}', shown));
    if (!/exp|abs|norm|mean|max|min|sum|var|std|entropy|len/.test(callee) && takesLogits(call))
      return say('logits', WEIGHTS.codeOfLogits, l10n.t('the code shows {0}', shown));
    if (/(?:^|\.)log$/.test(callee)) return this.ofLog(call, shown);
    if (this.isHidden(call.callee))
      return say('other', WEIGHTS.codeOneLayer, l10n.t('the code shows the output of one layer, {0}', shown));
    if (isModel(callee)) return this.ofModel(call, callee, shown);
    if (this.code.endsLinear(call))
      return say(
        'logits',
        WEIGHTS.codeLastLayer,
        l10n.t('{0} is the output of a model that ends in a linear layer', shown),
      );
    if (call.callee.type !== 'name') return undefined;
    if (this.isLayer(call.callee.id))
      return say('other', WEIGHTS.codeOneLayer, l10n.t('the code shows the output of one layer, {0}', shown));
    return this.follow(this.code.returnedBy(call.callee.id));
  }

  /** `bst.predict(x)` where the code trains boosted trees with the objective that makes it a softmax. */
  private isTrainedToGiveThem(callee: string): boolean {
    return /\.predict$/.test(callee) && this.code.module.text.includes('multi:softprob');
  }

  /** A softmax written out: exponentials over their sum, `e / e.sum(axis=1, keepdims=True)`. */
  private isSoftmax({ operator, left, right }: ExpressionOf<'binary'>): boolean {
    if (operator !== '/') return false;
    const made = strip(this.boundTo(strip(left), this.at));
    if (made.type !== 'call' || !/(?:^|\.)exp$/.test(outline(made.callee))) return false;
    const sum = strip(this.boundTo(strip(right), this.at));
    if (sum.type !== 'call' || !/(?:^|\.)(?:reduce_)?(?:row)?sums?$/i.test(outline(sum.callee))) return false;
    const summed = [sum.args[0]?.value, sum.callee.type === 'attribute' ? sum.callee.object : undefined];
    const texts = [left, made].map((one) => this.code.written(strip(one)));
    return summed.some((one) => one !== undefined && texts.includes(this.code.written(strip(one))));
  }

  /** Logits scaled or shifted are logits: `logits * 2 + 1`, `logits - logits.max()`. */
  private ofShifted({ operator, left, right }: ExpressionOf<'binary'>): Says | undefined {
    const kept =
      '+-*/'.includes(operator) && isAmount(right)
        ? left
        : '+*'.includes(operator) && isAmount(left)
          ? right
          : operator === '-' && this.isLargestOf(right, left)
            ? left
            : undefined;
    const bare = kept && strip(kept);
    const says = bare && this.of(bare);
    if (says?.kind !== 'logits') return undefined;
    return bare?.type === 'binary'
      ? says
      : { ...says, sentence: l10n.t('{0}, scaled or shifted', says.sentence) };
  }

  /** `x.max(-1, keepdim=True).values`, `np.mean(x)`: one number for a row, or for all. */
  private isLargestOf(amount: Expression, whole: Expression): boolean {
    const call = amount.type === 'attribute' || amount.type === 'subscript' ? amount.object : amount;
    if (
      call.type !== 'call' ||
      call.callee.type !== 'attribute' ||
      !/^(?:a?max|mean)$/.test(call.callee.name)
    )
      return false;
    const text = this.code.written(whole);
    const of = [call.callee.object, call.args[0]?.value];
    return of.some((one) => one !== undefined && this.code.written(one) === text);
  }

  /** Detectors of outliers score how usual an example is. */
  private isOutlierScore({ callee }: ExpressionOf<'call'>): boolean {
    if (callee.type !== 'attribute' || callee.name !== 'decision_function') return false;
    const made = this.code.bindings.before(dotted(callee.object) ?? '', this.at)?.value ?? callee.object;
    return /OneClassSVM|IsolationForest|EllipticEnvelope|LocalOutlierFactor/.test(this.code.written(made));
  }

  private ofLog({ callee, args }: ExpressionOf<'call'>, shown: string): Says | undefined {
    const of = args[0]?.value ?? (callee.type === 'attribute' ? callee.object : undefined);
    const inner = this.follow(of && { value: of, at: this.at });
    return inner?.kind === 'probabilities'
      ? say('log-probabilities', WEIGHTS.codeLogOf, l10n.t('the code shows {0}', shown))
      : undefined;
  }

  private ofModel(call: ExpressionOf<'call'>, callee: string, shown: string): Says | undefined {
    const used = this.used(call.callee);
    if (used !== undefined) return used;
    const object = call.callee.type === 'attribute' ? call.callee.object : call.callee;
    const inner = this.follow(this.code.returnedByObject(object, this.at));
    if (inner !== undefined && !inner.anyModel)
      return {
        ...inner,
        strength: weaker(inner.strength, WEIGHTS.codeReturned),
        sentence: l10n.t('{0}, returned by {1}', inner.sentence, shown),
      };
    if (this.code.regression) return undefined;
    const end = this.lastLayerOf(object);
    if (end !== undefined) return { ...end, sentence: l10n.t('{0}, where {1} ends', end.sentence, shown) };
    const usual = /\.predict$/.test(callee) ? WEIGHTS.codePredict : WEIGHTS.codeModel;
    const strength = this.isTriedOut(call) ? WEIGHTS.codeTriedOut : usual;
    return { ...say('logits', strength, l10n.t('the code shows the output of {0}', shown)), anyModel: true };
  }

  /** What the layer that a model's class or sequence of layers ends in says, where the code holds it. */
  private lastLayerOf(object: Expression): Says | undefined {
    const returned = this.code.returnedByObject(object, this.at);
    const called = returned && this.boundTo(strip(returned.value), returned.at);
    if (called?.type === 'call') {
      const made = called.callee.type === 'attribute' ? this.boundTo(called.callee, Infinity) : called.callee;
      return made.type === 'call' ? ofLayer(made, this.quote(made)) : undefined;
    }
    const made = this.boundTo(object, this.at);
    if (made.type !== 'call' || !/(?:^|\.)Sequential$/.test(outline(made.callee))) return undefined;
    const last = made.args[made.args.length - 1]?.value;
    const layer = last?.type === 'list' ? last.items[last.items.length - 1] : last;
    return layer?.type === 'call' ? ofLayer(layer, this.quote(layer)) : undefined;
  }

  /** What a name stands for at a place; anything else stands for itself. */
  private boundTo(value: Expression, at: number): Expression {
    return this.code.bindings.before(dotted(value) ?? '', at)?.value ?? value;
  }

  private ofVariable(bare: Expression): Says | undefined {
    const name = dotted(bare);
    if (name === undefined) return undefined;
    const used = this.used(bare);
    if (used !== undefined) return used;
    const bound = this.code.bindings.before(name, this.at);
    const named = ofVariableName(name, this.quote(bare));
    if (named !== undefined) {
      // What computes it is surer than what it is called.
      const value = this.follow(bound);
      return value?.kind === named.kind && value.strength.weight > named.strength.weight ? value : named;
    }
    if (bound?.place === 1 && isPairWithIndices(bound.value))
      return say(
        'class-labels',
        WEIGHTS.codeArgmax,
        l10n.t('the code shows {0}, the positions of {1}', this.quote(bare), this.quote(bound.value)),
      );
    const value = this.follow(this.code.appendedTo(name, bound) ?? bound);
    if (value?.anyModel && bound?.place === undefined && this.depth === 0 && this.code.isRanked(name))
      return {
        ...value,
        strength: WEIGHTS.codeRanked,
        sentence: l10n.t('{0}, and takes the largest of each row', value.sentence),
      };
    if (!value?.anyModel || bound?.place === undefined) return value;
    if (bound.behindLoss && bound.place === 0) return value;
    const place = bound.place === 0 ? WEIGHTS.codeFirstOutput : WEIGHTS.codeLaterOutput;
    return { ...value, strength: weaker(value.strength, place) };
  }

  private follow(placed: Placed | undefined): Says | undefined {
    if (placed === undefined || this.depth >= DEEPEST || isTransposed(placed.value)) return undefined;
    const says = new Meaning(this.code, placed.at, this.depth + 1).of(strip(placed.value));
    if (says === undefined || !layersOf(placed.value).some(isColumn)) return says;
    return { ...says, kind: says.kind === 'probabilities' ? 'sigmoid-scores' : 'other' };
  }

  /** Said of the value shown itself only: what it came from is used in many ways. */
  private used(value: Expression): Says | undefined {
    const name = this.depth === 0 ? dotted(value) : undefined;
    if (name === undefined) return undefined;
    const used = this.code.usedFor(name, this.code.bindings.before(name, this.at)?.at ?? 0);
    return used && saidOfUse(used.use, used.callee);
  }

  /** A single layer held in a variable, no head of a model. */
  private isLayer(variable: string): boolean {
    if (/head|classif|logit|out|cls/i.test(variable)) return false;
    const value = this.code.bindings.before(variable, this.at)?.value;
    const made = value && strip(value);
    return made?.type === 'call' && makesLayer(outline(made.callee));
  }

  /** `model.layers[0]`, `net.conv2`, `self.fc1`: a layer that others follow. */
  private isHidden(callee: Expression): boolean {
    if (callee.type === 'attribute') return HIDDEN_LAYER.test(callee.name);
    if (callee.type !== 'subscript' || callee.indices.length !== 1 || !isNumber(callee.indices[0]))
      return false;
    const name = lastName(callee.object) ?? '';
    return /layers?$|blocks?$|features?$|^(?:model|net|seq\w*|network|encoder)$/i.test(name);
  }

  /** Whether a model is tried on random or constant numbers: a demonstration of how it computes, of no classes. */
  private isTriedOut({ args }: ExpressionOf<'call'>): boolean {
    return args.some(({ value }) => this.code.makesUp(this.boundTo(strip(value), this.at)));
  }

  private quote(expression: Expression): string {
    return quoted(this.code.written(expression));
  }
}

function say(kind: ReadingKind, strength: Strength, sentence: string): Says {
  return { kind, strength, sentence };
}

/** Layers by the names that tutorials give them; a first one is hardly the last. */
const HIDDEN_LAYER =
  /^(?:conv\w*|pool\w*|(?:fc|lin(?:ear)?|layer|dense|hidden|h|l)_?1|hidden\w*|emb\w*|relu\d?|bn\d?|lstm|gru|rnn)$/i;

const LOGITS =
  /(?:^|_)logits?(?:_?\d+|_(?:per_[a-z]+|np|numpy|tensor|array|list|test|val|train|batch|all|flat|last|cpu|scaled|masked|tf|torch|jax|out|output))?$/i;
const NO_SCORES =
  /(?:^|_)(?:weight|bias|grad|loss|embeddings?|hidden_states|last_hidden_state|input_ids|attention_mask)$/;
const KEYS_OF_NO_SCORES = /^(?:input_ids|attention_mask|loss)$/;
const LABELS = /(?:^|_)labels?$/;

/** `predict(x, output_margin=True)` of XGBoost, `raw_score=True` of LightGBM, CatBoost's `prediction_type="RawFormulaVal"`. */
function givesRaw({ callee, args }: ExpressionOf<'call'>): boolean {
  const isPredict = /(?:^|\.)predict$/.test(outline(callee));
  return args.some(
    ({ keyword, value }) =>
      (isPredict && keyword === 'type' && value.type === 'string' && value.text === 'link') ||
      (/^(?:output_margin|raw_score)$/.test(keyword ?? '') &&
        value.type === 'constant' &&
        value.text === 'True') ||
      (keyword === 'prediction_type' && value.type === 'string' && value.text === 'RawFormulaVal'),
  );
}

/** CatBoost's `prediction_type="Probability"`, and `predict(fit, type = "probs")` of R. */
function givesProbabilities({ callee, args }: ExpressionOf<'call'>): boolean {
  const isPredict = /(?:^|\.)predict$/.test(outline(callee));
  return args.some(
    ({ keyword, value }) =>
      value.type === 'string' &&
      ((keyword === 'prediction_type' && value.text === 'Probability') ||
        (isPredict && keyword === 'type' && /^(?:probs?|posterior)$/.test(value.text))),
  );
}

/** What the name of a variable, a field or a key says by itself. */
function ofField(bare: Expression, shown: string): Says | undefined {
  const key = keyOf(bare);
  const name = key ?? fieldOf(bare);
  if (name === undefined) return undefined;
  const sentence = l10n.t('the code shows {0}', shown);
  if (bare.type === 'attribute' && name === 'indices')
    return say('class-labels', WEIGHTS.codeArgmax, sentence);
  if (LOGITS.test(name) || (key !== undefined && /^\w*logits$/i.test(key)))
    return say('logits', WEIGHTS.codeLogits, sentence);
  if ((key === undefined ? NO_SCORES : KEYS_OF_NO_SCORES).test(name))
    return say('other', WEIGHTS.codeNotScores, sentence);
  return LABELS.test(name) ? say('class-labels', WEIGHTS.codeLabels, sentence) : undefined;
}

function fieldOf(bare: Expression): string | undefined {
  if (bare.type === 'name') return bare.id;
  return bare.type === 'attribute' ? bare.name : undefined;
}

/** `logits` of `out["logits"]`. */
export function keyOf(bare: Expression): string | undefined {
  if (bare.type !== 'subscript') return undefined;
  const [key, ...more] = bare.indices;
  return key?.type === 'string' && more.length === 0 ? key.text : undefined;
}

/** What a variable's name suggests where the code says no more of it. */
function ofVariableName(name: string, shown: string): Says | undefined {
  if (/(?:^|_)(?:attn|attention)_?scores?(?:_|\d|$)/i.test(name))
    return say(
      'logits',
      WEIGHTS.codeAttentionScores,
      l10n.t('the code shows {0}: scores before the softmax of attention', shown),
    );
  const term =
    /(?:^|[._])(?:net_?inputs?|raw_?(?:scores?|outputs?|predictions?)|decision_(?:scores?|values?))$/i;
  if (term.test(name)) return say('logits', WEIGHTS.codeScoresTerm, l10n.t('the code shows {0}', shown));
  if (/(?:^|[._])(?:margins?|energies)$/i.test(name))
    return say('logits', WEIGHTS.codeScoresHint, l10n.t('the code shows {0}', shown));
  return /(?:^|_)attn_?weights?|attention_?weights?|prob(?:a|s|abilit)/i.test(name)
    ? say('probabilities', WEIGHTS.codeNamedProbabilities, l10n.t('the code shows {0}', shown))
    : undefined;
}

/** What a layer at the end of a model gives. */
function ofLayer({ callee, args }: ExpressionOf<'call'>, shown: string): Says | undefined {
  const name = outline(callee);
  const activation = args.find(({ keyword }) => keyword === 'activation')?.value;
  const called =
    activation === undefined ? name : activation.type === 'string' ? activation.text : outline(activation);
  const sentence = l10n.t('the code shows {0}', shown);
  if (/log_?softmax$/i.test(called)) return say('log-probabilities', WEIGHTS.codeReturned, sentence);
  if (/softmax$/i.test(called)) return say('probabilities', WEIGHTS.codeReturned, sentence);
  if (/sigmoid$/i.test(called)) return say('sigmoid-scores', WEIGHTS.codeReturned, sentence);
  const linear =
    /(?:^|\.)(?:Lazy)?(?:Linear|Dense)$/.test(name) &&
    (activation === undefined || /^(?:linear|None)$/.test(called));
  return linear
    ? say('logits', WEIGHTS.codeLastLayer, l10n.t('the code shows a linear layer, {0}', shown))
    : undefined;
}

/** `values, indices = torch.max(x, 1)`. */
function isPairWithIndices(value: Expression): boolean {
  if (value.type !== 'call') return false;
  const callee = outline(value.callee);
  return /(?:^|\.)(?:max|min|topk|top_k)$/.test(callee);
}

/** `logits / temperature` are logits still. */
function isScaled({ operator, left, right }: ExpressionOf<'binary'>): boolean {
  if (operator !== '/' || left.type === 'binary') return false;
  if (right.type === 'constant') return isAmount(right);
  return /^(?:\w*temp\w*|tau|T)$/i.test(fieldOf(right) ?? '');
}

/** A positive number. */
function isAmount(expression: Expression): boolean {
  return expression.type === 'constant' && numberWritten(expression.text) !== undefined;
}

function takesLogits({ args }: ExpressionOf<'call'>): boolean {
  const holds = (expression: Expression): boolean =>
    (expression.type === 'attribute' && expression.name === 'logits') || partsOf(expression).some(holds);
  return args.some(({ value }) => holds(value));
}
