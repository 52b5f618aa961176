import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/orm.ts';
import { badInput } from '../../kernel/errors.ts';
import { Role, User } from '../users/index.ts';
import { PreferencesRow } from './preferences.entity.ts';
import { type ModelChecks, PreferencesService } from './preferences.service.ts';
import type { UpdatePreferencesInput } from './preferences.type.ts';
import { openTestDatabase } from '../../../test/support/test-database.ts';

const models: ModelChecks = {
  checkModel: (modelId) => {
    if (!modelId.startsWith('local:')) throw badInput('modelId', `There is no model ${modelId}.`);
  },
  maxOutputTokens: (modelId) => (modelId === 'local:long' ? 8000 : 3000),
};
const defaults = {
  defaultModelId: null,
  parameters: {},
  systemPrompt: null,
  theme: 'SYSTEM',
  locale: null,
  streaming: true,
  autoSummarisation: true,
};
const service = new PreferencesService(models);

let database: Database;
let em: SqlEntityManager;
let alice: User;
let bob: User;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  em = database.fork();
  await em.execute('truncate users cascade');
  [alice, bob] = ['alice', 'bob'].map((name) =>
    em.create(User, {
      email: `${name}@example.org`,
      displayName: name,
      role: Role.USER,
      emailVerified: false,
      createdAt: new Date(),
    }),
  ) as [User, User];
  await em.flush();
});

const update = (input: UpdatePreferencesInput) => service.update(database.fork(), alice.id, input);
const stored = () => service.preferencesOf(database.fork(), alice.id);

describe('preferences', () => {
  it('are the defaults, without a row, until something is said', async () => {
    expect(await stored()).toMatchObject(defaults);
    expect(await em.count(PreferencesRow)).toBe(0);
  });

  it('change what is given, leave the rest and go back to defaults by null', async () => {
    await update({ defaultModelId: 'local:parley', parameters: { temperature: 0, topK: 5 }, theme: 'DARK' });
    await update({
      parameters: { topK: null, seed: 1 },
      systemPrompt: ' Be brief. ',
      locale: 'de',
      streaming: false,
      autoSummarisation: false,
    });
    expect(await stored()).toMatchObject({
      defaultModelId: 'local:parley',
      parameters: { temperature: 0, seed: 1 },
      systemPrompt: ' Be brief. ',
      theme: 'DARK',
      locale: 'de',
      streaming: false,
      autoSummarisation: false,
    });
    await update({
      defaultModelId: null,
      parameters: null,
      systemPrompt: null,
      theme: null,
      locale: null,
      streaming: null,
      autoSummarisation: null,
    });
    expect(await stored()).toMatchObject(defaults);
  });

  it('are each person’s own', async () => {
    await update({ theme: 'DARK' });
    const all = await service.preferencesOfAll(database.fork(), [bob.id, alice.id]);
    expect([all.get(alice.id)?.theme, all.get(bob.id)?.theme]).toEqual(['DARK', 'SYSTEM']);
  });

  it('lose nothing when many change them at once', async () => {
    const changes: UpdatePreferencesInput[] = [
      { parameters: { temperature: 1 } },
      { parameters: { topP: 0.5 } },
      { parameters: { topK: 7 } },
      { parameters: { seed: 3 } },
      { theme: 'LIGHT' },
      { streaming: false },
      { autoSummarisation: false },
      { systemPrompt: 'x' },
    ];
    await Promise.all(changes.map(update));
    expect(await stored()).toMatchObject({
      parameters: { temperature: 1, topP: 0.5, topK: 7, seed: 3 },
      theme: 'LIGHT',
      streaming: false,
      autoSummarisation: false,
      systemPrompt: 'x',
    });
  });

  it('take only a model that can be used, and leave everything as it was otherwise', async () => {
    await expect(update({ defaultModelId: 'acme:nothing', theme: 'DARK' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'defaultModelId',
      message: 'There is no model acme:nothing.',
    });
    await expect(update({ theme: 'DARK', parameters: { temperature: 2.1 } })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'parameters.temperature',
    });
    expect(await stored()).toMatchObject(defaults);
  });

  it('allow as many tokens as the preferred model', async () => {
    await expect(update({ parameters: { maxTokens: 8000 } })).rejects.toMatchObject({ field: 'parameters.maxTokens' });
    await update({ defaultModelId: 'local:long', parameters: { maxTokens: 8000 } });
    expect(await stored()).toMatchObject({ parameters: { maxTokens: 8000 } });
  });
});
