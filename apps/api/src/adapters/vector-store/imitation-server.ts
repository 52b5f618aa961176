import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cosine } from './remote-points.ts';

type Metadata = Record<string, string | number | boolean>;
type Condition = Record<string, unknown>;

interface Point {
  id: string;
  vector: number[];
  metadata: Metadata;
}

/** As much of the documented interfaces of Chroma (v2) and Pinecone (2025-04) as the adapters use, in memory. */
export async function startImitationServer(): Promise<{
  url: string;
  close(): void;
  requests: { path: string; key: string | undefined }[];
}> {
  const spaces = new Map<string, Map<string, Point>>();
  const requests: { path: string; key: string | undefined }[] = [];
  const space = (name: string): Map<string, Point> => {
    if (!spaces.has(name)) spaces.set(name, new Map());
    return spaces.get(name)!;
  };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (piece: Buffer) => (text += piece.toString()));
    request.on('end', () => {
      const url = new URL(request.url!, 'http://imitation');
      requests.push({ path: url.pathname, key: request.headers['api-key'] as string | undefined });
      const body = text ? (JSON.parse(text) as Condition) : {};
      const answer = url.pathname.startsWith('/api/v2/') ? chroma(url, request.method!, body) : pinecone(url, body);
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { error: 'NotFound' }));
    });
  });

  function chroma(url: URL, method: string, body: Condition): unknown {
    const [collection, command] = url.pathname.split('/collections')[1]!.split('/').slice(1);
    if (collection === undefined) {
      if (method === 'GET') return [...spaces.keys()].map((name) => ({ id: name, name }));
      space(body.name as string);
      return { id: body.name };
    }
    const points = space(collection);
    const chosen = [...points.values()].filter(({ metadata }) => fits(metadata, body.where as Condition));
    if (command === 'upsert') {
      const { ids, embeddings, metadatas } = body as { ids: string[]; embeddings: number[][]; metadatas: Metadata[] };
      ids.forEach((id, index) => points.set(id, { id, vector: embeddings[index]!, metadata: metadatas[index]! }));
      return {};
    }
    if (command === 'query') {
      const asked = (body.query_embeddings as number[][])[0]!;
      const near = nearest(chosen, asked, body.n_results as number);
      return { ids: [near.map(({ id }) => id)], distances: [near.map(({ score }) => 1 - score)] };
    }
    if (command === 'get') {
      const wanted = chosen.filter(({ id }) => (body.ids as string[]).includes(id));
      return {
        ids: wanted.map(({ id }) => id),
        embeddings: wanted.map(({ vector }) => vector),
        metadatas: wanted.map(({ metadata }) => metadata),
      };
    }
    if (command === 'update') {
      const { ids, metadatas } = body as { ids: string[]; metadatas: Record<string, Metadata[string] | null>[] };
      ids.forEach((id, index) => {
        const merged = Object.entries({ ...points.get(id)!.metadata, ...metadatas[index] });
        points.get(id)!.metadata = Object.fromEntries(merged.filter(([, value]) => value !== null)) as Metadata;
      });
      return {};
    }
    if (command === 'delete') {
      for (const { id } of chosen) points.delete(id);
      return {};
    }
    return undefined;
  }

  function pinecone(url: URL, body: Condition): unknown {
    const points = space((body.namespace as string | undefined) ?? url.searchParams.get('namespace') ?? '');
    switch (url.pathname) {
      case '/vectors/upsert':
        for (const { id, values, metadata } of body.vectors as { id: string; values: number[]; metadata: Metadata }[]) {
          points.set(id, { id, vector: values, metadata });
        }
        return {};
      case '/query': {
        const chosen = [...points.values()].filter(({ metadata }) => fits(metadata, body.filter as Condition));
        return { matches: nearest(chosen, body.vector as number[], body.topK as number) };
      }
      case '/vectors/fetch': {
        const wanted = url.searchParams.getAll('ids').flatMap((id) => points.get(id) ?? []);
        return {
          vectors: Object.fromEntries(wanted.map(({ id, vector, metadata }) => [id, { id, values: vector, metadata }])),
        };
      }
      case '/describe_index_stats':
        return {
          namespaces: Object.fromEntries(
            [...spaces].filter(([name]) => name).map(([name, { size }]) => [name, { vectorCount: size }]),
          ),
        };
      case '/vectors/delete':
        for (const point of points.values())
          if (fits(point.metadata, body.filter as Condition)) points.delete(point.id);
        return {};
      default:
        return undefined;
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, requests, close: () => server.close() };
}

const nearest = (points: Point[], asked: number[], limit: number): { id: string; score: number }[] =>
  points
    .map(({ id, vector }) => ({ id, score: cosine(asked, vector) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);

/** Refuses what the real services refuse: lists of one condition, several fields side by side. */
function fits(metadata: Metadata, condition: Condition | undefined): boolean {
  if (condition === undefined) return true;
  const entries = Object.entries(condition);
  if (entries.length !== 1) throw new Error('One field or operator per condition.');
  const [key, operand] = entries[0]!;
  if (key === '$and' || key === '$or') {
    const parts = operand as Condition[];
    if (parts.length < 2) throw new Error(`${key} needs two conditions.`);
    return key === '$and' ? parts.every((part) => fits(metadata, part)) : parts.some((part) => fits(metadata, part));
  }
  const [operator, value] = Object.entries(operand as Condition)[0]! as [string, number];
  const actual = metadata[key] as number;
  const isComparable = typeof actual === typeof value;
  switch (operator) {
    case '$eq':
      return actual === value;
    case '$ne':
      return actual !== value;
    case '$in':
      return (operand as Record<string, unknown[]>)[operator]!.includes(actual);
    case '$nin':
      return !(operand as Record<string, unknown[]>)[operator]!.includes(actual);
    case '$gt':
      return isComparable && actual > value;
    case '$gte':
      return isComparable && actual >= value;
    case '$lt':
      return isComparable && actual < value;
    case '$lte':
      return isComparable && actual <= value;
    default:
      throw new Error(`No operator ${operator}.`);
  }
}
