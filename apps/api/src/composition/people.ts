import type { Config } from '../config.ts';
import { AuthResolver, AuthService, AuthSessionService } from '../modules/auth/index.ts';
import { ModelCatalogue, ModelPrices, ModelResolver } from '../modules/models/index.ts';
import { PreferencesResolver, PreferencesService } from '../modules/preferences/index.ts';
import type { Services } from '../services.ts';
import type { Adapters } from './adapters.ts';
import { readModelsFile } from './models-file.ts';

export type People = Awaited<ReturnType<typeof composePeople>>;

/** Who uses the app, the models they may ask, and what they prefer. */
export async function composePeople(services: Services, adapters: Adapters, config: Config) {
  const { embedder, fork, limiter, log, metrics, providers } = adapters;
  const overrides = await readModelsFile(config);
  const prices = services.add(new ModelPrices());
  const catalogue = services.add(
    new ModelCatalogue(providers, prices, {
      defaultModelId: config.DEFAULT_MODEL,
      overrides,
      closedProviders: ['local', 'scripted', ...(config.API_MODELS ? ['api'] : [])],
      onListFailure: (provider, reason) => log.warn({ provider, reason }, 'a provider gave no list of models'),
    }),
  );
  metrics.listModels((modelId) => modelId === embedder?.id || catalogue.isListed(modelId));
  const preferences = services.add(
    new PreferencesService({
      checkModel: (modelId) => void catalogue.resolve(modelId),
      maxOutputTokens: (modelId) => catalogue.maxOutputTokens(modelId),
    }),
  );
  const authSessions = services.add(new AuthSessionService(fork));
  services.add(new AuthResolver(services.add(new AuthService(authSessions, limiter))));
  services.add(new PreferencesResolver(preferences));
  services.add(
    new ModelResolver(catalogue, prices, async ({ em, viewer }) =>
      viewer ? (await preferences.preferencesOf(em, viewer.id)).defaultModelId : null,
    ),
  );
  return { authSessions, catalogue, preferences, prices, seedPrices: () => prices.seed(fork(), overrides) };
}
