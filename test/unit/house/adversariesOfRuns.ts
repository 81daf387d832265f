/** Files as programs write them of runs of models, each long in one way or another. */
import { numbered, type Family } from './adversaries';

const answer = (i: number) =>
  `{"token":"A","logprob":-0.1,"top_logprobs":[{"token":"A","logprob":-0.1},{"token":"B${i}","logprob":-2.3}]}`;
const batch = (i: number, more = '') =>
  `{"custom_id":"r${i}","response":{"status_code":200,"body":{"choices":[{"logprobs":{"content":[${answer(i)}]}}]}}${more}}\n`;

/** Records of JSON Lines. */
export const runLinesFamilies: readonly Family[] = [
  ['batches with labels', (n) => numbered((i) => batch(i, ',"label":"A"'), n)],
  ['batches', (n) => numbered((i) => batch(i), n)],
  [
    'a batch of many choices',
    (n) =>
      `{"custom_id":"r","response":{"body":{"choices":[${numbered((i) => `{"index":${i},"logprobs":{"content":[${answer(i)}]}},`, n)}{"index":0,"logprobs":null}]}},"label":"A"}\n`,
  ],
  [
    'a batch of many candidates',
    (n) =>
      `{"custom_id":"r","label":"A","response":{"body":{"choices":[{"logprobs":{"content":[{"token":"A","logprob":-0.1,"top_logprobs":[${numbered((i) => `{"token":"t${i}","logprob":-${i}.5},`, n)}{"token":"A","logprob":-0.1}]}]}}]}}}\n`,
  ],
  [
    'batches of many tokens each',
    (n) =>
      `{"custom_id":"r","label":"A","response":{"body":{"choices":[{"logprobs":{"content":[${numbered((i) => answer(i) + ',', n / 2)}${answer(1)}]}}]}}}\n`.repeat(
        2,
      ),
  ],
  [
    'batches of errors',
    (n) =>
      numbered((i) => `{"custom_id":"r${i}","response":null,"error":{"code":"x","message":"${i}"}}\n`, n),
  ],
  ['batches of one id', (n) => batch(1, ',"label":"A"').repeat(n / 200)],
  ['scores as spaCy has them', (n) => numbered((i) => `{"text":"t${i}","cats":{"A":0.9,"B":0.1}}\n`, n)],
  [
    'many categories',
    (n) => `{"text":"t","cats":{${numbered((i) => `"c${i}":0.1,`, n / 3)}"B":0.1},"label":"c1"}\n`.repeat(3),
  ],
  [
    'unlike categories',
    (n) => numbered((i) => `{"text":"t${i}","cats":{"A${i}":0.9,"B${i}":0.1},"label":"A${i}"}\n`, n),
  ],
  [
    'categories in gold and prediction',
    (n) => numbered(() => `{"cats":{"A":0.9,"B":0.1},"gold":{"cats":{"A":1.0,"B":0.0}}}\n`, n),
  ],
  [
    'attention masks',
    (n) =>
      numbered((i) => `{"logits":[[1.5,2.5],[0.5,1.5]],"labels":[0,1],"attention_mask":[1,${i % 2}]}\n`, n),
  ],
  [
    'long masks',
    (n) =>
      `{"logits":[${'[1.5,2.5],'.repeat(n / 28)}[1,2]],"labels":[${'0,'.repeat(n / 28)}1],"attention_mask":[${'1,'.repeat(n / 28)}0]}\n`.repeat(
        2,
      ),
  ],
  [
    'many masks',
    (n) =>
      `{"logits":[[1.5,2.5],[0.5,1.5]],"labels":[0,1],${numbered((i) => `"mask_${i}":[1,0],`, n / 2)}"attention_mask":[1,0]}\n`.repeat(
        2,
      ),
  ],
  [
    'models in rows',
    (n) => numbered((i) => `{"model":"m${i % 3}","id":${i},"logits":[1.5,2.5],"label":${i % 2}}\n`, n),
  ],
  [
    'a model a row',
    (n) => numbered((i) => `{"model":"m${i}","id":1,"logits":[1.5,2.5],"label":${i % 2}}\n`, n),
  ],
  [
    'models in fields',
    (n) => `{${numbered((i) => `"m${i}":{"logits":[1.5,2.5]},`, n / 2)}"label":1}\n`.repeat(2),
  ],
  [
    'models in fields with labels',
    (n) => `{${numbered((i) => `"m${i}":{"logits":[1.5,2.5],"label":1},`, n / 2)}"label":1}\n`.repeat(2),
  ],
  [
    'splits and folds',
    (n) =>
      numbered(
        (i) => `{"split":"s${i}","fold":${i},"epoch":${i},"seed":${i},"logits":[1.5,2.5],"label":${i % 2}}\n`,
        n,
      ),
  ],
  ['one-hot labels', (n) => numbered((i) => `{"logits":[1.5,2.5],"label":[${i % 2},${1 - (i % 2)}]}\n`, n)],
  [
    'wide one-hot',
    (n) => `{"logits":[${'0.5,'.repeat(n / 12)}1],"label":[${'0,'.repeat(n / 12)}1]}\n`.repeat(2),
  ],
  [
    'one-hot objects',
    (n) =>
      `{"scores":{${numbered((i) => `"c${i}":0.5,`, n / 4)}"b":1},"label":{${numbered((i) => `"c${i}":0,`, n / 4)}"b":1}}\n`.repeat(
        2,
      ),
  ],
  [
    'answers with likelihoods',
    (n) =>
      numbered(
        (i) =>
          `{"doc_id":${i},"target":"0","resps":[[["-1.5","False"]],[["-2.5","True"]]],"filtered_resps":[["-1.5","False"],["-2.5","True"]]}\n`,
        n,
      ),
  ],
  [
    'pairs of names and scores',
    (n) => numbered((i) => `[{"label":"A","score":0.9},{"label":"B${i % 2}","score":0.1}]\n`, n),
  ],
  [
    'top k beside names',
    (n) => numbered((i) => `{"labels":["a${i}","b"],"scores":[0.9,0.1],"gold":"b"}\n`, n),
  ],
  [
    'scores far below',
    (n) => `${'{"a":'.repeat(9)}{"logits":[1.5,2.5],"label":1}${'}'.repeat(9)}\n`.repeat(n / 90),
  ],
  ['escapes in labels', (n) => `{"logits":[1.5,2.5],"label":"${'\\u0061'.repeat(n / 24)}"}\n`.repeat(4)],
  ['texts of quotes', (n) => `{"t":"${'\\"'.repeat(n / 8)}","logits":[1.5,2.5],"label":1}\n`.repeat(4)],
  ['long keys', (n) => `{"${'k'.repeat(n / 8)}":1,"logits":[1.5,2.5],"label":1}\n`.repeat(8)],
  ['numbers of many digits', (n) => `{"logits":[1.${'5'.repeat(n / 8)},2.5],"label":1}\n`.repeat(8)],
  ['labels of digits', (n) => `{"logits":[1.5,2.5],"label":"${'1'.repeat(n / 8)}"}\n`.repeat(8)],
  ['strings for numbers', (n) => numbered((i) => `{"logits":["1.5","2.5"],"label":"${i % 2}"}\n`, n)],
  ['lists in texts', (n) => numbered((i) => `{"logits":"[1.5, 2.5]","label":"[${i % 2}]"}\n`, n)],
  [
    'names in texts',
    (n) => numbered((i) => `{"scores":"{'a': 0.5, 'b': 0.5}","label":"${i % 2 ? 'a' : 'b'}"}\n`, n),
  ],
  ['label sets', (n) => numbered((i) => `{"logits":[1.5,2.5,3],"labels":[${i % 2 ? '0,2' : ''}]}\n`, n)],
  ['unlike label texts', (n) => numbered((i) => `{"probs":{"a":0.2,"b":0.8},"labels":"a|b|x${i}"}\n`, n)],
];

