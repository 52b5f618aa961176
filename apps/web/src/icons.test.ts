import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// An icon that is not in the set would be asked of another site at run time.
test('every icon named in the source is in the bundled set', () => {
  const source = fileURLToPath(new URL('.', import.meta.url));
  const { icons, aliases } = createRequire(import.meta.url)('@iconify-json/lucide/icons.json') as {
    icons: Record<string, unknown>;
    aliases: Record<string, unknown>;
  };
  const names = globSync('**/*.{vue,ts}', { cwd: source }).flatMap((file) =>
    [...readFileSync(source + file, 'utf8').matchAll(/i-lucide-([a-z0-9-]*[a-z0-9])/g)].map((match) => match[1]!),
  );
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !(name in icons) && !(name in aliases))).toEqual([]);
});
