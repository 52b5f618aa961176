import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/request-context.ts';
import { FilePart, Message } from '../chat/index.ts';
import { Chunk } from './documents/chunk.entity.ts';
import { Citation } from './citations/citation.entity.ts';
import { Document } from './documents/document.entity.ts';
import { chunksById, citationsByMessage, documentsById } from './knowledge.loaders.ts';
import { removedDocument, removedChunk } from './citations/removed-chunk.ts';

@Resolver(() => Chunk)
export class ChunkResolver {
  @FieldResolver(() => Document, { description: 'The document that contains it.' })
  async document(@Root() chunk: Chunk, @Ctx() context: RequestContext): Promise<Document> {
    const document = chunk.document ? await documentsById(context, chunk.document.id) : undefined;
    return document ?? removedDocument(chunk.id);
  }
}

@Resolver(() => Citation)
export class CitationResolver {
  @FieldResolver(() => Chunk, { description: 'The passage.' })
  async chunk(@Root() citation: Citation, @Ctx() context: RequestContext): Promise<Chunk> {
    return (await chunksById(context, citation.chunk.id)) ?? removedChunk(citation.chunk.id);
  }
}

@Resolver(() => Message)
export class MessageCitationsResolver {
  @FieldResolver(() => [Citation], {
    description: 'Passages sent to the model for the answer, in the order of their numbers.',
  })
  async citations(@Root() message: Message, @Ctx() context: RequestContext): Promise<Citation[]> {
    return (await citationsByMessage(context, message.id)) ?? [];
  }
}

@Resolver(() => FilePart)
export class FilePartResolver {
  @FieldResolver(() => Document, { nullable: true, description: 'The file; null when it was deleted.' })
  document(@Root() part: FilePart, @Ctx() context: RequestContext): Promise<Document | undefined> {
    return documentsById(context, part.documentId);
  }
}
