import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface GraphQLAnswer<T = Record<string, never>> {
  data: T | null;
  errors?: {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; field?: string; retryAfter?: number };
  }[];
}

// Answers are as free as the queries in tests are.
// oxlint-disable-next-line no-explicit-any
type Data = any;

/** A program that uses the API as somebody: over HTTP with a cookie, and over a socket. */
export class TestClient {
  readonly url: string;
  cookie = '';
  email = '';
  password = '';
  #socket: Client | undefined;

  constructor(url: string) {
    this.url = url;
  }

  /** The whole answer, errors included. */
  async request(query: string, variables: object = {}): Promise<GraphQLAnswer<Data>> {
    const response = await this.post(JSON.stringify({ query, variables }));
    const cookie = response.headers.get('set-cookie');
    if (cookie) this.cookie = cookie.split(';')[0]!;
    return (await response.json()) as GraphQLAnswer<Data>;
  }

  /** The raw HTTP response. */
  post(body: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(this.cookie && { cookie: this.cookie }), ...headers },
      body,
    });
  }

  /** The data; fails on any error. */
  async query(query: string, variables: object = {}): Promise<Data> {
    const { data, errors } = await this.request(query, variables);
    if (errors)
      throw new Error(`${errors[0]!.extensions.code} ${errors[0]!.extensions.field ?? ''}: ${errors[0]!.message}`);
    return data;
  }

  /** The first error's `code`, or `code field` when a field is named; 'none' without errors. */
  async errorOf(query: string, variables: object = {}): Promise<string> {
    const { errors } = await this.request(query, variables);
    if (!errors) return 'none';
    const { code, field } = errors[0]!.extensions;
    return field ? `${code} ${field}` : code;
  }

  /** The socket all subscriptions of this client share. */
  get socket(): Client {
    const headers = { cookie: this.cookie };
    this.#socket ??= createClient({
      url: `${this.url.replace('http', 'ws')}/graphql`,
      retryAttempts: 0,
      lazy: true,
      webSocketImpl: class extends WebSocket {
        constructor(address: string, protocol: string) {
          super(address, protocol, { headers });
        }
      },
    });
    return this.#socket;
  }

  /** The results of a subscription; errors are thrown. */
  subscribe(query: string, variables: Record<string, unknown> = {}): AsyncIterableIterator<Data> {
    return this.socket.iterate({ query, variables });
  }

  async close(): Promise<void> {
    await this.#socket?.dispose();
  }
}

/** Makes an account `name@example.com` and signs in with it. */
export async function createUser(url: string, name: string): Promise<TestClient> {
  const client = new TestClient(url);
  client.email = `${name}@example.com`;
  client.password = `${name} has a long password`;
  const input = { email: client.email, password: client.password, displayName: name };
  await client.query('mutation ($input: SignUpInput!) { signUp(input: $input) { user { id } } }', { input });
  return client;
}
