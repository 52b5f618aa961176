// Finds links in Markdown files that lead nowhere in this repository.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './toolchain.mjs';

const skippedFolders = new Set(['node_modules', 'dist', 'data', 'coverage']);

function* markdownBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || skippedFolders.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* markdownBelow(path);
    else if (entry.name.endsWith('.md')) yield path;
  }
}

/** @returns {string[]} one line for each link whose file does not exist */
export function brokenLinks() {
  return [...markdownBelow(root)].flatMap((path) => {
    const withoutCode = readFileSync(path, 'utf8').replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');
    const targets = Array.from(withoutCode.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target.split('#')[0]);
    return targets
      .filter((target) => target && !/^[a-z]+:/.test(target) && !existsSync(join(dirname(path), target)))
      .map((target) => `${relative(root, path)}: ${target}`);
  });
}
