import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Hit {
  documentId: string;
  score: number;
}

type Answer = { data?: Record<string, never>; errors?: { message: string }[] };

/** A new account on a running server, with what the benchmark asks of it. */
export class Reader {
  readonly #url: string;
  #cookie = '';

  private constructor(url: string) {
    this.#url = url;
  }

  static async signUp(url: string): Promise<Reader> {
    const reader = new Reader(url);
    const input = { email: `reader-${randomUUID()}@example.com`, password: randomUUID(), displayName: 'Reader' };
    await reader.#query('mutation ($input: SignUpInput!) { signUp(input: $input) { user { id } } }', { input });
    return reader;
  }

  /** Uploads a text as a file of its own. @returns the id of the document. */
  async upload(fileName: string, text: string): Promise<string> {
    const body = new FormData();
    body.append('file', new Blob([text], { type: 'text/plain' }), fileName);
    const headers = { cookie: this.#cookie, origin: this.#url };
    const response = await fetch(`${this.#url}/api/documents`, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`Upload refused: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { document: { id: string } }).document.id;
  }

  /** Waits until every document is ready; throws when one failed. */
  async waitUntilRead(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      for (;;) {
        const { document } = await this.#query<{ document: { status: string; errorCode: string | null } }>(
          'query ($id: ID!) { document(id: $id) { status errorCode } }',
          { id },
        );
        if (document.status === 'READY') break;
        if (document.status === 'FAILED') throw new Error(`A document failed: ${document.errorCode}`);
        await sleep(200);
      }
    }
  }

  async search(query: string, mode: string, first: number): Promise<Hit[]> {
    const { searchDocuments } = await this.#query<{
      searchDocuments: { score: number; chunk: { document: { id: string } } }[];
    }>('query ($input: SearchDocumentsInput!) { searchDocuments(input: $input) { score chunk { document { id } } } }', {
      input: { query, mode, first },
    });
    return searchDocuments.map(({ score, chunk }) => ({ score, documentId: chunk.document.id }));
  }

  /** What the local model says to a question in a new conversation. */
  async ask(text: string): Promise<string> {
    const { sendMessage } = await this.#query<{ sendMessage: { assistantMessage: { id: string } } }>(
      'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { assistantMessage { id } } }',
      { input: { text, modelId: 'local:parley' } },
    );
    for (;;) {
      const { message } = await this.#query<{ message: { status: string; text: string } }>(
        'query ($id: ID!) { message(id: $id) { status text } }',
        { id: sendMessage.assistantMessage.id },
      );
      if (!['PENDING', 'STREAMING'].includes(message.status)) return message.text;
      await sleep(100);
    }
  }

  async #query<T>(query: string, variables: object): Promise<T> {
    const response = await fetch(`${this.#url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.#cookie },
      body: JSON.stringify({ query, variables }),
    });
    const cookie = response.headers.get('set-cookie');
    if (cookie) this.#cookie = cookie.split(';')[0]!;
    const { data, errors } = (await response.json()) as Answer;
    if (errors) throw new Error(errors[0]!.message);
    return data as T;
  }
}
