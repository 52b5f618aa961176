import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ParleyError } from '../../kernel/errors.ts';
import { checkSystemPrompt, DEFAULT_MAX_OUTPUT_TOKENS } from '../models/index.ts';
import { User } from '../users/index.ts';
import { Preferences, Theme } from './preferences.entity.ts';
import { changeParameters, checkLocale, checkModelId } from './preferences.rules.ts';
import type { UpdatePreferencesInput } from './preferences.type.ts';

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
    const found = await this.preferencesOfAll(em, [userId]);
    return found.get(userId) ?? new Preferences();
  }

  /** The preferences of several people, for reading; one query. */
  async preferencesOfAll(em: SqlEntityManager, userIds: readonly string[]): Promise<Map<string, Preferences>> {
    const rows = await em.find(Preferences, { user: { $in: [...userIds] } });
    const found = new Map(rows.map((row) => [row.user.id, row]));
    return new Map(userIds.map((id) => [id, found.get(id) ?? new Preferences()]));
  }

  /**
   * Changes what is given and leaves the rest, also when others change something else at once.
   * @throws ParleyError BAD_USER_INPUT naming the field.
   */
  async update(em: SqlEntityManager, userId: string, input: UpdatePreferencesInput): Promise<Preferences> {
    const { defaultModelId } = input;
    if (typeof defaultModelId === 'string') await this.#checkModel(checkModelId(defaultModelId));
    return em.transactional(async (tx) => {
      const preferences = await lockRow(tx, userId);
      this.#change(preferences, input);
      return preferences;
    });
  }

  #change(preferences: Preferences, input: UpdatePreferencesInput): void {
    const { defaultModelId, parameters, systemPrompt, theme, locale, streaming, autoSummarisation } = input;
    if (defaultModelId !== undefined) preferences.defaultModelId = defaultModelId;
    if (parameters !== undefined) {
      const most = this.#maxOutputTokens(preferences.defaultModelId);
      preferences.parameters = changeParameters(preferences.parameters, parameters, most);
    }
    if (systemPrompt !== undefined) preferences.systemPrompt = checkSystemPrompt(systemPrompt);
    if (theme !== undefined) preferences.theme = theme ?? Theme.SYSTEM;
    if (locale !== undefined) preferences.locale = checkLocale(locale);
    if (streaming !== undefined) preferences.streaming = streaming ?? true;
    if (autoSummarisation !== undefined) preferences.autoSummarisation = autoSummarisation ?? true;
  }

  #maxOutputTokens(modelId: string | null): number {
    return modelId === null ? DEFAULT_MAX_OUTPUT_TOKENS : this.#models.maxOutputTokens(modelId);
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
async function lockRow(tx: SqlEntityManager, userId: string): Promise<Preferences> {
  const { parameters, theme, streaming, autoSummarisation } = new Preferences();
  const row = { user: tx.getReference(User, userId), parameters, theme, streaming, autoSummarisation };
  await tx.createQueryBuilder(Preferences).insert(row).onConflict('user').ignore().execute();
  return tx.findOneOrFail(Preferences, { user: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}
