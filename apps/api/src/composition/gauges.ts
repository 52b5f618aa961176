import type { Pool } from 'pg';
import type { Gauges } from '../ports/metrics.ts';
import type { Server } from '../server/index.ts';

export interface Gauged {
  pool: Pool;
  server: Server;
}

/** What is looked up when somebody reads the metrics, and costs nothing until then. */
export function addGauges(metrics: Gauges, { pool, server }: Gauged): void {
  // Before anything is asked of the database for the others: the numbers must not be those of the reading itself.
  metrics.gauge('parley_database_connections', 'Connections of this instance to the database.', ['state'], () => {
    const { totalCount, idleCount, waitingCount } = pool;
    return [
      { labels: { state: 'in_use' }, value: totalCount - idleCount },
      { labels: { state: 'idle' }, value: idleCount },
      { labels: { state: 'pending' }, value: waitingCount },
    ];
  });
  metrics.gauge('parley_connections_open', 'Open sockets and event streams.', ['kind'], () =>
    Object.entries(server.connections()).map(([kind, value]) => ({ labels: { kind }, value })),
  );
  metrics.gauge('parley_subscriptions_open', 'Open subscriptions.', ['operation'], () =>
    [...server.subscriptions()].map(([operation, value]) => ({ labels: { operation }, value })),
  );
}
