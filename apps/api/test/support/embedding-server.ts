import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server with `POST /embeddings` whose vectors count letters: texts with the same words are near each other. */
export interface EmbeddingServer {
  url: string;
  /** The texts of each request so far. */
  requests: string[][];
  /** Whether it reports tokens: one for each word. */
  reportsTokens: boolean;
  /** The status of the next answers instead of vectors. */
  failure: number | null;
  close(): void;
}

export async function startEmbeddingServer(): Promise<EmbeddingServer> {
  const state: Omit<EmbeddingServer, 'url' | 'close'> = { requests: [], reportsTokens: true, failure: null };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (piece: Buffer) => (text += piece.toString()));
    request.on('end', () => {
      if (!request.url!.endsWith('/embeddings')) return response.writeHead(404).end('{}');
      const { input } = JSON.parse(text) as { input: string[] };
      state.requests.push(input);
      if (state.failure !== null) return response.writeHead(state.failure).end('{}');
      const data = input.map((each, index) => ({ index, embedding: lettersOf(each) }));
      const usage = { prompt_tokens: input.join(' ').split(/\s+/).length };
      return response.end(JSON.stringify({ data, ...(state.reportsTokens && { usage }) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(state, { url, close: () => void server.close() });
}

function lettersOf(text: string): number[] {
  const counts = Array.from({ length: 26 }, () => 0.1);
  for (const letter of text.toLowerCase()) {
    const place = letter.charCodeAt(0) - 97;
    if (place >= 0 && place < 26) counts[place]! += 1;
  }
  return counts;
}
