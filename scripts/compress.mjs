// Writes a .br and a .gz beside every built file that is worth it; the server sends those as they are.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { promisify } from 'node:util';

const compressible = /\.(css|html|js|json|svg|txt|wasm|ttf)$/;
/** Smaller files fit into one packet anyway, in bytes. */
const WORTH_IT = 1024;
/** The slowest qualities cost ten times the time for two or three per cent. */
const BROTLI_QUALITY = 9;

/**
 * Compresses the files below a folder, two variants each.
 * @param {string} folder absolute path
 */
export async function compressFolder(folder) {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && compressible.test(entry.name) && !entry.parentPath.includes('.vite'))
    .map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(paths.map(compressFile));
}

async function compressFile(path) {
  const content = readFileSync(path);
  if (content.byteLength < WORTH_IT) return;
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
    promisify(gzip)(content, { level: 9 }),
  ]);
  writeFileSync(`${path}.br`, br);
  writeFileSync(`${path}.gz`, gz);
}
