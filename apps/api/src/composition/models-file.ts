import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { type ModelOverrides, parseModelsFile } from '../modules/models/index.ts';

/**
 * What an administrator says about models, in MODELS_FILE or DATA_DIR/models.json.
 * @throws Error that names the file and the fault.
 */
export async function readModelsFile(config: Config): Promise<ModelOverrides> {
  const path = config.MODELS_FILE ?? join(config.dataDir, 'models.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && !config.MODELS_FILE) return null;
    throw new Error(`${path} cannot be read: ${error.message}`);
  });
  return text === null ? new Map() : parseModelsFile(text, path);
}
