import type { Pool } from 'pg';
import type { Log } from '../../kernel/log.ts';
import { noTracer, type Tracer } from '../../ports/tracer.ts';
import type { TracerSettings } from './settings.ts';

/**
 * The tracer the settings ask for. What it needs is loaded only when traces are switched on.
 * @param pool the connections whose statements are steps too
 */
export async function createTracer(settings: TracerSettings, pool: () => Promise<Pool>, log: Log): Promise<Tracer> {
  if (settings.endpoint === undefined) return noTracer;
  const { OpenTelemetryTracer } = await import('./open-telemetry.ts');
  const { traceStatements } = await import('./statements.ts');
  const tracer = new OpenTelemetryTracer({ ...settings, endpoint: settings.endpoint }, log);
  traceStatements(await pool(), tracer);
  return tracer;
}
