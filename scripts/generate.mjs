// Everything that is made from code: the printed schema, its types and documents, and the tables in docs/.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { failPlainly, prepare, run } from './prepare.mjs';
import { root } from './toolchain.mjs';

const results = [
  'packages/graphql/schema.graphql',
  'packages/graphql/src/generated',
  'docs/operate/settings.md',
  'docs/api/errors.md',
];

function contents() {
  const files = results.flatMap((path) => {
    const whole = join(root, path);
    if (!path.endsWith('generated')) return [whole];
    return readdirSync(whole).map((name) => join(whole, name));
  });
  return new Map(files.map((path) => [relative(root, path), readFileSync(path, 'utf8')]));
}

/**
 * Makes all of it anew.
 * @returns {Promise<string[]>} the files that were not up to date
 */
export async function generate(tools) {
  const before = contents();
  for (const [project, script] of [
    ['@parley/api', 'schema'],
    ['@parley/api', 'tables'],
    ['@parley/graphql', 'generate'],
  ]) {
    const command = [tools.node, tools.pnpm, '--silent', '--filter', project, 'run', script];
    if ((await run(command, { env: tools.env, quiet: true })) !== 0) throw new Error(`${project} ${script} failed.`);
  }
  const after = contents();
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const changed = await generate(await prepare());
    process.stdout.write(changed.length > 0 ? `Changed:\n  ${changed.join('\n  ')}\n` : 'Everything was up to date.\n');
  } catch (error) {
    failPlainly(error);
  }
}
