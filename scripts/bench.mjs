// `npm run bench -- [--quick] …`: the built server against a bare HTTP pipe. See docs/develop/benchmarks.md.
import { build, failPlainly, prepare, run } from './prepare.mjs';

try {
  const tools = await prepare();
  await build(tools);
  process.exitCode = await run([tools.node, 'bench/run.ts', ...process.argv.slice(2)], { env: tools.env });
} catch (error) {
  failPlainly(error);
}
