import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { updatePreferencesInput } from '@parley/inputs';
import { checkInput } from '../../graphql/check-input.ts';
import { ParleyError } from '../../kernel/errors.ts';
import { isGiven } from '../../kernel/given.ts';
import { mergePatch } from '../../kernel/merge-patch.ts';
import { User } from '../users/index.ts';
import { PreferencesRow } from './preferences.entity.ts';
import { type Preferences, preferencesFrom, type UpdatePreferencesInput } from './preferences.type.ts';

/** What preferences need to know of models. */
export interface ModelChecks {
  /** @throws ParleyError BAD_USER_INPUT for a model that cannot be used. */
  checkModel(modelId: string): void | Promise<void>;
  /** The highest `maxTokens` of a model. */
  maxOutputTokens(modelId: string): number;
}

/** What people prefer. Who has never said anything has the defaults, and no row. */
export class PreferencesService {
  readonly #models: ModelChecks;

  constructor(models: ModelChecks) {
    this.#models = models;
  }

  /** The preferences of a person, for reading. */
  async preferencesOf(em: SqlEntityManager, userId: string): Promise<Preferences> {
    return (await this.preferencesOfAll(em, [userId])).get(userId)!;
  }

  /** The preferences of several people, for reading; one query. */
  async preferencesOfAll(em: SqlEntityManager, userIds: readonly string[]): Promise<Map<string, Preferences>> {
    const rows = await em.find(PreferencesRow, { user: { $in: [...userIds] } });
    const chosen = new Map(rows.map(({ user, options }) => [user.id, options]));
    return new Map(userIds.map((id) => [id, preferencesFrom(chosen.get(id))]));
  }

  /**
   * Changes what is given and leaves the rest, also when others change something else at once.
   * @throws ParleyError BAD_USER_INPUT naming the field.
   */
  async update(em: SqlEntityManager, userId: string, input: UpdatePreferencesInput): Promise<Preferences> {
    if (isGiven(input.defaultModelId)) await this.#checkModel(input.defaultModelId);
    return em.transactional(async (tx) => {
      const row = await lockRow(tx, userId);
      const modelId = input.defaultModelId === undefined ? row.options.defaultModelId : input.defaultModelId;
      const maxTokens = isGiven(modelId) ? this.#models.maxOutputTokens(modelId) : undefined;
      row.options = mergePatch(row.options, checkInput(updatePreferencesInput(maxTokens), input));
      return preferencesFrom(row.options);
    });
  }

  /** The models room says what is wrong; the argument at fault is ours. */
  async #checkModel(modelId: string): Promise<void> {
    try {
      await this.#models.checkModel(modelId);
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error;
      throw new ParleyError(error.code, error.message, { field: 'defaultModelId', cause: error });
    }
  }
}

/** The person's row, made if it is missing, and held until the transaction ends. */
async function lockRow(tx: SqlEntityManager, userId: string): Promise<PreferencesRow> {
  const row = { user: tx.getReference(User, userId), options: {} };
  await tx.createQueryBuilder(PreferencesRow).insert(row).onConflict('user').ignore().execute();
  return tx.findOneOrFail(PreferencesRow, { user: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}
