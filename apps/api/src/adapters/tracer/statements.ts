import type { Pool, PoolClient } from 'pg';
import type { Span } from '../../ports/tracer.ts';
import type { OpenTelemetryTracer } from './open-telemetry.ts';
import { describeStatement } from './statement-text.ts';

type Query = (...args: unknown[]) => unknown;

/** Makes every statement a step of what asked for it. Statements nobody waits for, such as regular work, are left out. */
export function traceStatements(pool: Pool, tracer: OpenTelemetryTracer): void {
  const watched = new WeakSet<PoolClient>();
  // Not when it connects: some connections are older than we are.
  pool.on('acquire', (client: PoolClient) => {
    if (watched.has(client)) return;
    watched.add(client);
    const query = client.query.bind(client) as Query;
    client.query = ((...args: unknown[]) => {
      const statement = tracer.hasParent ? describeStatement(textOf(args[0])) : null;
      if (!statement) return query(...args);
      const span = tracer.begin(statement.name, {
        kind: 'client',
        attributes: { 'db.system.name': 'postgresql', 'db.query.text': statement.text },
      });
      return watch(span, query, args);
    }) as typeof client.query;
  });
}

/** The driver answers by promise, or calls the last argument back. */
function watch(span: Span, query: Query, args: unknown[]): unknown {
  const last = args.at(-1);
  if (typeof last === 'function') {
    const callback = last as (error: unknown, result: unknown) => void;
    return query(...args.slice(0, -1), (error: unknown, result: unknown) => {
      span.end(error ?? undefined);
      callback(error, result);
    });
  }
  const result = query(...args);
  if (result instanceof Promise) {
    result.then(
      () => span.end(),
      (error: unknown) => span.end(error),
    );
  } else span.end();
  return result;
}

function textOf(query: unknown): string {
  return typeof query === 'string' ? query : String((query as { text?: unknown } | null)?.text ?? '');
}
