import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Preferences } from '../preferences/index.ts';

/** What a conversation starts with where its maker says nothing; answered from preferences and the model catalogue. */
export interface SessionDefaults {
  of(em: SqlEntityManager, viewerId: string): Promise<{ modelId: string; preferences: Preferences }>;
  /**
   * Checks that a model can be asked for.
   * @returns its ceiling for `maxTokens`.
   * @throws ParleyError BAD_USER_INPUT field modelId.
   */
  checkModel(modelId: string): { maxOutputTokens: number };
}
