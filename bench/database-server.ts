import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { canPin, cores, cpuSecondsOf } from './processes.ts';

/** Servers Parley runs on instead of what is embedded. */
export interface Servers {
  databaseUrl: string;
  redisUrl: string;
  /** Process of the database; unknown where it is not ours, and then its CPU is not measured. */
  databasePid: number | null;
}

/** Those that scripts/bench.mjs has started, on the core of everything around; null without any. */
export function serversOf(env: NodeJS.ProcessEnv): Servers | null {
  const { BENCH_DATABASE_URL: databaseUrl, BENCH_REDIS_URL: redisUrl, BENCH_DATABASE_PID: pid } = env;
  if (!databaseUrl || !redisUrl) return null;
  const databasePid = pid ? Number(pid) : null;
  if (databasePid && canPin) {
    for (const each of [databasePid, ...childrenOf(databasePid)]) {
      execFileSync('taskset', ['-cp', String(cores.load), String(each)], { stdio: 'ignore' });
    }
  }
  return { databaseUrl, redisUrl, databasePid };
}

/** Makes an empty database, so that what one round wrote does not slow down the next. */
export async function createDatabase({ databaseUrl }: Servers): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `bench_${randomUUID().replaceAll('-', '')}`;
  await administer(databaseUrl, `create database ${name}`);
  const url = new URL(databaseUrl);
  url.pathname = name;
  return { url: url.href, drop: () => administer(databaseUrl, `drop database ${name} with (force)`) };
}

async function administer(databaseUrl: string, statement: string): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** Seconds of CPU of all the database's processes, also of connections that were closed. */
export const databaseCpuSeconds = (pid: number): number =>
  [pid, ...childrenOf(pid)].reduce((sum, each) => sum + cpuSecondsOf(each, each === pid), 0);

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
