import { beforeAll, describe, expect, it } from 'vitest';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../kernel/request-context.ts';
import { createSchema } from '../../schema.ts';
import { checkArguments, guardOperations } from './operation-guard.ts';
import { TextQuota } from './text-quota.ts';

/** Operations that count by themselves, each with the reason it has. */
const ownCounts = {
  sendMessage: 'counts while it reads',
  signIn: 'counts failures by account and address',
  signUp: 'counts accounts that are valid',
};

describe('every operation of the schema', () => {
  const counted: string[] = [];
  const limiter = {
    consume: async (limit: string) => {
      counted.push(limit);
      throw new Error('refused');
    },
    refund: async () => {},
  };
  let schema: GraphQLSchema;

  beforeAll(() => {
    schema = createSchema({
      get: () => {
        throw new Error('called');
      },
    });
    guardOperations(schema, { limiter, quota: new TextQuota(0, () => Promise.reject(new Error('counted'))) });
  });

  const refusalOf = async (type: string, name: string): Promise<string> => {
    const field = schema.getType(type)! as GraphQLObjectType;
    const { resolve, subscribe } = field.getFields()[name]!;
    const context = { viewer: null, address: '192.0.2.1' } as RequestContext;
    try {
      await (subscribe ?? resolve)!(undefined, {}, context, {} as never);
      return 'none';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('counts before it does anything, in the limit it names or the usual one of its kind', async () => {
    const limits: Record<string, string> = {};
    const uncounted: string[] = [];
    for (const type of ['Query', 'Mutation', 'Subscription']) {
      const fields = (schema.getType(type) as GraphQLObjectType).getFields();
      for (const name of Object.keys(fields)) {
        counted.length = 0;
        const refusal = await refusalOf(type, name);
        if (counted.length === 0) uncounted.push(name);
        else expect(refusal).toBe('refused');
        limits[name] = counted.join();
      }
    }
    expect(uncounted.toSorted()).toEqual(Object.keys(ownCounts));
    expect(limits).toMatchObject({
      viewer: 'reads',
      runEvents: 'reads',
      cancelRun: 'reads',
      createSession: 'changes',
      updateCollection: 'changes',
      switchBranch: 'changes',
      searchDocuments: 'searches',
      searchMessages: 'searches',
      usageReport: 'expensive',
      retryDocument: 'uploads',
      editMessage: 'chat',
      regenerateMessage: 'chat',
      continueMessage: 'chat',
    });
  });
});

describe('texts of arguments', () => {
  it.each([
    [{ id: 'a\0' }, 'id'],
    [{ filter: { modelId: 'a\0b' } }, 'filter.modelId'],
    [{ filter: { modelId: '\ud800' } }, 'filter.modelId'],
    [{ input: { categories: ['fine', '\udc00'] } }, 'categories'],
    [{ input: { parameters: { name: '\0' } } }, 'parameters.name'],
    [{ input: { metadata: { ['\0']: 1 } } }, 'metadata'],
    [{ input: { metadata: { deep: [{ ['\ud800']: 1 }] } } }, 'metadata.deep'],
  ])('%j are refused at %s', (args, field) => {
    expect(() => checkArguments(args)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field }));
  });

  it('are looked at however deep they are', () => {
    let deep: unknown = 'a\0';
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(() => checkArguments({ input: { deep } })).toThrow(/NUL/);
  });

  it('may be anything else', () => {
    expect(() =>
      checkArguments({ a: '', b: '👨‍👩‍👧', c: null, d: new Date(), e: { f: [1, true, '\u200b'] } }),
    ).not.toThrow();
  });
});
