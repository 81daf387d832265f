import type { WhatIf, WhatIfPlace } from './model';

/** PyTorch on a row of logits, and the processors of transformers that do the same. */
export function codeOf(settings: WhatIf): WhatIfPlace['code'] {
  return { torch: torch(settings), transformers: transformers(settings) };
}

function torch({ temperature, topK, topP, minP, typicalP }: WhatIf): string {
  const lines = ['import torch', '', '# logits: the last axis is the vocabulary'];
  if (temperature !== undefined && temperature !== 1) lines.push(`logits = logits / ${temperature}`);
  if (topK !== undefined)
    lines.push(
      `kth = logits.topk(min(${topK}, logits.size(-1)), dim=-1).values[..., -1:]`,
      'logits = logits.masked_fill(logits < kth, -torch.inf)',
    );
  if (topP !== undefined && topP < 1)
    lines.push(
      'values, order = logits.sort(dim=-1, descending=True)',
      'p = values.softmax(dim=-1)',
      `cut = p.cumsum(dim=-1) - p >= ${topP}`,
      'logits = logits.masked_fill(cut.scatter(-1, order, cut), -torch.inf)',
    );
  if (minP !== undefined)
    lines.push(
      'p = logits.softmax(dim=-1)',
      `logits = logits.masked_fill(p < ${minP} * p.amax(dim=-1, keepdim=True), -torch.inf)`,
    );
  if (typicalP !== undefined && typicalP < 1)
    lines.push(
      'logp = logits.log_softmax(dim=-1)',
      'p = logp.exp()',
      'entropy = -(p * logp).nansum(dim=-1, keepdim=True)',
      'off = (-logp - entropy).abs()',
      'values, order = off.sort(dim=-1)',
      'reached = p.gather(-1, order).cumsum(dim=-1)',
      `last = (reached < ${typicalP}).sum(dim=-1, keepdim=True).clamp(max=p.size(-1) - 1)`,
      'logits = logits.masked_fill(off > values.gather(-1, last), -torch.inf)',
    );
  lines.push('probabilities = logits.softmax(dim=-1)');
  return `${lines.join('\n')}\n`;
}

function transformers(settings: WhatIf): string {
  const { temperature, topK, topP, minP, typicalP } = settings;
  const used: [name: string, argument: string][] = [];
  if (temperature !== undefined && temperature !== 1)
    used.push(['TemperatureLogitsWarper', String(temperature)]);
  if (topK !== undefined) used.push(['TopKLogitsWarper', String(topK)]);
  if (topP !== undefined && topP < 1) used.push(['TopPLogitsWarper', String(topP)]);
  if (minP !== undefined) used.push(['MinPLogitsWarper', String(minP)]);
  if (typicalP !== undefined && typicalP < 1) used.push(['TypicalLogitsWarper', String(typicalP)]);
  const lines = [
    `from transformers import ${['LogitsProcessorList', ...used.map(([name]) => name)].join(', ')}`,
    '',
    '# input_ids: [batch, length]; logits: [batch, vocabulary]',
    'warpers = LogitsProcessorList([',
    ...used.map(([name, argument]) => `    ${name}(${argument}),`),
    '])',
    'probabilities = warpers(input_ids, logits).softmax(dim=-1)',
  ];
  return `${lines.join('\n')}\n`;
}
