import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MiniLmEngine } from './engine.ts';
import type { ModelFiles } from './model-files.ts';
import { WINDOW_TOKENS } from './windows.ts';

interface WasmEmbedder {
  embed(texts: string[]): number[][];
}
type WasmEmbedderClass = new (
  weights: Uint8Array,
  tokenizer: Uint8Array,
  config: Uint8Array,
  maxTokens: number,
) => WasmEmbedder;

/** The model in WebAssembly: slower by an order, and works wherever Node does. Reads the first 256 tokens of a text. */
export function createWasmEngine({ weights, tokenizer, config }: ModelFiles): MiniLmEngine {
  // The package's own entry would start threads and read the files again.
  const folder = dirname(fileURLToPath(import.meta.resolve('@lat.md/embed')));
  const { Embedder } = createRequire(import.meta.url)(join(folder, 'engine.cjs')) as { Embedder: WasmEmbedderClass };
  const engine = new Embedder(weights, tokenizer, config, WINDOW_TOKENS);
  return {
    precision: 'fp32',
    batch: 1,
    async embed(texts) {
      return texts.map((text) => Float32Array.from(engine.embed([text])[0]!));
    },
  };
}
