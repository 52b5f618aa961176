import { createPubSub } from '@graphql-yoga/subscription';
import { graphql, type GraphQLSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createInProcessBus } from '../../adapters/bus/in-process.ts';
import type { Database } from '../../db/orm.ts';
import type { ParleyError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { RequestContext, Viewer } from '../../kernel/request-context.ts';
import { guardOperations } from '../../server/graphql/operation-guard.ts';
import { TextQuota } from '../../server/graphql/text-quota.ts';
import type { LanguageModelProvider } from '../../ports/language-model.ts';
import {
  ChatService,
  ChatSession,
  ChatSessionResolver,
  Message,
  MessageResolver,
  MessageRole,
  MessageStatus,
  SessionEvents,
} from '../chat/index.ts';
import { chatRoom } from '../chat/room.ts';
import { ModelCatalogue, ModelPrices, ModelResolver } from '../models/index.ts';
import { modelsRoom } from '../models/room.ts';
import {
  RequestType,
  SessionUsageResolver,
  UsageReportResolver,
  UsageService,
  UserUsageResolver,
} from '../usage/index.ts';
import { usageRoom } from '../usage/room.ts';
import { User } from '../users/index.ts';
import { FeedbackResolver, MessageFeedbackResolver } from './feedback.resolver.ts';
import { FeedbackService } from './feedback.service.ts';
import { feedbackRoom } from './room.ts';
import { openTestDatabase } from '../../../test/support/test-database.ts';

const bus = createInProcessBus();
const refuse = () => Promise.reject(new Error('No conversation is made here.'));
const local: LanguageModelProvider = {
  id: 'local',
  label: 'Local',
  isLocal: true,
  isImitation: true,
  unavailableReason: null,
  listModels: async () => [{ name: 'parley' }],
  stream: () => {
    throw new Error('Nobody asks it.');
  },
};

const SUBMIT = `mutation ($input: SubmitFeedbackInput!) {
  submitFeedback(input: $input) { id rating stars categories text reportedIssue isReviewed createdAt message { id feedback { stars } } }
}`;
const SESSIONS =
  '{ sessions { nodes { id usage { requests totalTokens totalCost } messages { nodes { id feedback { stars } } } } } }';

describe('models, usage and feedback through GraphQL', () => {
  let database: Database;
  let schema: GraphQLSchema;
  const [alice, bob] = [newId(), newId()];
  const answers: string[] = [];
  let instances: object[];
  const instance = <T>(type: new (...args: never[]) => T) =>
    instances.find((one): one is T & object => one instanceof type)!;

  function context(viewer: Viewer | null): RequestContext {
    return {
      viewer,
      em: database.fork(),
      fork: () => database.fork(),
      service: () => {
        throw new Error('Nothing here is subscribed to.');
      },
      requestId: 'test',
      since: 0,
      address: '203.0.113.7',
      userAgent: 'a browser',
      setSessionCookie: () => {},
    };
  }
  const viewer = (id: string, role: Viewer['role'] = 'USER'): Viewer => ({ id, role, authSessionId: 'x' });

  /** The data of an answer, or the code and the field of its first error. */
  async function ask(
    source: string,
    variableValues: Record<string, unknown> = {},
    on = context(viewer(alice)),
  ): Promise<unknown> {
    const { data, errors } = await graphql({ schema, source, variableValues, contextValue: on });
    const cause = errors?.[0]?.originalError as Partial<ParleyError> | undefined;
    return errors?.[0] ? { code: cause?.code ?? errors[0].message, field: cause?.field } : data;
  }

  beforeAll(async () => {
    database = await openTestDatabase();
    const prices = new ModelPrices();
    const catalogue = new ModelCatalogue([local], prices);
    const usage = new UsageService(prices);
    const chat = new ChatService({ of: refuse, checkModel: () => ({ maxOutputTokens: 0 }) }, new SessionEvents(bus));
    instances = [
      new ModelResolver(catalogue, prices, async () => 'local:parley'),
      new UsageReportResolver(usage),
      new SessionUsageResolver(),
      new UserUsageResolver(usage),
      new FeedbackResolver(new FeedbackService(chat)),
      new MessageFeedbackResolver(),
      new ChatSessionResolver(chat),
      new MessageResolver(chat, async () => []),
    ];
    schema = await buildSchema({
      resolvers: [modelsRoom, chatRoom, usageRoom, feedbackRoom].flatMap((room) => room.resolvers ?? []) as never,
      container: { get: (type) => instance(type as never) },
      validate: false,
      pubSub: createPubSub(),
    });
    const limiter = { consume: async () => {}, refund: async () => {} };
    guardOperations(schema, { limiter, quota: new TextQuota(Infinity, async () => ({ text: 0, files: 0 })) });

    const em = database.fork();
    await prices.seed(em, new Map());
    for (const [id, name] of [
      [alice, 'alice'],
      [bob, 'bob'],
    ] as const) {
      em.persist(Object.assign(new User(), { id, email: `${name}@example.com`, displayName: name }));
    }
    const owner = em.getReference(User, alice, { wrapped: true });
    for (const title of ['First', 'Second', 'Third']) {
      const session = em.create(ChatSession, { owner, title, modelId: 'openai:gpt-4o', titleSearch: '' } as never);
      const message = { session, depth: 0, role: MessageRole.ASSISTANT, status: MessageStatus.COMPLETED };
      answers.push(em.create(Message, message as never).id);
      session.activeLeafId = answers.at(-1)!;
      await em.flush();
      const call = {
        userId: alice,
        sessionId: session.id,
        modelId: 'openai:gpt-4o',
        isEstimated: false,
        durationMs: 900,
      };
      await usage.record(em, { ...call, requestType: RequestType.CHAT, promptTokens: 1_000, completionTokens: 500 });
    }
  });
  afterAll(() => database.close());

  it('lists models and prices to people who are signed in', async () => {
    const fields =
      'id name provider providerLabel contextWindow maxOutputTokens inputPricePerMillion isAvailable unavailableReason isDefault isLocal';
    expect(await ask(`{ models { ${fields} } }`)).toMatchObject({
      models: [
        { id: 'local:parley', provider: 'local', isAvailable: true, isDefault: true, inputPricePerMillion: '0' },
      ],
    });
    const { modelPrices } = (await ask(
      '{ modelPrices { id modelId inputPricePerMillion outputPricePerMillion validFrom } }',
    )) as {
      modelPrices: { modelId: string; inputPricePerMillion: string }[];
    };
    expect(modelPrices.find(({ modelId }) => modelId === 'openai:gpt-4o')!.inputPricePerMillion).toBe('2.5');
    for (const source of [
      '{ models { id } }',
      '{ modelPrices { id } }',
      '{ usageReport(input: {}) { totals { requests } } }',
    ]) {
      expect(await ask(source, {}, context(null))).toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  it('shows the usage of a list of conversations with one query', async () => {
    const on = context(viewer(alice));
    const execute = vi.spyOn(on.em, 'execute');
    const { sessions } = (await ask(SESSIONS, {}, on)) as { sessions: { nodes: { usage: unknown }[] } };
    expect(sessions.nodes).toHaveLength(3);
    for (const { usage } of sessions.nodes)
      expect(usage).toEqual({ requests: 1, totalTokens: 1_500, totalCost: '0.0075' });
    expect(execute.mock.calls.filter(([sql]) => JSON.stringify(sql).includes('token_usages'))).toHaveLength(1);
  });

  it('tells what a person used to that person and to administrators', async () => {
    const ofAlice = Object.assign(new User(), { id: alice });
    const asked = (by: Viewer | null) => instance(UserUsageResolver).usage(ofAlice, context(by));
    for (const by of [viewer(alice), viewer(bob, 'ADMIN')])
      expect(await asked(by)).toMatchObject({ requests: 3, totalCost: '0.0225' });
    expect(() => asked(viewer(bob))).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  it('reports usage, by day unless asked otherwise', async () => {
    const fields = 'totals { requests totalCost } buckets { key averageDurationMs p95DurationMs failureRate }';
    expect(await ask(`{ usageReport(input: {}) { ${fields} } }`)).toEqual({
      usageReport: {
        totals: { requests: 3, totalCost: '0.0225' },
        buckets: [
          {
            key: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
            averageDurationMs: 900,
            p95DurationMs: 900,
            failureRate: 0,
          },
        ],
      },
    });
    expect(await ask(`{ usageReport(input: { groupBy: USER, allUsers: true }) { ${fields} } }`)).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(
      await ask(`{ usageReport(input: { from: "2026-02-01T00:00:00Z", to: "2026-01-01T00:00:00Z" }) { ${fields} } }`),
    ).toEqual({
      code: 'BAD_USER_INPUT',
      field: 'from',
    });
    const everybody = await ask(
      `{ usageReport(input: { groupBy: USER, allUsers: true }) { ${fields} } }`,
      {},
      context(viewer(bob, 'ADMIN')),
    );
    expect(everybody).toMatchObject({ usageReport: { totals: { requests: 3 }, buckets: [{ key: alice }] } });
  });

  it('keeps feedback with its message, shown to its author alone', async () => {
    const input = {
      messageId: answers[0],
      rating: 'THUMBS_DOWN',
      stars: 2,
      categories: ['wrong'],
      text: 'No.',
      reportedIssue: 'Made up.',
    };
    const { messageId, ...opinion } = input;
    expect(await ask(SUBMIT, { input })).toMatchObject({
      submitFeedback: { ...opinion, isReviewed: false, message: { id: messageId, feedback: { stars: 2 } } },
    });
    expect(await ask(SUBMIT, { input: { messageId, stars: 3 } })).toMatchObject({
      submitFeedback: { ...opinion, stars: 3 },
    });
    expect(await ask(SUBMIT, { input }, context(viewer(bob)))).toMatchObject({ code: 'NOT_FOUND' });

    const { sessions } = (await ask(SESSIONS)) as {
      sessions: { nodes: { messages: { nodes: { id: string; feedback: unknown }[] } }[] };
    };
    const shown = sessions.nodes.flatMap(({ messages }) => messages.nodes).filter(({ feedback }) => feedback);
    expect(shown).toEqual([{ id: messageId, feedback: { stars: 3 } }]);

    const WITHDRAW = 'mutation ($id: ID!) { withdrawFeedback(messageId: $id) }';
    expect(await ask(WITHDRAW, { id: messageId }, context(viewer(bob)))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await ask(WITHDRAW, { id: messageId })).toEqual({ withdrawFeedback: true });
    expect(await ask(WITHDRAW, { id: messageId })).toEqual({ withdrawFeedback: false });
  });
});
