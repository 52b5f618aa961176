import { addMoney, type Money } from '../../kernel/money.ts';
import { embeddingPrices, freeProviders, type KnownPrice, knownModels } from './catalogue.ts';
import { withoutVersion } from './model-name.rules.ts';
import type { ModelOverrides } from './models-file.rules.ts';

/** What a price row says, without being one. */
export interface NewPrice {
  modelId: string;
  inputPricePerMillion: Money;
  outputPricePerMillion: Money;
  validFrom: Date;
}

/** A price row as it is read. */
export interface PriceRow extends NewPrice {
  readonly id: string;
}

/** Answers which price a model has at a moment. */
export class PriceTable {
  readonly #rows = new Map<string, PriceRow[]>();

  /** @param newestFirst all rows; of two for the same moment the first counts. */
  constructor(newestFirst: readonly PriceRow[]) {
    for (const row of newestFirst) {
      const others = this.#rows.get(row.modelId);
      if (others) others.push(row);
      else this.#rows.set(row.modelId, [row]);
    }
  }

  /**
   * The newest price in force then, under the model’s id, its id without the version, or that of all models of its provider;
   * null where none is known, which is not the same as free.
   */
  find(modelId: string, at: Date): PriceRow | null {
    const inForce = (id: string) => this.#rows.get(id)?.find((row) => row.validFrom <= at);
    return (
      inForce(modelId) ?? inForce(withoutVersion(modelId)) ?? inForce(everyModelOf(modelId.split(':')[0]!)) ?? null
    );
  }

  /** The row that counts for exactly this moment. */
  findExact(modelId: string, validFrom: Date): PriceRow | null {
    return this.#rows.get(modelId)?.find((row) => row.validFrom.getTime() === validFrom.getTime()) ?? null;
  }
}

/**
 * The rows to add so that the table holds the catalogue and what an administrator configured. Rows that
 * are there stay as they are, since costs refer to them: a corrected price is another row for the same moment.
 */
export function missingPrices(table: PriceTable, overrides: ModelOverrides): NewPrice[] {
  const configured = [...overrides].flatMap(([modelId, { prices }]) =>
    prices.map((price) => newPrice(modelId, price.validFrom, price)),
  );
  const isConfigured = (price: NewPrice) => configured.some((other) => isSameMoment(price, other));
  const seeded = cataloguePrices().filter(
    (price) => !table.findExact(price.modelId, price.validFrom) && !isConfigured(price),
  );
  const changed = configured.filter((price) => !isSamePrice(price, table.findExact(price.modelId, price.validFrom)));
  return [...seeded, ...changed];
}

const free: KnownPrice = { asOf: '1970-01-01', inputPerMillion: '0', outputPerMillion: '0' };

/** The id under which a price holds for all models of a provider. */
const everyModelOf = (providerId: string): string => `${providerId}:*`;

function cataloguePrices(): NewPrice[] {
  const ofModels = Object.entries(knownModels).flatMap(([providerId, models]) =>
    models.map(({ name, prices }): [string, readonly KnownPrice[]] => [`${providerId}:${name}`, prices]),
  );
  const ofProviders = freeProviders.map((id): [string, readonly KnownPrice[]] => [everyModelOf(id), [free]]);
  return [...ofModels, ...Object.entries(embeddingPrices), ...ofProviders].flatMap(([modelId, prices]) =>
    prices.map((price) => newPrice(modelId, new Date(price.asOf), price)),
  );
}

function newPrice(
  modelId: string,
  validFrom: Date,
  price: { inputPerMillion: Money; outputPerMillion: Money },
): NewPrice {
  return {
    modelId,
    validFrom,
    inputPricePerMillion: addMoney(price.inputPerMillion),
    outputPricePerMillion: addMoney(price.outputPerMillion),
  };
}

const isSameMoment = (a: NewPrice, b: NewPrice): boolean =>
  a.modelId === b.modelId && a.validFrom.getTime() === b.validFrom.getTime();

const isSamePrice = (a: NewPrice, b: NewPrice | null): boolean =>
  a.inputPricePerMillion === b?.inputPricePerMillion && a.outputPricePerMillion === b.outputPricePerMillion;