/** Responses with tokens, of one API each. */
export const responseFamilies: readonly Family[] = [
  [
    'candidates of Gemini',
    (n) =>
      numbered(
        (i) =>
          `{"candidates":[{"logprobsResult":{"chosenCandidates":[{"token":"a","logProbability":-0.5}],"topCandidates":[{"candidates":[{"token":"a","logProbability":-0.5},{"token":"b${i}","logProbability":-1.5}]}]}}]}\n`,
        n,
      ),
  ],
  [
    'probabilities of llama.cpp',
    (n) =>
      `{"completion_probabilities":[${numbered((i) => `{"id":${i},"token":"a","bytes":[97],"logprob":-0.5,"top_logprobs":[{"id":1,"token":"b","bytes":[98],"logprob":-1.5}]},`, n)}{"token":"a","logprob":-1}]}\n`,
  ],
  [
    'details of TGI',
    (n) =>
      `{"details":{"tokens":[${numbered((i) => `{"id":${i},"text":" a","logprob":-0.5,"special":false},`, n)}{"id":1,"text":"a","logprob":-1}],"top_tokens":[[{"id":1,"text":"a","logprob":-1}]]}}\n`,
  ],
  [
    'legacy completions',
    (n) =>
      `{"choices":[{"text":"","logprobs":{"tokens":[${numbered((i) => `"t${i}",`, n / 4)}"a"],"token_logprobs":[${numbered(() => '-0.5,', n / 4)}-1],"top_logprobs":[${numbered((i) => `{"t${i}":-1},`, n / 4)}{"a":-1}],"text_offset":[0]}}]}\n`,
  ],
  [
    'a prompt of vLLM',
    (n) =>
      `{"prompt_logprobs":[null,${numbered((i) => `{"${i}":{"logprob":-0.5,"rank":1,"decoded_token":"a"}},`, n)}null]}\n`,
  ],
  [
    'responses api',
    (n) =>
      `{"output":[${numbered(() => `{"type":"message","content":[{"type":"output_text","text":"a","logprobs":[{"token":"a","logprob":-0.5,"bytes":[97],"top_logprobs":[]}]}]},`, n)}{"type":"x"}]}\n`,
  ],
  [
    'tokens of half characters',
    (n) =>
      `{"choices":[{"logprobs":{"content":[${'{"token":"\\\\xf0","logprob":-0.5,"bytes":[240],"top_logprobs":[]},'.repeat(n / 66)}{"token":"a","logprob":-1}]}}]}\n`,
  ],
  [
    'tokens of Cohere',
    (n) =>
      `{"logprobs":[${numbered((i) => `{"token_ids":[${i}],"text":"a","logprobs":[-0.5]},`, n)}{"token_ids":[1],"logprobs":[-1]}]}\n`,
  ],
  ['tokens of Bedrock', (n) => numbered((i) => `{"generation":"a","logprobs":[{"${i}":-0.5}]}\n`, n)],
  [
    'events',
    (n) =>
      numbered(
        (i) =>
          `data: {"id":"${i}","choices":[{"index":${i % 7},"delta":{"content":"a"},"logprobs":{"content":[{"token":"a","logprob":-0.5,"top_logprobs":[]}]}}]}\n\n`,
        n,
      ),
  ],
];

