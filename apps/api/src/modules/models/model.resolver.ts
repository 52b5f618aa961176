import { Ctx, Query, Resolver } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import type { RequestContext } from '../../kernel/request-context.ts';
import type { ModelCatalogue } from './model-catalogue.service.ts';
import { ModelPrice } from './model-price.entity.ts';
import type { ModelPrices } from './model-prices.service.ts';
import { Model } from './model.type.ts';

/** The model a viewer set as their own default, or null; answered from their preferences. */
export type PreferredModel = (context: RequestContext) => Promise<string | null>;

@Resolver(() => Model)
export class ModelResolver {
  readonly #catalogue: ModelCatalogue;
  readonly #prices: ModelPrices;
  readonly #preferredModel: PreferredModel;

  constructor(catalogue: ModelCatalogue, prices: ModelPrices, preferredModel: PreferredModel) {
    this.#catalogue = catalogue;
    this.#prices = prices;
    this.#preferredModel = preferredModel;
  }

  @AccessFor('user')
  @Query(() => [Model], { description: 'All models: available ones first, then by provider and name.' })
  async models(@Ctx() context: RequestContext): Promise<Model[]> {
    return this.#catalogue.list(context.em, await this.#preferredModel(context));
  }

  @AccessFor('user')
  @Query(() => [ModelPrice], { description: 'Prices known to the server, newest first, at most 1,000.' })
  modelPrices(@Ctx() context: RequestContext): Promise<ModelPrice[]> {
    return this.#prices.list(context.em);
  }
}
