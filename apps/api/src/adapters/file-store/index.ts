import { join } from 'node:path';
import type { FileStore } from '../../ports/file-store.ts';
import { LocalFolder } from './local-folder.ts';

/** Files beside the embedded database. With several instances the folder must be shared between them. */
export const createFileStore = (dataDir: string): FileStore => new LocalFolder(join(dataDir, 'files'));
