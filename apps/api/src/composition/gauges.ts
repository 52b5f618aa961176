import type { Pool } from 'pg';
import type { LiveRuns, RunLog } from '../modules/generation/index.ts';
import type { Gauges } from '../ports/metrics.ts';
import type { Queue } from '../ports/queue.ts';
import type { Server } from '../server/index.ts';

export interface Gauged {
  pool: Pool;
  queue: Queue;
  live: LiveRuns;
  runLog: RunLog;
  server: Server;
}

/** What is looked up when somebody reads the metrics, and costs nothing until then. */
export function addGauges(metrics: Gauges, { pool, queue, live, runLog, server }: Gauged): void {
  // Before anything is asked of the database for the others: the numbers must not be those of the reading itself.
  metrics.gauge('parley_database_connections', 'Connections of this instance to the database.', ['state'], () => {
    const { totalCount, idleCount, waitingCount } = pool;
    return [
      { labels: { state: 'in use' }, value: totalCount - idleCount },
      { labels: { state: 'idle' }, value: idleCount },
      { labels: { state: 'waited for' }, value: waitingCount },
    ];
  });
  metrics.gauge('parley_runs_active', 'Answers this instance is writing.', [], () => [{ value: live.size }]);
  metrics.gauge('parley_run_log_lag_seconds', 'How long the oldest event waits for the disk.', [], () => [
    { value: runLog.lagMs / 1_000 },
  ]);
  metrics.gauge('parley_connections_open', 'Open sockets and event streams.', ['kind'], () =>
    Object.entries(server.connections()).map(([kind, value]) => ({ labels: { kind }, value })),
  );
  metrics.gauge('parley_subscriptions_open', 'Open subscriptions.', ['operation'], () =>
    [...server.subscriptions()].map(([operation, value]) => ({ labels: { operation }, value })),
  );
  metrics.gauge(
    'parley_jobs',
    'Jobs of the whole installation; COMPLETED ones are kept a day.',
    ['kind', 'state'],
    async () =>
      (await queue.counts()).flatMap(({ kind, counts }) =>
        Object.entries(counts).map(([state, value]) => ({ labels: { kind, state }, value })),
      ),
  );
}
