import { workerData } from 'node:worker_threads';

/** How often the memory of the process is looked at, in milliseconds. */
const INTERVAL = 15;

const { maxBytes } = workerData as { maxBytes: number };

setInterval(() => {
  if (process.memoryUsage.rss() > maxBytes) process.kill(process.pid, 'SIGKILL');
}, INTERVAL);
