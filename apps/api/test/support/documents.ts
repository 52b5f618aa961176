import type { TestClient } from './test-client.ts';
import { until } from './until.ts';

export interface UploadAnswer {
  status: number;
  document?: { id: string; fileName: string; status: string };
  isDuplicate?: boolean;
  error?: { code: string; message: string; field?: string };
}

/** Uploads a file as a program would. */
export async function upload(
  client: TestClient,
  fileName: string,
  content: string | Uint8Array,
  fields: Record<string, string> = {},
): Promise<UploadAnswer> {
  const form = new FormData();
  form.append('file', new Blob([content as never]), fileName);
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return post(client, form);
}

export async function post(client: TestClient, body: FormData | string): Promise<UploadAnswer> {
  const response = await fetch(`${client.url}/api/documents`, {
    method: 'POST',
    body,
    headers: { cookie: client.cookie },
  });
  return { status: response.status, ...((await response.json()) as object) };
}

const documentFields =
  'id fileName mediaType sizeBytes status progress errorCode errorMessage chunkCount isActive metadata collection { id name } session { id }';

export interface SeenDocument {
  id: string;
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  status: string;
  progress: number;
  errorCode: string | null;
  errorMessage: string | null;
  chunkCount: number;
  isActive: boolean;
  metadata: unknown;
  collection: { id: string; name: string };
  session: { id: string } | null;
}

export async function findDocument(client: TestClient, id: string): Promise<SeenDocument> {
  const { document } = await client.query(`query ($id: ID!) { document(id: $id) { ${documentFields} } }`, { id });
  return document as SeenDocument;
}

/** Waits until a document is read or has failed. */
export async function whenRead(client: TestClient, id: string): Promise<SeenDocument> {
  return until(async () => {
    const document = await findDocument(client, id);
    return document.status === 'READY' || document.status === 'FAILED' ? document : undefined;
  });
}

/** Uploads a file and waits for it. */
export async function addDocument(
  client: TestClient,
  fileName: string,
  content: string | Uint8Array,
  fields: Record<string, string> = {},
): Promise<SeenDocument> {
  const { document, error } = await upload(client, fileName, content, fields);
  if (!document) throw new Error(`${error?.code}: ${error?.message}`);
  return whenRead(client, document.id);
}