/** Documents of JSON. */
export const runDocumentFamilies: readonly Family[] = [
  [
    'samples of Inspect',
    (n) =>
      `{"version":2,"status":"success","eval":{"task":"x","model":"m"},"samples":[${numbered((i) => `{"id":${i},"epoch":1,"input":"a","target":"A","output":{"choices":[{"logprobs":{"content":[${answer(i)}]}}]},"scores":{"choice":{"value":"C","answer":"A"}}},`, n)}{"id":0,"target":"A"}]}`,
  ],
  [
    'samples of many scorers',
    (n) =>
      `{"version":2,"eval":{},"samples":[{"id":1,"target":"A","scores":{${numbered((i) => `"s${i}":{"value":0.5,"answer":"A"},`, n / 2)}"x":{"value":1}}},{"id":2,"target":"B","scores":{${numbered((i) => `"s${i}":{"value":0.5,"answer":"A"},`, n / 2)}"x":{"value":1}}}]}`,
  ],
  [
    'samples of many epochs',
    (n) =>
      `{"samples":[${numbered((i) => `{"id":1,"epoch":${i},"target":["A","B"],"scores":{"a":{"value":0.5}}},`, n)}{}]}`,
  ],
  [
    'a sample of many messages',
    (n) =>
      `{"samples":[{"id":1,"target":"A","messages":[${numbered((i) => `{"role":"user","content":"m${i}"},`, n)}{}]}]}`,
  ],
  [
    'pandas columns',
    (n) =>
      `{"p_a":{${numbered((i) => `"${i}":0.5,`, n / 3)}"z":1},"p_b":{${numbered((i) => `"${i}":0.5,`, n / 3)}"z":1},"label":{${numbered((i) => `"${i}":0,`, n / 3)}"z":1}}`,
  ],
  [
    'pandas split',
    (n) =>
      `{"columns":["p_a","p_b","label"],"index":[0],"data":[${'[0.5,0.5,1],'.repeat(n / 12)}[0.5,0.5,0]]}`,
  ],
  [
    'pandas table',
    (n) =>
      `{"schema":{"fields":[${numbered((i) => `{"name":"c${i}","type":"number"},`, n / 2)}{"name":"label"}]},"data":[{${numbered((i) => `"c${i}":0.5,`, n / 2)}"label":1}]}`,
  ],
  [
    'a table of a tracker',
    (n) =>
      `{"columns":[${numbered((i) => `"c${i}",`, n / 3)}"label"],"data":[[${numbered(() => `0.5,`, n / 3)}1],[${numbered(() => `0.5,`, n / 3)}0]]}`,
  ],
  [
    'models by name',
    (n) =>
      `{${numbered((i) => `"m${i}":{"logits":[[1.5,2.5],[2.5,1.5]],"labels":[0,1],"accuracy":0.5},`, n)}"z":1}`,
  ],
  [
    'models by name one truth',
    (n) =>
      `{"labels":[0,1],"models":{${numbered((i) => `"m${i}":[[1.5,2.5],[2.5,1.5]],`, n)}"z":[[1,2],[2,1]]}}`,
  ],
  [
    'folds listed',
    (n) => `{"folds":[${numbered((i) => `{"fold":${i},"logits":[[1.5,2.5]],"labels":[1]},`, n)}{"fold":0}]}`,
  ],
  [
    'predictions and references',
    (n) => `{"predictions":[${'[0.5,0.5],'.repeat(n / 24)}[1,0]],"references":[${'0,'.repeat(n / 24)}1]}`,
  ],
  [
    'tensors',
    (n) =>
      `{"outputs":[${numbered((i) => `{"name":"o${i}","datatype":"FP32","shape":[1,2],"data":[0.5,0.5]},`, n)}{"name":"label","shape":[1],"data":[1]}]}`,
  ],
  [
    'objects by id',
    (n) =>
      `{${numbered((i) => `"id${i}":{"scores":[0.5,0.5],"label":1},`, n)}"z":{"scores":[0.5,0.5],"label":0}}`,
  ],
  ['scores by id', (n) => `{${numbered((i) => `"id${i}":{"a":0.5,"b":0.5},`, n)}"z":{"a":0.5,"b":0.5}}`],
  ['lists unequal', (n) => `{${numbered((i) => `"l${i}":[${'0.5,'.repeat(i % 9)}0.5],`, n)}"z":[0.5]}`],
  ['trailing commas', (n) => `[${'{"logits":[1.5,2.5,],"label":1,},'.repeat(n / 33)}]`],
  ['a list as Python prints it', (n) => `[${"{'logits': [1.5, 2.5], 'label': None},".repeat(n / 38)}]`],
  [
    'NaN and Infinity',
    (n) => `{"logits":[${'[NaN,-Infinity],'.repeat(n / 18)}[1,2]],"labels":[${'0,'.repeat(n / 18)}1]}`,
  ],
  ['comments', (n) => `[${'{"logits":[1.5,2.5],"label":1} /* x */,'.repeat(n / 40)}]`],
  [
    'arrays below a key',
    (n) =>
      `{"eval":{"probabilities":[${'[0.5,0.5],'.repeat(n / 30)}[1,0]],"classes":["a","b"],"y_true":[${'"a",'.repeat(n / 30)}"b"]}}`,
  ],
];

