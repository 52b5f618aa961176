import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mark, Report, Task, TaskResult } from './client/messages.ts';
import { createDatabase, databaseCpuSeconds, type Servers } from './database-server.ts';
import { cores, Process } from './processes.ts';
import { clockMicroseconds } from './prompt.ts';

const here = (path: string): string => new URL(path, import.meta.url).pathname;

/** What is seen of a server from outside while a task runs. */
export interface Measurement extends TaskResult {
  /** CPU of all its threads between `begin` and `end`. */
  cpuMsPerThousandTokens: number;
  /** CPU of the database's server; NaN without one of ours. */
  databaseMsPerThousandTokens: number;
  /** At `end`, with all answers still being written. */
  residentKb: number;
  /** Microseconds of the machine's clock. */
  beganAt: number;
  endedAt: number;
}

/** How long a server may take to end what it was doing, in milliseconds. */
const SETTLE_MS = 5_000;

/** What `npm start` gives to Node. */
const usualArguments = ['--max-semi-space-size=16'];

/** A server that is measured, and the client that loads it. */
export class Contestant {
  readonly #server: Process;
  readonly #client: Process;
  readonly #upstream: Process;
  readonly #databasePid: number | null;
  readonly #cleanUp: () => Promise<void>;

  private constructor(
    server: Process,
    client: Process,
    upstream: Process,
    databasePid: number | null = null,
    cleanUp: () => Promise<void> = async () => {},
  ) {
    this.#server = server;
    this.#client = client;
    this.#upstream = upstream;
    this.#databasePid = databasePid;
    this.#cleanUp = cleanUp;
  }

  static async pipe(upstream: Process, upstreamUrl: string): Promise<Contestant> {
    const server = new Process({ core: cores.server, args: [here('servers/pipe.ts')], env: { UPSTREAM: upstreamUrl } });
    return new Contestant(server, clientOf('pipe', await server.url()), upstream);
  }

  /** The built server with a new data folder, or on an empty PostgreSQL database. */
  static async parley(upstream: Process, upstreamUrl: string, options: ParleyOptions): Promise<Contestant> {
    const { servers } = options;
    const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
    const database = servers && (await createDatabase(servers));
    const { promise: ready, resolve, reject } = Promise.withResolvers<string>();
    let output = '';
    const server = new Process({
      core: cores.server,
      args: [...usualArguments, ...options.nodeArguments, here('../apps/api/dist/main.js')],
      env: {
        NODE_ENV: 'production',
        PORT: '0',
        DATA_DIR: dataDir,
        API_URL: `${upstreamUrl}/v1`,
        API_MODELS: 'bench',
        RATE_LIMIT_MULTIPLIER: '1000000',
        LOG_LEVEL: 'warn',
        ...(servers && { DATABASE_URL: database!.url, REDIS_URL: servers.redisUrl }),
      },
      onOutput: (text) => {
        output += text;
        const url = /Parley is ready at (\S+)/.exec(output)?.[1];
        if (url) resolve(url);
      },
    });
    server.child.once('exit', (code) => reject(new Error(`Parley stopped with code ${code}.\n${output}`)));
    const url = await ready;
    return new Contestant(server, clientOf('parley', url), upstream, servers?.databasePid, async () => {
      await database?.drop();
      await rm(dataDir, { recursive: true, force: true });
    });
  }

  /** Prepares the slots of a task and performs it. */
  async perform(task: Exclude<Task, { kind: 'prepare' }>): Promise<Measurement> {
    await this.#send({ kind: 'prepare', slots: task.slots }, () => {});
    let begin = this.#look();
    let end = begin;
    const result = await this.#send(task, (mark) => {
      if (mark === 'begin') begin = this.#look();
      if (mark === 'end') end = this.#look();
      if (mark === 'enough') this.#upstream.child.send('end');
    });
    return {
      ...result,
      cpuMsPerThousandTokens: ((end.cpuSeconds - begin.cpuSeconds) * 1_000_000) / result.tokens,
      databaseMsPerThousandTokens: ((end.databaseSeconds - begin.databaseSeconds) * 1_000_000) / result.tokens,
      residentKb: end.residentKb,
      beganAt: begin.at,
      endedAt: end.at,
    };
  }

  /** Ends what a task that failed has left, and waits a moment until it is over. */
  async endAnswers(): Promise<void> {
    this.#upstream.child.send('end');
    await sleep(SETTLE_MS);
  }

  get residentKb(): number {
    return this.#server.residentKb;
  }

  #look() {
    return {
      at: clockMicroseconds(),
      cpuSeconds: this.#server.cpuSeconds,
      databaseSeconds: this.#databasePid ? databaseCpuSeconds(this.#databasePid) : Number.NaN,
      residentKb: this.#server.residentKb,
    };
  }

  async stop(): Promise<void> {
    await this.#client.stop();
    await this.#server.stop();
    await this.#cleanUp();
  }

  #send(task: Task, onMark: (mark: Mark) => void): Promise<TaskResult> {
    return new Promise((resolve, reject) => {
      const listen = (report: Report): void => {
        if (report.type === 'mark') return onMark(report.mark);
        this.#client.child.off('message', listen);
        if (report.type === 'done') resolve(report.result);
        else reject(new Error(report.message));
      };
      this.#client.child.on('message', listen);
      this.#client.child.send(task);
    });
  }
}

export interface ParleyOptions {
  servers: Servers | null;
  /** Arguments of its Node, for example --cpu-prof. */
  nodeArguments: string[];
}

const clientOf = (kind: 'pipe' | 'parley', url: string): Process =>
  new Process({ core: cores.load, args: [here('client/load.ts'), kind, url] });
