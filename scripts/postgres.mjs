// A PostgreSQL with pgvector of our own for tests and benchmarks: on a free port, in a folder that is deleted afterwards.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { aptInstall, canInstall } from './apt.mjs';
import { freePort } from './free-port.mjs';
import { run } from './prepare.mjs';
import { step } from './toolchain.mjs';

const VERSION = 17;
const OLDEST = 15;
/** Debian 12 has no pgvector: where there is none, Debian 13 with both is laid into this folder, once. */
const debian = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'parley', `postgresql-${VERSION}`);

const output = (program, ...args) => spawnSync(program, args, { encoding: 'utf8' }).stdout?.trim() ?? '';

/** Where this machine's own PostgreSQL has its programs, if it will do. */
function ownBinaries() {
  if (process.getuid?.() === 0) return undefined;
  const major = Number(/\d+/.exec(output('pg_config', '--version'))?.[0] ?? 0);
  const hasVector = existsSync(join(output('pg_config', '--sharedir'), 'extension/vector.control'));
  return major >= OLDEST && hasVector ? output('pg_config', '--bindir') : undefined;
}

/** The mirror this machine installs its packages from. */
function debianMirror() {
  const folder = '/etc/apt/sources.list.d';
  const files = [
    '/etc/apt/sources.list',
    ...(existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []),
  ];
  const text = files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  return /^(?:URIs:|deb(?: \[.*\])?) +(\S+)/m.exec(text)?.[1];
}

async function layDebian() {
  if (existsSync(debian)) return;
  if (!existsSync('/usr/sbin/debootstrap')) aptInstall('debootstrap');
  step(`Installing PostgreSQL ${VERSION} with pgvector into a folder of its own`);
  const unfinished = `${debian}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const packages = `--include=postgresql-${VERSION},postgresql-${VERSION}-pgvector`;
  const args = ['--variant=minbase', packages, 'trixie', unfinished, debianMirror()].filter(Boolean);
  // Takes minutes, in which other checks go on.
  if ((await run(['debootstrap', ...args], { env: process.env, quiet: true })) !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error('PostgreSQL could not be installed; the reason is above.');
  }
  renameSync(unfinished, debian);
}

/** How to run PostgreSQL's programs here, and where its data may be. */
async function installation() {
  const own = ownBinaries();
  if (own) {
    const folder = mkdtempSync(join(tmpdir(), 'parley-postgres-'));
    return { command: (program, ...args) => [join(own, program), ...args], folder, data: join(folder, 'data') };
  }
  if (!canInstall()) {
    throw new Error(
      `These tests need PostgreSQL ${OLDEST} or newer with pgvector. Install both, or set TEST_DATABASE_URL to a server whose user may create databases.`,
    );
  }
  await layDebian();
  const folder = mkdtempSync(join(debian, 'var/lib/postgresql/parley-'));
  const inside = folder.slice(debian.length);
  spawnSync('chroot', [debian, 'chown', 'postgres:postgres', inside]);
  const bin = `/usr/lib/postgresql/${VERSION}/bin`;
  const command = (program, ...args) => [
    'chroot',
    '--userspec=postgres:postgres',
    debian,
    `${bin}/${program}`,
    ...args,
  ];
  return { command, folder, data: `${inside}/data` };
}

/**
 * Starts a new, empty PostgreSQL.
 * @param {{ isDurable?: boolean }} options isDurable: commits wait for the disk, as they do in production
 * @returns {Promise<{ url: string, pid: number, stop: () => Promise<void> }>} stop deletes it
 */
export async function startPostgres({ isDurable = false } = {}) {
  const { command, folder, data } = await installation();
  const port = await freePort();
  const init = command(
    'initdb',
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  );
  const made = spawnSync(init[0], init.slice(1), { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    dynamic_shared_memory_type: 'mmap',
    ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program, ...args] = command('postgres', '-D', data, ...flags);
  const server = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  server.stderr.on('data', (chunk) => (log = (log + chunk).slice(-10_000)));
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const stop = async () => {
    process.off('exit', kill);
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const kill = () => server.kill('SIGQUIT');
  process.on('exit', kill);
  while (!log.includes('ready to accept connections')) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${log}`);
    await sleep(50);
  }
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, pid: server.pid, stop };
}