/** Tables in text. */
export const runTableFamilies: readonly Family[] = [
  [
    'rows as write.table writes them',
    (n) => `"p_a" "p_b" "label"\n${numbered((i) => `"${i}" 0.5 0.5 "a"\n`, n)}`,
  ],
  [
    'columns as write.table writes them',
    (n) => `${numbered((i) => `"p_${i}" `, n / 3)}"label"\n${`"1" ${'0.5 '.repeat(n / 24)}"a"\n`.repeat(2)}`,
  ],
  ['aligned text', (n) => `p_a   p_b   label\n${numbered((i) => `0.5   0.5   ${i % 2}\n`, n)}`],
  [
    'aligned text of wide gaps',
    (n) =>
      `p_a${' '.repeat(n / 8)}p_b${' '.repeat(n / 8)}label\n${`0.5${' '.repeat(n / 8)}0.5${' '.repeat(n / 8)}1\n`.repeat(3)}`,
  ],
  [
    'columns of Azure',
    (n) =>
      `Label,"Scored Probabilities for Class ""a""","Scored Probabilities for Class ""b""",Scored Labels\n${'a,0.5,0.5,b\n'.repeat(n / 12)}`,
  ],
  [
    'many columns of Azure',
    (n) =>
      `Label,${numbered((i) => `"Scored Probabilities for Class ""c${i}""",`, n * 0.8)}Scored Labels\n${`c1,${'0.5,'.repeat(n / 60)}c2\n`.repeat(2)}`,
  ],
  ['one-hot columns', (n) => `p_a,p_b,y_a,y_b\n${numbered((i) => `0.5,0.5,${i % 2},${1 - (i % 2)}\n`, n)}`],
  [
    'one-hot many',
    (n) =>
      `${numbered((i) => `p_${i}x,`, n / 4)}${numbered((i) => `y_${i}x,`, n / 4)}id\n${`${numbered(() => '0.5,', n / 10)}${'0,'.repeat(n / 24)}1\n`.repeat(2)}`,
  ],
  [
    'models in columns',
    (n) =>
      `${numbered((i) => `m${i}_p_a,m${i}_p_b,`, n / 2)}label\n${`${'0.5,0.5,'.repeat(n / 64)}a\n`.repeat(2)}`,
  ],
  ['model column', (n) => `model,id,p_a,p_b,label\n${numbered((i) => `m${i % 5},${i},0.5,0.5,a\n`, n)}`],
  ['model a row', (n) => `model,id,p_a,p_b,label\n${numbered((i) => `m${i},1,0.5,0.5,a\n`, n)}`],
  [
    'long form',
    (n) => `id,class,score,label\n${numbered((i) => `${i >> 1},${i % 2 ? 'a' : 'b'},0.5,a\n`, n)}`,
  ],
  ['semicolons decimal', (n) => `p_a;p_b;label\n${'0,5;0,5;a\n'.repeat(n / 10)}`],
  ['sep line', (n) => `sep=;\np_a;p_b;label\n${'0.5;0.5;a\n'.repeat(n / 10)}`],
  ['decimal commas quoted', (n) => `p_a,p_b,label\n${'"0,5321","0,4679",a\n'.repeat(n / 20)}`],
  ['commented', (n) => `${'# a comment\n'.repeat(n / 24)}p_a,p_b,label\n${'0.5,0.5,a\n'.repeat(n / 20)}`],
  ['empty labels', (n) => `p_a,p_b,label\n${'0.5,0.5,\n'.repeat(n / 9)}`],
  ['masked', (n) => `p_a,p_b,label,mask\n${numbered((i) => `0.5,0.5,a,${i % 2}\n`, n)}`],
  [
    'many masks',
    (n) =>
      `p_a,p_b,label,${numbered((i) => `mask_${i},`, n / 2)}x\n${`0.5,0.5,a,${'1,'.repeat(n / 32)}1\n`.repeat(2)}`,
  ],
  ['multi-line cells', (n) => `t,p_a,p_b,label\n${`"${'x\n'.repeat(n / 16)}",0.5,0.5,a\n`.repeat(8)}`],
  ['quotes', (n) => `t,p_a,p_b,label\n${`"${'""'.repeat(n / 16)}",0.5,0.5,a\n`.repeat(8)}`],
  ['lists of quoted names', (n) => `scores,names,label\n${`"[0.5, 0.5]","['a', 'b']",a\n`.repeat(n / 30)}`],
  ['dicts of json', (n) => `scores,label\n${'"{""a"": 0.5, ""b"": 0.5}",a\n'.repeat(n / 28)}`],
  ['percent', (n) => `p_a,p_b,label\n${'50%,50%,a\n'.repeat(n / 10)}`],
  [
    'levels of headers',
    (n) =>
      `${'a,b,'.repeat(n / 16)}label\n${'x,y,'.repeat(n / 16)}z\n${`${'0.5,'.repeat(n / 16)}1\n`.repeat(2)}`,
  ],
  ['exponents', (n) => `p_a,p_b,label\n${'5e-1,5E-01,0\n'.repeat(n / 13)}`],
  ['plus signs', (n) => `a,b,label\n${'+1.5,+2.5,0\n'.repeat(n / 12)}`],
  ['unlike labels', (n) => `p_a,p_b,label\n${numbered((i) => `0.5,0.5,x${i}\n`, n)}`],
  ['unlike label sets', (n) => `p_a,p_b,labels\n${numbered((i) => `0.5,0.5,a|b|x${i}\n`, n)}`],
  ['long label sets', (n) => `p_a,p_b,labels\n${`0.5,0.5,${'a|b|'.repeat(n / 32)}\n`.repeat(8)}`],
  [
    'sets just below the most',
    (n) => `p_a,p_b,labels\n${numbered((i) => `0.5,0.5,${'a '.repeat(2000)}x${i}\n`, n)}`,
  ],
  ['bom and crlf', (n) => `\ufeffp_a,p_b,label\r\n${'0.5,0.5,a\r\n'.repeat(n / 11)}`],
  ['scores with a point first', (n) => `p,y\n${numbered((i) => `.${i},${i % 2}\n`, n)}`],
];

