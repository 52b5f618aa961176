import { readFile } from 'node:fs/promises';
import { type ModelOverrides, parseModelsFile } from './models-file.rules.ts';

/**
 * What an administrator says about models.
 * @param path MODELS_FILE; undefined where it is not set
 * @param usualPath where it is looked for then; it need not be there
 * @throws Error that names the file and what is wrong with it.
 */
export async function readModelsFile(path: string | undefined, usualPath: string): Promise<ModelOverrides> {
  const file = path ?? usualPath;
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && path === undefined) return null;
    throw new Error(`${file} cannot be read: ${error.message}`);
  });
  return text === null ? new Map() : parseModelsFile(text, file);
}
