import type { Queue } from '../../ports/queue.ts';
import { PgBossQueue, type PgBossOptions } from './pg-boss-queue.ts';

export const createQueue = (options: PgBossOptions): Queue => new PgBossQueue(options);
