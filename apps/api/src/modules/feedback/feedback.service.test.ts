import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createInProcessBus } from '../../adapters/bus/in-process.ts';
import type { Database } from '../../db/orm.ts';
import { newId } from '../../kernel/ids.ts';
import type { Viewer } from '../../kernel/request-context.ts';
import { ChatService, ChatSession, Message, MessageRole, MessageStatus, SessionEvents } from '../chat/index.ts';
import { User } from '../users/index.ts';
import { FeedbackService } from './feedback.service.ts';
import type { SubmitFeedbackInput } from './feedback.type.ts';
import { FeedbackRating, MessageFeedback } from './message-feedback.entity.ts';
import { openTestDatabase } from '../../../test/support/test-database.ts';

const viewer = (id: string): Viewer => ({ id, role: 'USER', authSessionId: 'x' });
const silentBus = createInProcessBus();
const noDefaults = {
  of: () => Promise.reject(new Error('No conversation is made here.')),
  checkModel: () => ({ maxOutputTokens: 0 }),
};

describe('FeedbackService', () => {
  let database: Database;
  const service = new FeedbackService(new ChatService(noDefaults, new SessionEvents(silentBus)));
  const [alice, bob] = [newId(), newId()];
  const [question, answer] = [newId(), newId()];
  const submit = (input: Omit<SubmitFeedbackInput, 'messageId'>, messageId = answer, as = alice) =>
    service.submit(database.fork(), viewer(as), { ...input, messageId });
  const rows = () => database.fork().find(MessageFeedback, {});

  beforeAll(async () => {
    database = await openTestDatabase();
    const em = database.fork();
    for (const [id, name] of [
      [alice, 'alice'],
      [bob, 'bob'],
    ] as const) {
      em.persist(Object.assign(new User(), { id, email: `${name}@example.com`, displayName: name }));
    }
    const owner = em.getReference(User, alice, { wrapped: true });
    const session = em.create(ChatSession, { owner, title: 'Talk', modelId: 'local:parley', titleSearch: '' } as never);
    for (const [id, role] of [
      [question, MessageRole.USER],
      [answer, MessageRole.ASSISTANT],
    ] as const) {
      em.create(Message, { id, session, role, depth: 0, status: MessageStatus.COMPLETED } as never);
    }
    await em.flush();
  });
  afterAll(() => database.close());
  beforeEach(() => database.fork().nativeDelete(MessageFeedback, {}));

  it('keeps one opinion, adding to it and taking from it', async () => {
    const first = await submit({ rating: FeedbackRating.THUMBS_UP, stars: 4 });
    const second = await submit({ stars: null, text: 'Right, but long.', categories: ['long'] });
    expect(second.id).toBe(first.id);
    expect(await rows()).toMatchObject([
      {
        rating: FeedbackRating.THUMBS_UP,
        stars: null,
        text: 'Right, but long.',
        categories: ['long'],
        reportedIssue: null,
        isReviewed: false,
      },
    ]);
  });

  it('is new to an administrator when it changes', async () => {
    await submit({ stars: 1 });
    await database.fork().nativeUpdate(MessageFeedback, {}, { isReviewed: true });
    expect((await submit({ stars: 2 })).isReviewed).toBe(false);
  });

  it('of many at once stays one', async () => {
    const given = await Promise.all(Array.from({ length: 10 }, (_, index) => submit({ stars: 1 + (index % 5) })));
    expect(new Set(given.map(({ id }) => id)).size).toBe(1);
    expect(await rows()).toHaveLength(1);
  });

  it('that says nothing is refused and leaves nothing', async () => {
    await expect(submit({})).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await rows()).toEqual([]);
    await submit({ stars: 3 });
    await expect(submit({ stars: null })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await rows()).toMatchObject([{ stars: 3 }]);
  });

  it.each([
    ['somebody else’s answer', () => submit({ stars: 1 }, answer, bob), { code: 'NOT_FOUND' }],
    ['no message', () => submit({ stars: 1 }, newId()), { code: 'NOT_FOUND' }],
    ['no id', () => submit({ stars: 1 }, "'; drop table users"), { code: 'NOT_FOUND' }],
    ['a question', () => submit({ stars: 1 }, question), { code: 'BAD_USER_INPUT', field: 'messageId' }],
  ])('on %s is refused', async (_name, attempt, error) => {
    await expect(attempt()).rejects.toMatchObject(error);
    expect(await rows()).toEqual([]);
  });

  it('can be taken back, by whom it is from', async () => {
    await submit({ stars: 5 });
    await expect(service.withdraw(database.fork(), viewer(bob), answer)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await service.withdraw(database.fork(), viewer(alice), answer)).toBe(true);
    expect(await service.withdraw(database.fork(), viewer(alice), answer)).toBe(false);
    expect(await rows()).toEqual([]);
  });
});
