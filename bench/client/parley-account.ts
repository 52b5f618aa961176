import { randomUUID } from 'node:crypto';
import { Agent } from 'undici';

const agent = new Agent();

const createSession = `mutation ($input: CreateSessionInput!) { createSession(input: $input) { id } }`;
const sendMessage = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) { session { id } userMessage { id } assistantMessage { id } run { id } }
}`;

/** What the server says instead of doing what it is asked. */
export class Refusal extends Error {
  readonly code: string | undefined;
  /** When to come again, in seconds. */
  readonly retryAfter: number | undefined;

  constructor({ message, extensions }: ServerError) {
    super(message);
    this.code = extensions?.code;
    this.retryAfter = extensions?.retryAfter;
  }
}

interface ServerError {
  message: string;
  extensions?: { code?: string; retryAfter?: number };
}

/** Somebody with an account, over HTTP. */
export class ParleyAccount {
  readonly #url: string;
  cookie = '';

  private constructor(url: string) {
    this.#url = url;
  }

  static async signUp(url: string): Promise<ParleyAccount> {
    const account = new ParleyAccount(url);
    const input = { email: `${randomUUID()}@example.com`, password: randomUUID(), displayName: 'Benchmark' };
    await account.#request('mutation ($input: SignUpInput!) { signUp(input: $input) { user { id } } }', { input });
    return account;
  }

  /** A conversation that has a title, so that none is asked of the model. */
  async createSession(modelId = 'api:bench'): Promise<string> {
    const data = await this.#request<{ createSession: { id: string } }>(createSession, {
      input: { title: 'Benchmark', modelId },
    });
    return data.createSession.id;
  }

  /** @returns the run that answers. */
  async sendMessage(sessionId: string, text: string, messageId?: string): Promise<string> {
    const data = await this.#request<{ sendMessage: { run: { id: string } } }>(sendMessage, {
      input: { sessionId, text, ...(messageId && { messageId }) },
    });
    return data.sendMessage.run.id;
  }

  /** How a run is stored. */
  async statusOf(runId: string): Promise<string> {
    const query = 'query ($id: ID!) { run(id: $id) { status } }';
    return (await this.#request<{ run: { status: string } }>(query, { id: runId })).run.status;
  }

  async #request<T>(query: string, variables: object): Promise<T> {
    const { headers, body } = await agent.request({
      origin: this.#url,
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.cookie },
      body: JSON.stringify({ query, variables }),
    });
    const cookie = [headers['set-cookie'] ?? []].flat()[0];
    if (cookie !== undefined) this.cookie = cookie.split(';')[0]!;
    const { data, errors } = (await body.json()) as { data: T; errors?: ServerError[] };
    if (errors) throw new Refusal(errors[0]!);
    return data;
  }
}
