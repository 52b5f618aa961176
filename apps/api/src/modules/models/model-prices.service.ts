import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import { ModelPrice } from './model-price.entity.ts';
import { missingPrices, type PriceRow, PriceTable } from './model-prices.rules.ts';
import type { ModelOverrides } from './models-file.rules.ts';

/** How long prices are kept in memory, in milliseconds: another instance may have been started with new ones. */
const MAX_AGE = 60_000;
/** Most rows of the price list that are shown. */
const MAX_LISTED = 1_000;
/** Any number that nothing else locks. */
const SEED_LOCK = 7_227_001;

const newestFirst = { validFrom: 'desc', createdAt: 'desc', id: 'desc' } as const;

/** How long whoever needs a price waits for newer ones, in milliseconds. */
const LOAD_PATIENCE = 500;

/** The price list. */
export class ModelPrices {
  readonly #clock: Clock;
  #table: PriceTable | undefined;
  #loadedAt = 0;
  #loading: Promise<PriceTable> | undefined;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /** Adds the catalogue’s and the configured prices that are not there yet; safe on several instances at once. */
  async seed(em: SqlEntityManager, overrides: ModelOverrides): Promise<void> {
    await em.transactional(async (tx) => {
      await tx.execute('select pg_advisory_xact_lock(?)', [SEED_LOCK]);
      const rows = missingPrices(new PriceTable(await tx.find(ModelPrice, {}, { orderBy: newestFirst })), overrides);
      for (const row of rows) tx.persist(Object.assign(new ModelPrice(), row));
    });
    await this.#load(em.fork() as SqlEntityManager);
  }

  /** The price of a model at a moment; null where none is known. */
  async priceAt(em: SqlEntityManager, modelId: string, at: Date): Promise<PriceRow | null> {
    return (await this.table(em)).find(modelId, at);
  }

  /** All prices, at most a minute old while the database answers. */
  async table(em: SqlEntityManager): Promise<PriceTable> {
    if (this.#table && this.#clock.now().getTime() - this.#loadedAt <= MAX_AGE) return this.#table;
    this.#loading ??= this.#load(em).finally(() => (this.#loading = undefined));
    if (!this.#table) return this.#loading;
    // Whoever ends an answer must not wait for a database that is busy: older prices will do.
    const older = this.#table;
    return Promise.race([this.#loading.catch(() => older), sleep(LOAD_PATIENCE, older, { ref: false })]);
  }

  async #load(em: SqlEntityManager): Promise<PriceTable> {
    const now = this.#clock.now().getTime();
    const table = new PriceTable(await em.find(ModelPrice, {}, { orderBy: newestFirst, disableIdentityMap: true }));
    this.#loadedAt = now;
    return (this.#table = table);
  }

  /** The newest {@link MAX_LISTED} prices, newest first. */
  list(em: SqlEntityManager): Promise<ModelPrice[]> {
    return em.find(ModelPrice, {}, { orderBy: newestFirst, limit: MAX_LISTED });
  }
}
