import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { badInput, notFound } from '../../kernel/errors.ts';
import { requireViewer } from '../../kernel/request-context.ts';
import { attachmentHeader, DocumentService, type UploadDetails, UploadService } from '../../modules/knowledge/index.ts';
import type { ReceivedFile } from '../../ports/file-store.ts';
import type { LimitName, RateLimiter } from '../../ports/rate-limiter.ts';
import { withMultipartErrors } from '../http/multipart-errors.ts';
import { createContext, type HttpOptions } from '../http/http.ts';
import type { Services } from '../graphql/context-factory.ts';
import { MinUploadRate } from '../http/min-upload-rate.ts';

/** Longest text field beside the file, in bytes. */
const FIELD_LIMIT = 20_000;
/** A file that somebody uploaded runs no script and is part of no page, whatever it is. */
const fileHeaders = { 'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'private, no-store' };

export interface DocumentRouteOptions extends Pick<HttpOptions, 'contexts' | 'isSecure'> {
  services: Services;
  limiter: RateLimiter;
  maxFileBytes: number;
}

interface Form {
  file: ReceivedFile | null;
  fields: Record<string, string>;
  fileName: string;
}

/** POST /api/documents takes a file in; GET /api/documents/:id/file gives it back. */
export async function addDocuments(http: FastifyInstance, options: DocumentRouteOptions): Promise<void> {
  const { services, limiter } = options;
  const admit = async (cost: LimitName, request: FastifyRequest, reply: FastifyReply) => {
    const context = await createContext(options, request, reply);
    const viewer = requireViewer(context);
    await limiter.consume(cost, { userId: viewer.id, address: context.address });
    return { em: context.em, viewer };
  };
  await http.register(async (scope) => {
    await scope.register(multipart);

    scope.post('/api/documents', { config: { hasMinUploadRate: true } }, async (request, reply) => {
      const { em, viewer } = await admit('uploads', request, reply);
      if (!request.isMultipart()) throw badInput('file', 'Send the file as multipart/form-data, in the field "file".');
      const uploads = services.get(UploadService);
      const form: Form = { file: null, fields: {}, fileName: '' };
      try {
        await readForm(request, form, uploads, options.maxFileBytes);
        if (!form.file) throw badInput('file', 'The field "file" is missing or has no file name.');
        const { document, isDuplicate } = await uploads.store(em, viewer, form.file, detailsOf(form));
        const { id, fileName, status } = document;
        return await reply.code(201).send({ document: { id, fileName, status }, isDuplicate });
      } catch (error) {
        throw asUploadError(error, request, reply);
      } finally {
        await form.file?.discard();
      }
    });

    scope.get<{ Params: { id: string } }>('/api/documents/:id/file', async (request, reply) => {
      const { em, viewer } = await admit('downloads', request, reply);
      const documents = services.get(DocumentService);
      const document = await documents.find(em, viewer, request.params.id);
      const file = await documents.readFile(document);
      if (!file) throw notFound('File');
      return reply
        .headers(fileHeaders)
        .type(document.mediaType)
        .header('content-disposition', attachmentHeader(document.fileName))
        .header('content-length', file.sizeBytes)
        .send(file.stream);
    });
  });
}

/** Fills `form` as the parts come; what was received is in it also when a later part is wrong. */
async function readForm(
  request: FastifyRequest,
  form: Form,
  uploads: UploadService,
  maxFileBytes: number,
): Promise<void> {
  const pace = new MinUploadRate(() => request.raw.socket.bytesRead);
  const limits = {
    files: 2,
    fields: 10,
    parts: 12,
    fieldSize: FIELD_LIMIT,
    fieldNameSize: 100,
    fileSize: maxFileBytes + FIELD_LIMIT,
  };
  try {
    await pace.guard(async () => {
      for await (const part of withMultipartErrors(request.parts({ limits }))) {
        if (part.type === 'file') await readFile(part, form, uploads, pace);
        else form.fields[part.fieldname] = String(part.value);
      }
    });
  } finally {
    pace.stop();
  }
}

async function readFile(part: MultipartFile, form: Form, uploads: UploadService, pace: MinUploadRate): Promise<void> {
  if (part.fieldname !== 'file') throw badInput(part.fieldname.slice(0, 100), 'Send the file in the field "file".');
  if (form.file) throw badInput('file', 'Send one file in one request.');
  if (!part.filename) throw badInput('file', 'The file has no name: its ending says what it is.');
  form.fileName = part.filename;
  pace.watch(part.file);
  form.file = await uploads.receive(part.filename, withMultipartErrors<Uint8Array>(part.file));
}

/**
 * Reads the rest of a refused upload to nowhere, as long as `limitSlowRequests` lets it: the next request of its connection comes behind it, and a connection that
 * is closed with something unread takes the answer with it.
 */
function drain({ raw }: FastifyRequest): void {
  if (raw.complete || raw.destroyed) return;
  raw.unpipe();
  raw.resume();
}

/** A client that went away is no fault of the server; one that was given up on must not go on sending. */
function asUploadError(error: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (code === 'ECONNRESET') return Object.assign(new Error('The upload was interrupted.'), { statusCode: 400 });
  if (statusCode !== 408) {
    drain(request);
  } else {
    reply.header('connection', 'close');
    reply.raw.once('finish', () => request.raw.socket.destroySoon());
  }
  return error;
}

function detailsOf({ fields, fileName }: Form): UploadDetails {
  return {
    fileName,
    sessionId: fields['sessionId'],
    collectionId: fields['collectionId'],
    metadata: fields['metadata'],
  };
}
