// `npm start`: everything that is missing is installed and built, then the server runs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { build, failPlainly, prepare } from './prepare.mjs';
import { root, step } from './toolchain.mjs';

/** How often is looked whether npm is still there, in milliseconds. */
const LOOK_EVERY = 500;
const parent = process.ppid;

/** npm ends when it is told to, and its shell does not tell us: that it is gone is all there is to see. */
function stopWithNpm(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    stop();
  }, LOOK_EVERY);
}

function serve(tools) {
  step('Starting the server');
  const { NODE_ENV = 'production' } = process.env;
  const settingsFile = join(root, '.env');
  const args = [
    // Room for young objects beyond this is memory that is rarely given back, and saves no time.
    '--max-semi-space-size=16',
    ...(existsSync(settingsFile) ? [`--env-file=${settingsFile}`] : []),
    join(root, 'apps/api/dist/main.js'),
  ];
  // The IPC channel is how the server notices that this process is gone, however it went.
  const server = spawn(tools.node, args, {
    env: { ...tools.env, NODE_ENV },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  }
  stopWithNpm(() => server.kill('SIGTERM'));
  server.on('error', failPlainly);
  server.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

try {
  const tools = await prepare();
  await build(tools);
  serve(tools);
} catch (error) {
  failPlainly(error);
}
