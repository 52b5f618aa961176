import { defineRoom } from '../../room.ts';
import { ModelResolver } from '../models/index.ts';
import { modelsRoom } from '../models/room.ts';
import { PreferencesRow } from './preferences.entity.ts';
import { PreferencesResolver } from './preferences.resolver.ts';
import { PreferencesService } from './preferences.service.ts';

/** What a person has set for themselves. */
export const preferencesRoom = defineRoom({
  name: 'preferences',
  entities: [PreferencesRow],
  resolvers: [PreferencesResolver],
  create({ add, use }) {
    const { catalogue, prices } = use(modelsRoom);
    const preferences = add(
      new PreferencesService({
        checkModel: (modelId) => void catalogue.resolve(modelId),
        maxOutputTokens: (modelId) => catalogue.maxOutputTokens(modelId),
      }),
    );
    add(new PreferencesResolver(preferences));
    // Here, and not with the models: the list shows which of them the viewer prefers.
    add(
      new ModelResolver(catalogue, prices, async ({ em, viewer }) =>
        viewer ? (await preferences.preferencesOf(em, viewer.id)).defaultModelId : null,
      ),
    );
    return { offers: { preferences } };
  },
});
