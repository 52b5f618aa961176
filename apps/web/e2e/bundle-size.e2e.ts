import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Manifest } from 'vite';
import { expect, test } from 'vitest';

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Manifest;

/** The chunk and everything it imports statically: what the browser needs before it can run. */
function closureOf(keys: readonly string[], found = new Set<string>()): Set<string> {
  for (const key of keys) {
    if (found.has(key)) continue;
    found.add(key);
    closureOf(manifest[key]?.imports ?? [], found);
  }
  return found;
}

function gzippedKb(key: string): number {
  return gzipSync(readFileSync(new URL(manifest[key]!.file, dist))).byteLength / 1024;
}

const startPage = ['index.html', 'src/features/shell/AppShell.vue', 'src/pages/ChatPage.vue'];

test.each([
  { page: 'the start page', keys: startPage, budgetKb: 260 },
  // The renderer of answers is a chunk of its own, but a conversation asks for it at once.
  { page: 'a conversation', keys: [...startPage, 'src/features/markdown/MarkdownView.vue'], budgetKb: 300 },
])('the first load of $page is at most $budgetKb KB of gzipped JavaScript', ({ keys, budgetKb }) => {
  expect(Object.keys(manifest)).toEqual(expect.arrayContaining(keys));
  const chunks = [...closureOf(keys)].map((key) => ({ file: manifest[key]!.file, kb: gzippedKb(key) }));
  const total = chunks.reduce((sum, { kb }) => sum + kb, 0);
  const largest = chunks.toSorted((a, b) => b.kb - a.kb).map(({ file, kb }) => `${file} ${kb.toFixed(1)} KB`);
  expect(total, `largest chunks:\n${largest.join('\n')}`).toBeLessThan(budgetKb);
});

test('one typeface is fetched ahead, the Latin letters of the text; every part is a file of its own', () => {
  const page = readFileSync(new URL('index.html', dist), 'utf8');
  const preloaded = [...page.matchAll(/rel="preload"[^>]*href="\/([^"]+)"/gs)].map(([, path]) => path!);
  expect(preloaded).toEqual([expect.stringMatching(/^assets\/inter-latin-wght-normal-.*\.woff2$/)]);
  expect(readFileSync(new URL(preloaded[0]!, dist)).byteLength / 1024).toBeLessThan(60);
  // The same file as in the style sheet: else it would be fetched twice.
  const css = readFileSync(new URL(manifest['index.html']!.css![0]!, dist), 'utf8');
  expect(css).toContain(preloaded[0]);
  expect(css).not.toContain('data:font');
});
