import { glob, readFile } from 'node:fs/promises';

const features = new URL('../../../web/src/features/', import.meta.url);

/** The operations and fragments of the app by name, as its files have them. */
export async function operationsOfTheApp(): Promise<Map<string, string>> {
  const definitions = new Map<string, string>();
  for await (const file of glob('**/*.queries.ts', { cwd: features })) {
    const text = await readFile(new URL(file, features), 'utf8');
    for (const [, definition] of text.matchAll(/graphql\(`([^`]+)`\)/g)) {
      definitions.set(/(?:query|fragment|mutation|subscription) (\w+)/.exec(definition!)![1]!, definition!);
    }
  }
  return definitions;
}

/** An operation with the fragments it needs. */
export function documentOf(definitions: ReadonlyMap<string, string>, name: string): string {
  const needed = new Set([name]);
  for (const each of needed) {
    const used = [...definitions.get(each)!.matchAll(/\.\.\.(\w+)/g)].map(([, fragment]) => fragment!);
    for (const fragment of used) if (definitions.has(fragment)) needed.add(fragment);
  }
  return [...needed].map((each) => definitions.get(each)).join('\n');
}
