import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface Provider {
  /** What API_URL takes. */
  url: string;
  close(): void;
}

/**
 * A provider with one model that says everything at once.
 * @param reply to what the system prompt, or without one the question, says first; null refuses the key.
 */
export async function startProvider(model: object, reply: (firstWords: string) => string | null): Promise<Provider> {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') return void response.end(JSON.stringify({ data: [model] }));
    const { messages } = (await json(request)) as { messages: { content: string }[] };
    const content = reply(messages[0]!.content);
    if (content === null) {
      return void response.writeHead(401).end(JSON.stringify({ error: { message: 'no such key' } }));
    }
    response.setHeader('content-type', 'text/event-stream');
    const chunk = { choices: [{ delta: { content }, finish_reason: 'stop' }] };
    response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
  }
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, close: () => server.close() };
}
