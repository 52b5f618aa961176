/** What the process is started with. */
export interface MiniLmOptions {
  /** Folder where the converted model is kept. */
  cacheDir: string;
  /** Which engine to use; left out, the fastest that works. */
  engine?: 'onnx' | 'wasm' | undefined;
  threads: number;
}

export interface EmbedRequest {
  id: number;
  texts: readonly string[];
  isUrgent: boolean;
}

export type EmbedResponse =
  | { type: 'ready'; precision: string }
  /** No engine works here. */
  | { type: 'unavailable'; message: string }
  | { type: 'embedded'; id: number; vectors: Float32Array[] }
  | { type: 'failed'; id: number; message: string };
