// `npm run dev`: the API and the app with hot reload, on data of their own. One Ctrl-C stops both.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failPlainly, prepare, run } from './prepare.mjs';
import { root, step } from './toolchain.mjs';

const fromSource = ['--conditions=development', '--import', '@swc-node/register/esm-register'];
const api = join(root, 'apps/api');
const web = join(root, 'apps/web');

function settings(env) {
  return { PORT: '4000', DATA_DIR: join(root, 'data/dev'), ...env, SCRIPTED_MODELS: '1' };
}

async function seed(tools, env) {
  if (!env.DATABASE_URL && existsSync(join(env.DATA_DIR, 'postgres'))) return;
  step('Making an account and a few conversations');
  const code = await run([tools.node, ...fromSource, 'scripts/seed.ts'], { cwd: api, env });
  if (code !== 0) throw new Error('The database could not be seeded; the reason is above.');
}

/** Starts all programs; when one ends or somebody presses Ctrl-C, all end. */
function together(programs) {
  const children = programs.map(({ command: [program, ...args], cwd, env }) =>
    spawn(program, args, { cwd, env, stdio: 'inherit' }),
  );
  let isStopping = false;
  const stop = () => {
    isStopping = true;
    for (const child of children) child.kill('SIGTERM');
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
  for (const child of children) {
    child.on('error', failPlainly);
    child.on('exit', (code) => {
      if (!isStopping) process.exitCode = code ?? 1;
      stop();
    });
  }
}

async function main() {
  const tools = await prepare();
  const settingsFile = join(root, '.env');
  if (existsSync(settingsFile)) process.loadEnvFile(settingsFile);
  const env = settings({ ...process.env, ...tools.env });
  await seed(tools, env);
  step('Starting the API and the app: open http://localhost:5173');
  together([
    { command: [tools.node, '--watch', '--watch-preserve-output', ...fromSource, 'src/main.ts'], cwd: api, env },
    {
      command: [tools.node, join(web, 'node_modules/vite/bin/vite.js')],
      cwd: web,
      env: { ...env, PARLEY_API: env.PARLEY_API ?? `http://127.0.0.1:${env.PORT}` },
    },
  ]);
}

main().catch(failPlainly);
