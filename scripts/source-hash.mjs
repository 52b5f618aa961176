// Tells whether what an earlier start installed or built is still what the sources say.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './toolchain.mjs';

const skippedFolders = new Set(['node_modules', 'dist', 'coverage', 'data', 'e2e', 'test']);

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || skippedFolders.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile() && !/\.(test|e2e)\.ts$/.test(entry.name)) yield path;
  }
}

function hashOf(paths) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const path of paths.toSorted()) {
    hash.update(`${relative(root, path)}\n`).update(createHash('sha256').update(readFileSync(path)).digest());
  }
  return hash.digest('hex');
}

const rootFiles = (...names) => names.map((name) => join(root, name)).filter((path) => existsSync(path));

/** Hash of everything that decides which packages are installed. */
export function hashOfDependencies() {
  const manifests = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(root, folder, name, 'package.json')),
  );
  return hashOf([
    ...rootFiles('package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'bench/package.json'),
    ...manifests.filter((path) => existsSync(path)),
  ]);
}

/** Hash of everything that decides what the build gives. */
export function hashOfSources() {
  return hashOf([
    ...rootFiles('pnpm-lock.yaml', 'tsconfig.base.json', 'scripts/prepare.mjs', 'scripts/compress.mjs'),
    ...['apps', 'packages'].flatMap((folder) => [...filesBelow(join(root, folder))]),
  ]);
}
