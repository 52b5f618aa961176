// `npm run backup`, `npm run restore -- FILE`, `npm run move -- --to postgres://…`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, failPlainly, prepare } from './prepare.mjs';
import { root } from './toolchain.mjs';

try {
  const tools = await prepare();
  await build(tools);
  const settingsFile = join(root, '.env');
  const args = [
    ...(existsSync(settingsFile) ? [`--env-file=${settingsFile}`] : []),
    join(root, 'apps/api/dist/maintenance.js'),
    ...process.argv.slice(2),
  ];
  const { status } = spawnSync(tools.node, args, { env: tools.env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} catch (error) {
  failPlainly(error);
}
