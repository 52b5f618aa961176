import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';

const NANOSECONDS = 1e9;
const SAMPLE_INTERVAL = 10;

/**
 * Processor, memory and event loop of this process, under the names that dashboards for Node know.
 * @returns stops measuring.
 */
export function addProcessGauges(registry: Registry): () => void {
  const registers = [registry];
  const delay = monitorEventLoopDelay({ resolution: SAMPLE_INTERVAL });
  delay.enable();
  const lag = (name: string, help: string, read: () => number): Gauge =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        // Without a sample it is not a number.
        this.set((read() || 0) / NANOSECONDS);
      },
    });
  lag('nodejs_eventloop_lag_p50_seconds', 'Half of the event loop delays were shorter, since the last reading.', () =>
    delay.percentile(50),
  );
  lag('nodejs_eventloop_lag_p99_seconds', '99 % of the event loop delays were shorter, since the last reading.', () =>
    delay.percentile(99),
  );
  lag('nodejs_eventloop_lag_max_seconds', 'The longest event loop delay since the last reading.', () => {
    const { max } = delay;
    delay.reset();
    return max;
  });
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory of the process, all of it.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Gauge({
    name: 'nodejs_heap_size_used_bytes',
    help: 'Memory of JavaScript objects.',
    registers,
    collect() {
      this.set(process.memoryUsage().heapUsed);
    },
  });
  void new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time, own and of the system.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  new Gauge({ name: 'process_start_time_seconds', help: 'When the process began, since 1970.', registers }).set(
    Math.round(Date.now() / 1_000 - process.uptime()),
  );
  return () => delay.disable();
}
