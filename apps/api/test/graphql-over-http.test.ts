import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './support/test-app.ts';

/**
 * The three that want status 200 for errors of the request itself: parsing, validation and coercion of variables.
 * Apollo Server answers 400, which clients of either media type understand.
 */
const exempt = new Set(['572B', 'FDE2', '7B9B']);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('GraphQL over HTTP, by its public audit suite', () => {
  const audits = serverAudits({ url: () => `${app.url}/graphql` }).filter(({ id }) => !exempt.has(id));

  it.each(audits.filter(({ name }) => /MUST|SHOULD/.test(name)))('$id $name', async (audit) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
  });
});

describe('GET /graphql', () => {
  const get = (query: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${app.url}/graphql?${new URLSearchParams({ query })}`, { headers });

  it('answers queries of programs, which can send a header other sites’ pages cannot', async () => {
    const response = await get('{ __typename }', { 'apollo-require-preflight': '1' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  it('refuses what another site’s page could send', async () => {
    expect((await get('{ __typename }')).status).toBe(400);
  });

  it('refuses mutations', async () => {
    const response = await get('mutation { signOut }', { 'apollo-require-preflight': '1' });
    expect(response.status).toBe(405);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });
});
