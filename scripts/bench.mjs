// `npm run bench -- [--quick] [--servers] …`: the built server against a bare HTTP pipe. See docs/develop/benchmarks.md.
import { build, failPlainly, prepare, run } from './prepare.mjs';
import { startServices } from './services.mjs';

/** Servers as in production: a commit waits for the disk. */
async function startServers() {
  const { env, databasePid, stop } = await startServices({ isDurable: true });
  const urls = { BENCH_DATABASE_URL: env.TEST_DATABASE_URL, BENCH_REDIS_URL: env.TEST_REDIS_URL };
  return { env: { ...urls, ...(databasePid && { BENCH_DATABASE_PID: String(databasePid) }) }, stop };
}

async function main() {
  const tools = await prepare();
  await build(tools);
  const flags = process.argv.slice(2);
  const servers = flags.includes('--servers') ? await startServers() : { env: {}, stop: async () => {} };
  try {
    const command = [tools.node, 'bench/run.ts', ...flags.filter((flag) => flag !== '--servers')];
    process.exitCode = await run(command, { env: { ...tools.env, ...servers.env } });
  } finally {
    await servers.stop();
  }
}

main().catch(failPlainly);
