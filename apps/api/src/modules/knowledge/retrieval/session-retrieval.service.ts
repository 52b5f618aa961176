import type { SqlEntityManager } from '@mikro-orm/sql';
import { updateSessionRetrievalInput } from '@parley/inputs';
import { checkInput } from '../../../graphql/check-input.ts';
import { badInput, ParleyError } from '../../../kernel/errors.ts';
import { isGiven } from '../../../kernel/given.ts';
import { isId } from '../../../kernel/ids.ts';
import type { Viewer } from '../../../kernel/request-context.ts';
import { type ChatService, ChatSession, type SessionEvents } from '../../chat/index.ts';
import { Collection } from '../collections/collection.entity.ts';
import { Document } from '../documents/document.entity.ts';
import { DEFAULT_RETRIEVAL, type RetrievalOptions } from './retrieval-options.rules.ts';
import { SearchMode } from './search.type.ts';
import { SessionRetrieval } from './session-retrieval.entity.ts';
import type { UpdateSessionRetrievalInput } from './session-retrieval.type.ts';

/** How conversations look into documents. */
export class SessionRetrievalService {
  readonly #chat: ChatService;
  readonly #events: SessionEvents;
  readonly #hasEmbedder: boolean;

  constructor(chat: ChatService, events: SessionEvents, hasEmbedder: boolean) {
    this.#chat = chat;
    this.#events = events;
    this.#hasEmbedder = hasEmbedder;
  }

  /**
   * Changes the settings of a conversation, which are kept with it.
   * @throws ParleyError NOT_FOUND, also for a collection or document that is not the viewer's, or BAD_USER_INPUT.
   */
  async update(em: SqlEntityManager, viewer: Viewer, input: UpdateSessionRetrievalInput): Promise<ChatSession> {
    const changes = this.#checked(input);
    await assertOwn(em, viewer, Collection, 'collectionIds', changes.collectionIds ?? []);
    await assertOwn(em, viewer, Document, 'excludedDocumentIds', changes.excludedDocumentIds ?? []);
    const session = await em.transactional(async (transaction) => {
      const tx = transaction as SqlEntityManager;
      const locked = await this.#chat.lockSession(tx, viewer, input.sessionId);
      const existing = await tx.findOne(SessionRetrieval, { session: locked.id });
      const settings =
        existing ??
        Object.assign(new SessionRetrieval(), { session: tx.getReference(ChatSession, locked.id, { wrapped: true }) });
      Object.assign(settings, changes);
      tx.persist(settings);
      await tx.flush();
      return locked;
    });
    this.#events.publish(viewer.id, session.id);
    return session;
  }

  #checked(input: UpdateSessionRetrievalInput): Partial<RetrievalOptions> {
    const { sessionId: _, ...changes } = checkInput(updateSessionRetrievalInput, input);
    if (input.mode === SearchMode.SEMANTIC && !this.#hasEmbedder) {
      throw badInput('mode', 'mode SEMANTIC needs an embedder, and this server has none. Use KEYWORD or HYBRID.');
    }
    // Null leaves an option as it is, except that all collections are looked into again.
    const given = Object.entries(changes).filter(([name, value]) => isGiven(value) || name === 'collectionIds');
    return Object.fromEntries(given);
  }
}

/** The settings of a conversation whose owner the caller has checked. */
export async function retrievalOf(em: SqlEntityManager, sessionId: string): Promise<RetrievalOptions> {
  return (
    (await em.findOne(SessionRetrieval, { session: sessionId }, { disableIdentityMap: true })) ?? DEFAULT_RETRIEVAL
  );
}

async function assertOwn(
  em: SqlEntityManager,
  viewer: Viewer,
  type: typeof Collection | typeof Document,
  field: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const where = { id: { $in: [...ids] }, owner: viewer.id };
  const count = ids.every(isId) ? await em.count(type as typeof Document, where) : 0;
  if (count < ids.length) {
    throw new ParleyError('NOT_FOUND', `${type === Collection ? 'Collection' : 'Document'} not found.`, { field });
  }
}