export const runYamlFamilies: readonly Family[] = [
  ['records', (n) => numbered((i) => `- {logits: [1.5, 2.5], label: ${i % 2}}\n`, n)],
  ['quoted', (n) => `- logits: [1.5, 2.5]\n  label: "a\\u0062"\n`.repeat(n / 40)],
  ['comments', (n) => `- logits: [1.5, 2.5] # x\n  # y\n  label: 1\n`.repeat(n / 44)],
  ['block text', (n) => `- t: |\n${'    x\n'.repeat(n / 12)}  logits: [1.5, 2.5]\n  label: 1\n`.repeat(2)],
  ['folded', (n) => `a: >\n${'  x y\n'.repeat(n / 6)}`],
  ['deep', (n) => numbered((i) => `${' '.repeat(i % 300)}a${i}:\n`, n)],
  ['flow lists', (n) => `a: ${'['.repeat(n / 2)}${']'.repeat(n / 2)}`],
  ['long list', (n) => `logits:\n${'- [1.5, 2.5]\n'.repeat(n / 16)}labels: [${'0, '.repeat(n / 16)}]`],
  ['multi-line plain', (n) => `a: x\n${'  y\n'.repeat(n / 4)}`],
  ['quotes over lines', (n) => `a: "x\n${'  y\n\n'.repeat(n / 5)}"`],
  ['keys', (n) => numbered((i) => `? k${i}\n: v\n`, n)],
  ['tags', (n) => '- !!float "1.5"\n'.repeat(n / 15)],
];
