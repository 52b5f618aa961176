import { join } from 'node:path';
import { defineRoom } from '../../room.ts';
import { ModelCatalogue } from './model-catalogue.service.ts';
import { ModelPrice } from './model-price.entity.ts';
import { ModelPrices } from './model-prices.service.ts';
import { ModelResolver } from './model.resolver.ts';
import { readModelsFile } from './models-file.ts';

/** Models that can be asked, and what they cost. */
export const modelsRoom = defineRoom({
  name: 'models',
  entities: [ModelPrice],
  resolvers: [ModelResolver],
  async create({ add, config, fork, log, providers }) {
    const overrides = await readModelsFile(config.MODELS_FILE, join(config.dataDir, 'models.json'));
    const prices = add(new ModelPrices());
    const catalogue = add(
      new ModelCatalogue(providers, prices, {
        defaultModelId: config.DEFAULT_MODEL,
        overrides,
        closedProviders: ['local', 'scripted', ...(config.API_MODELS ? ['api'] : [])],
        onListFailure: (provider, reason) => log.warn({ provider, reason }, 'provider returned no list of models'),
      }),
    );
    return {
      offers: { catalogue, prices },
      start: () => prices.seed(fork(), overrides),
      warmUp: () => catalogue.discover(),
    };
  },
});
