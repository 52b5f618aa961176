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

/** The price list. */
export class ModelPrices {
  readonly #clock: Clock;
  #table: PriceTable | undefined;
  #loadedAt = 0;

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
    this.#table = undefined;
  }

  /** The price of a model at a moment; null where none is known. */
  async priceAt(em: SqlEntityManager, modelId: string, at: Date): Promise<PriceRow | null> {
    return (await this.table(em)).find(modelId, at);
  }

  /** All prices, at most a minute old. */
  async table(em: SqlEntityManager): Promise<PriceTable> {
    const now = this.#clock.now().getTime();
    if (!this.#table || now - this.#loadedAt > MAX_AGE) {
      this.#table = new PriceTable(await em.find(ModelPrice, {}, { orderBy: newestFirst, disableIdentityMap: true }));
      this.#loadedAt = now;
    }
    return this.#table;
  }

  /** The newest {@link MAX_LISTED} prices, newest first. */
  list(em: SqlEntityManager): Promise<ModelPrice[]> {
    return em.find(ModelPrice, {}, { orderBy: newestFirst, limit: MAX_LISTED });
  }
}
