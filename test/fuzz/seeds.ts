/** What fuzzing starts from: texts and files as people have them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { tableFromJSON, tableToIPC } from 'apache-arrow';
import { families } from '../unit/house/adversaries';
import { PARQUET_SNAPPY, PARQUET_ZSTD, RECORDS_ZSTD } from './columnar';

const fixtures = 'test/fixtures';
const read = (file: string) => readFileSync(file, 'utf8');

/** Characters: short texts find what is wrong as surely as long ones, and more of them are tried. */
const LONGEST = 1500;

/** Printed arrays, records, responses with tokens, code: short ones, for most of what breaks a reader is short. */
export function textSeeds(): string[] {
  const printed = read(`${fixtures}/arrays/prints.jsonl`)
    .trim()
    .split('\n')
    .flatMap((line) => (JSON.parse(line) as { text?: string }).text ?? [])
    .filter((_, i) => i % 20 === 0);
  const adversaries = families.map(([, make]) => make(200));
  return [...printed, ...adversaries, ...RECORDS, ...TOKENS, ...codeSeeds(), ...DOCUMENTS].map((text) =>
    text.slice(0, LONGEST),
  );
}

/** Programs with and without a mistake. */
export function codeSeeds(): string[] {
  const folder = `${fixtures}/losscode`;
  return readdirSync(folder)
    .filter((file) => file.endsWith('.py'))
    .flatMap((file) => read(path.join(folder, file)).split(/^# --- .*$/m))
    .filter((program) => program.trim() !== '')
    .filter((_, i) => i % 5 === 0);
}

export function fileSeeds(): { name: string; bytes: Uint8Array }[] {
  const npz = readFileSync(`${fixtures}/live/arrays.npz`);
  return [
    { name: 'a.npz', bytes: npz },
    { name: 'a.npy', bytes: npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", 24) },
    { name: 'a.npy', bytes: npy("{'descr': '>f8', 'fortran_order': True, 'shape': (3,), }", 24) },
    {
      name: 'a.safetensors',
      bytes: safetensors({ logits: { dtype: 'F16', shape: [2, 3], data_offsets: [0, 12] } }, 12),
    },
    {
      name: 'a.safetensors',
      bytes: safetensors(
        {
          __metadata__: { format: 'pt' },
          a: { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] },
          b: { dtype: 'I64', shape: [2], data_offsets: [8, 24] },
        },
        24,
      ),
    },
    ...[PICKLED_LIST, PICKLED_MEMOS, PICKLED_ARRAY].map((bytes) => ({ name: 'a.pkl', bytes })),
    { name: 'a.parquet', bytes: PARQUET_SNAPPY },
    { name: 'a.parquet', bytes: PARQUET_ZSTD },
    { name: 'a.arrow', bytes: tableToIPC(tableFromJSON(ROWS), 'file') },
    { name: 'a.arrows', bytes: tableToIPC(tableFromJSON(ROWS), 'stream') },
    { name: 'a.jsonl.zst', bytes: RECORDS_ZSTD },
    { name: 'a.jsonl.gz', bytes: new Uint8Array(gzipSync(RECORDS[0])) },
    ...RECORDS.map((text, i) => ({ name: i === 2 ? 'a.csv' : 'a.jsonl', bytes: Buffer.from(text) })),
    { name: 'a.jsonl', bytes: Buffer.from(`\uFEFF${RECORDS[0]}`, 'utf16le') },
    { name: 'a.csv', bytes: Buffer.from(`\uFEFF${RECORDS[2]}`) },
    { name: 'a.txt', bytes: Buffer.from('logits: [[1.5, 2.5, \xff]]\nlabels: [0]\n', 'latin1') },
    ...DOCUMENTS.map((text, i) => ({ name: DOCUMENT_NAMES[i], bytes: Buffer.from(text) })),
    { name: 'a.jsonl', bytes: Buffer.from(TOKENS.join('\n')) },
    ...['columns', 'rows'].flatMap(filesIn),
  ];
}

/** As libraries write them. */
function filesIn(folder: string): { name: string; bytes: Uint8Array }[] {
  return readdirSync(`${fixtures}/${folder}`)
    .filter((name) => !name.endsWith('.py'))
    .map((name) => ({ name, bytes: readFileSync(`${fixtures}/${folder}/${name}`) }));
}

const RECORDS = [
  '{"logits": [1.5, 2.5, -0.5], "label": 1, "text": "a \\"b\\""}\n{"logits": [0.5, 1.5, 2.5], "label": 2}\n',
  '[{"id": 7, "scores": {"cat": 0.25, "dog": 0.75}, "target": "cat"}, {"id": 8, "scores": {"cat": 1, "dog": 0}, "target": "dog"}]',
  'cat,dog,bird,label\n0.5,0.25,0.25,cat\n"0.1",0.2,0.7,"bi""rd"\n',
  '{"logits": [[1.5, NaN], [Infinity, -1e400]], "labels": [0, -100]}\n',
];

const TOKENS = [
  '{"choices": [{"message": {"content": "Hi"}, "logprobs": {"content": [{"token": "Hi", "logprob": -0.25, "bytes": [72, 105], "top_logprobs": [{"token": "Hi", "logprob": -0.25, "bytes": [72, 105]}, {"token": "Yo", "logprob": -9999.0, "bytes": null}]}]}}]}',
  'data: {"choices": [{"delta": {"content": "A"}, "logprobs": {"content": [{"token": "A", "logprob": -1.5, "bytes": [65], "top_logprobs": []}]}}]}\n\ndata: [DONE]\n',
  "[None, {791: Logprob(logprob=-1.5, rank=3, decoded_token='The'), 2: Logprob(logprob=-0.5, rank=1, decoded_token='A')}]",
  '{"meta_info": {"output_token_logprobs": [[-0.5, 5, "a"], [null, 6, null]], "output_top_logprobs": [[[-0.5, 5, "a"]], null]}}',
  '{"completion_probabilities": [{"content": "a", "probs": [{"tok_str": "byte: \\\\x89", "prob": 0.5}]}]}',
];

const ROWS = [
  { logits: [1.5, 2.5, -0.5], label: 1, text: 'a' },
  { logits: [0.5, 1.5, 2.5], label: 2, text: 'b' },
];

const DOCUMENT_NAMES = ['a.ipynb', 'tokenizer.json', 'tokenizer.json', 'a.json'];
/** A notebook, two tokenizers, an array as a kernel hands it over. */
const DOCUMENTS = [
  JSON.stringify({
    cells: [
      { cell_type: 'markdown', source: '# logits' },
      {
        cell_type: 'code',
        source: ['logits = model(x).logits\n', 'print(logits, labels)'],
        outputs: [
          { output_type: 'stream', name: 'stdout', text: ['tensor([[1.5, 2.5], [0.5, 3.5]])\n', '[0, 1]'] },
          { output_type: 'execute_result', data: { 'text/plain': '[[0.25, 0.75]]', 'text/html': '<b>' } },
          { output_type: 'display_data', data: { 'application/json': { logits: [1.5, 2.5] } }, metadata: {} },
        ],
      },
    ],
    metadata: { kernelspec: { language: 'python' } },
    nbformat: 4,
  }),
  JSON.stringify({
    added_tokens: [{ id: 4, content: '<s>', special: true }],
    decoder: { type: 'ByteLevel' },
    model: { type: 'BPE', vocab: { a: 0, Ġb: 1, 'Ã©': 2, c: 3 }, merges: ['a b'] },
  }),
  JSON.stringify({
    model: {
      type: 'Unigram',
      vocab: [
        ['▁a', -1.5],
        ['<0xE2>', -2.5],
        ['b', -3.5],
      ],
    },
  }),
  JSON.stringify({
    version: 1,
    dtype: 'float32',
    shape: [1, 2],
    name: 'logits',
    data: 'AADAPwAAIEA=',
    classNames: ['a', 'b'],
  }),
];

const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const PICKLED_LIST = latin('\x80\x04]\x94(K\x01K\x02e.');
/** A list of a list of itself, named by memos. */
const PICKLED_MEMOS = latin(
  '\x80\x04]\x94(G?\xf8\x00\x00\x00\x00\x00\x00K\x02eh\x00h\x00\x86\x94h\x01h\x01\x86\x94.',
);
const PICKLED_ARRAY = latin(
  '\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R(K\x01K\x01K\x02\x86' +
    'cnumpy\ndtype\nU\x02f4K\x00K\x01\x87R(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89U\x08\x00\x00\xc0?\x00\x00 @tb.',
);

function npy(header: string, size: number): Uint8Array {
  const padded = header.padEnd(117, ' ') + '\n';
  const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
  return Buffer.concat([
    magic,
    Buffer.from([padded.length, 0]),
    Buffer.from(padded),
    Buffer.alloc(size, 0x3f),
  ]);
}

function safetensors(header: object, size: number): Uint8Array {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeUInt32LE(json.length);
  return Buffer.concat([length, json, Buffer.alloc(size, 0x3c)]);
}
