import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const folder = path.resolve('.cache/bench');
const wanted = {
  '@tensorflow/tfjs-core': '4.22.0',
  '@tensorflow/tfjs-backend-wasm': '4.22.0',
  'onnxruntime-web': '1.30.0',
};

/** What the benchmark uses of TensorFlow.js. */
export interface Tensor {
  dispose(): void;
  dataSync(): Float32Array;
}
export interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor2d(data: Float32Array | Int32Array, shape: [number, number], dtype?: string): Tensor;
  softmax(x: Tensor): Tensor;
  logSumExp(x: Tensor, axis: number): Tensor;
  gatherND(x: Tensor, indices: Tensor): Tensor;
  sub(a: Tensor, b: Tensor): Tensor;
  mean(x: Tensor): Tensor;
  tidy(run: () => Tensor): Tensor;
}
interface TensorFlowWasm {
  setWasmPaths(folder: string): void;
  setThreadsCount(count: number): void;
}

interface OrtTensor {
  dispose(): void;
}
interface OrtSession {
  run(feeds: Record<string, OrtTensor>): Promise<Record<string, OrtTensor>>;
}
interface Ort {
  env: { wasm: { numThreads: number; wasmPaths?: string }; logLevel: string };
  Tensor: new (type: 'float32', data: Float32Array, shape: number[]) => OrtTensor;
  InferenceSession: { create(model: Uint8Array, options: object): Promise<OrtSession> };
}

/** Installs the JavaScript peers beside the project, never into it, and returns a `require` that finds them. */
export function installPeers(): NodeJS.Require {
  const manifest = path.join(folder, 'package.json');
  const installed = Object.keys(wanted).every((name) => existsSync(path.join(folder, 'node_modules', name)));
  if (!installed) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(manifest, JSON.stringify({ private: true }));
    const names = Object.entries(wanted).map(([name, version]) => `${name}@${version}`);
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...names], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  return createRequire(manifest);
}

/** TensorFlow.js on its WebAssembly backend, SIMD, one thread. */
export async function tensorFlow(find: NodeJS.Require): Promise<TensorFlow> {
  const tf = find('@tensorflow/tfjs-core') as TensorFlow;
  const wasm = find('@tensorflow/tfjs-backend-wasm') as TensorFlowWasm;
  wasm.setWasmPaths(path.join(folder, 'node_modules/@tensorflow/tfjs-backend-wasm/dist') + path.sep);
  wasm.setThreadsCount(1);
  await tf.setBackend('wasm');
  await tf.ready();
  return tf;
}

/** ONNX Runtime Web on WebAssembly, one thread, with a model of one node, y = op(x) along the last axis. */
export async function onnx(find: NodeJS.Require, op: string, shape: [number, number]) {
  const ort = find('onnxruntime-web') as Ort;
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(oneNodeModel(op, shape), {
    executionProviders: ['wasm'],
  });
  return { ort, session };
}

/** A protobuf of ModelProto: ir_version 8, opset 13, one node. Field numbers are those of onnx.proto. */
function oneNodeModel(op: string, shape: [number, number]): Uint8Array {
  const varint = (n: number): number[] => (n < 128 ? [n] : [(n & 127) | 128, ...varint(Math.floor(n / 128))]);
  const int = (field: number, n: number) => [...varint(field << 3), ...varint(n)];
  const bytes = (field: number, content: number[]) => [
    (field << 3) | 2,
    ...varint(content.length),
    ...content,
  ];
  const text = (field: number, content: string) => bytes(field, [...Buffer.from(content)]);
  const value = (name: string) => {
    const dims = shape.flatMap((size) => bytes(1, int(1, size)));
    const tensor = [...int(1, 1), ...bytes(2, dims)];
    return [...text(1, name), ...bytes(2, bytes(1, tensor))];
  };
  const axis = [...text(1, 'axis'), ...int(3, 1), ...int(20, 2)];
  const node = [...text(1, 'x'), ...text(2, 'y'), ...text(4, op), ...bytes(5, axis)];
  const graph = [...bytes(1, node), ...text(2, 'g'), ...bytes(11, value('x')), ...bytes(12, value('y'))];
  return Uint8Array.from([...int(1, 8), ...bytes(7, graph), ...bytes(8, [...text(1, ''), ...int(2, 13)])]);
}
