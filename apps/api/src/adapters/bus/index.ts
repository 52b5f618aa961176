import type { Log } from '../../kernel/log.ts';
import type { Bus } from '../../ports/bus.ts';
import type { RedisSettings } from '../redis.ts';
import { createInProcessBus } from './in-process.ts';
import { createRedisBus } from './redis.ts';

export interface BusOptions {
  /** Left out, messages stay in this process. */
  redis?: RedisSettings | undefined;
  instanceId: string;
  log: Log;
}

/** The bus: in this process alone, or over Redis to all instances. */
export async function createBus({ redis, instanceId, log }: BusOptions): Promise<Bus> {
  return redis ? createRedisBus({ ...redis, instanceId, log }) : createInProcessBus();
}
