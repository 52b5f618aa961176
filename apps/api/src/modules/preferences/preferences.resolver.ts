import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import { batched } from '../../kernel/batch.ts';
import { notFound } from '../../kernel/errors.ts';
import { requireViewer, type RequestContext } from '../../kernel/request-context.ts';
import { User } from '../users/index.ts';
import type { PreferencesService } from './preferences.service.ts';
import { Preferences, preferencesFrom, UpdatePreferencesInput } from './preferences.type.ts';

@Resolver(() => User)
export class PreferencesResolver {
  readonly #service: PreferencesService;
  readonly #load = batched<string, Preferences>((context, userIds) =>
    this.#service.preferencesOfAll(context.em, userIds),
  );

  constructor(service: PreferencesService) {
    this.#service = service;
  }

  @FieldResolver(() => Preferences, { description: 'Preferences; visible only to the user.' })
  async preferences(@Root() user: User, @Ctx() context: RequestContext): Promise<Preferences> {
    if (requireViewer(context).id !== user.id) throw notFound('Preferences');
    return (await this.#load(context, user.id)) ?? preferencesFrom(null);
  }

  @AccessFor('user')
  @Mutation(() => Preferences, { description: 'Updates the viewer’s preferences.' })
  async updatePreferences(
    @Arg('input', () => UpdatePreferencesInput, { description: 'The changes.' }) input: UpdatePreferencesInput,
    @Ctx() context: RequestContext,
  ): Promise<Preferences> {
    return this.#service.update(context.em, requireViewer(context).id, input);
  }
}
