import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { DIMENSIONS, type MiniLmEngine } from './engine.ts';
import { loadOnnxRuntime } from './onnx-runtime.ts';
import { minilmOnnx } from './minilm-onnx.ts';
import type { ModelFiles } from './model-files.ts';
import type { MiniLmOptions } from './protocol.ts';
import { meanDirection, normalized, windowsOf } from './windows.ts';

/** Raised when the converter changes: an older file is made anew. */
const FILE_NAME = 'all-MiniLM-L6-v2-int8-1.onnx';
const BATCH = 8;

/**
 * The model on ONNX Runtime in eight bits. The file for it is made once, from the half-precision weights.
 * @throws Error when ONNX Runtime is not installed or does not load here.
 */
export async function createOnnxEngine(files: ModelFiles, { cacheDir, threads }: MiniLmOptions): Promise<MiniLmEngine> {
  const { InferenceSession, Tensor } = await loadOnnxRuntime();
  const session = await InferenceSession.create(await convertedModel(files, cacheDir), {
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
  });
  const tokenizer = new Tokenizer(JSON.parse(Buffer.from(files.tokenizer).toString()) as object, {});

  async function run(windows: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const width = Math.max(...windows.map((window) => window.length));
    const size = [windows.length, width];
    const tokens = new Int32Array(windows.length * width);
    for (const [index, window] of windows.entries()) tokens.set(window, index * width);
    const { states } = await session.run({
      tokens: new Tensor('int32', tokens, size),
      positions: new Tensor(
        'int32',
        tokens.map((_, index) => index % width),
        size,
      ),
      lengths: new Tensor(
        'int32',
        Int32Array.from(windows, (window) => window.length),
        [windows.length],
      ),
    });
    const values = states!.data as Float32Array;
    return windows.map((window, index) => mean(values.subarray(index * width * DIMENSIONS), window.length));
  }

  return {
    precision: 'int8',
    batch: BATCH,
    async embed(texts) {
      const windows = texts.flatMap((text, textIndex) =>
        windowsOf(tokenizer.encode(text).ids).map((window) => ({ textIndex, window })),
      );
      // Neighbours in length share a batch: what is padded costs as much as what is read.
      windows.sort((a, b) => a.window.length - b.window.length);
      const vectors: Float32Array[][] = texts.map(() => []);
      for (let start = 0; start < windows.length; start += BATCH) {
        const batch = windows.slice(start, start + BATCH);
        const found = await run(batch.map(({ window }) => window));
        for (const [index, { textIndex }] of batch.entries()) vectors[textIndex]!.push(found[index]!);
      }
      return vectors.map(meanDirection);
    },
  };
}

function mean(states: Float32Array, length: number): Float32Array {
  const sum = new Float32Array(DIMENSIONS);
  for (let token = 0; token < length; token++) {
    const start = token * DIMENSIONS;
    for (let index = 0; index < DIMENSIONS; index++) sum[index]! += states[start + index]!;
  }
  return normalized(sum);
}

/** The path of the model's ONNX file, which is made when it does not exist. */
async function convertedModel(files: ModelFiles, cacheDir: string): Promise<string> {
  const path = join(cacheDir, FILE_NAME);
  if (
    await stat(path).then(
      (found) => found.isFile(),
      () => false,
    )
  )
    return path;
  await mkdir(cacheDir, { recursive: true });
  const unfinished = `${path}.${process.pid}-${Date.now()}`;
  await writeFile(unfinished, minilmOnnx(files.weights));
  await rename(unfinished, path);
  await removeOlder(cacheDir);
  return path;
}

async function removeOlder(cacheDir: string): Promise<void> {
  const names = (await readdir(cacheDir)).filter(
    (name) => name.startsWith('all-MiniLM-L6-v2-') && name.endsWith('.onnx'),
  );
  for (const name of names) if (name !== FILE_NAME) await rm(join(cacheDir, name), { force: true });
}
