/** What fuzzing starts from: texts and files as people have them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { families } from '../unit/house/adversaries';

const fixtures = 'test/fixtures';
const read = (file: string) => readFileSync(file, 'utf8');

/** Printed arrays, records, responses with tokens, code: short ones, for most of what breaks a reader is short. */
export function textSeeds(): string[] {
  const printed = read(`${fixtures}/arrays/prints.jsonl`)
    .trim()
    .split('\n')
    .flatMap((line) => (JSON.parse(line) as { text?: string }).text ?? [])
    .filter((_, i) => i % 20 === 0);
  const adversaries = families.map(([, make]) => make(200));
  return [...printed, ...adversaries, ...RECORDS, ...TOKENS, ...codeSeeds()].map((text) =>
    text.slice(0, 4000),
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
    { name: 'a.pkl', bytes: Uint8Array.from([0x80, 4, 0x5d, 0x94, 0x28, 0x4b, 1, 0x4b, 2, 0x65, 0x2e]) },
    ...RECORDS.map((text, i) => ({ name: i === 2 ? 'a.csv' : 'a.jsonl', bytes: Buffer.from(text) })),
  ];
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
