import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { createSessionInput, updateSessionInput } from '@parley/inputs';
import { checkInput } from '../../graphql/check-input.ts';
import { badInput, notFound } from '../../kernel/errors.ts';
import { isGiven } from '../../kernel/given.ts';
import { isId } from '../../kernel/ids.ts';
import { mergePatch } from '../../kernel/merge-patch.ts';
import {
  checkPageSize,
  decodeCursor,
  encodeCursor,
  page,
  type Page,
  type PageArguments,
} from '../../kernel/pagination.ts';
import type { Viewer } from '../../kernel/request-context.ts';
import type { Preferences } from '../preferences/index.ts';
import { User } from '../users/index.ts';
import { deleteSubtree, findBranch, findNewestLeaf } from './branch.ts';
import { ChatSession, TitleSource } from './chat-session.entity.ts';
import { branchRange, messageCursor } from './chat.rules.ts';
import type { CreateSessionInput, SessionFilter, UpdateSessionInput } from './chat.type.ts';
import { Message } from './message.entity.ts';
import type { SessionDefaults } from './session-defaults.ts';
import type { SessionEvents } from './session-events.ts';

/** How many conversations are told anew when changes may have been missed. */
const NEWEST = 10;

/** Conversations and their messages. Whatever it returns belongs to the viewer; the rest is NOT_FOUND. */
export class ChatService {
  readonly #defaults: SessionDefaults;
  readonly #events: SessionEvents;

  constructor(defaults: SessionDefaults, events: SessionEvents) {
    this.#defaults = defaults;
    this.#events = events;
  }

  /** @throws ParleyError NOT_FOUND also for a conversation in the trash. */
  async findSession(em: SqlEntityManager, viewer: Viewer, id: string): Promise<ChatSession> {
    const session = isId(id) ? await em.findOne(ChatSession, { id, owner: viewer.id, deletedAt: null }) : null;
    if (!session) throw notFound('Conversation');
    return session;
  }

  /** The same, holding the row until the transaction ends: one writer per conversation. */
  async lockSession(tx: SqlEntityManager, viewer: Viewer, id: string): Promise<ChatSession> {
    const where = { id, owner: viewer.id, deletedAt: null };
    const session = isId(id) ? await tx.findOne(ChatSession, where, { lockMode: LockMode.PESSIMISTIC_WRITE }) : null;
    if (!session) throw notFound('Conversation');
    return session;
  }

  async findMessage(em: SqlEntityManager, viewer: Viewer, id: string): Promise<Message> {
    const where = { id, deletedAt: null, session: { owner: viewer.id, deletedAt: null } };
    const message = isId(id) ? await em.findOne(Message, where) : null;
    if (!message) throw notFound('Message');
    return message;
  }

  /** A conversation that is not saved yet, and what its owner prefers. */
  async newSession(
    em: SqlEntityManager,
    viewer: Viewer,
    input: CreateSessionInput,
  ): Promise<{ session: ChatSession; preferences: Preferences }> {
    const { modelId: usual, preferences } = await this.#defaults.of(em, viewer.id);
    const modelId = input.modelId ?? usual;
    const { maxOutputTokens } = this.#defaults.checkModel(modelId);
    const { title, modelId: _, ...options } = checkInput(createSessionInput(maxOutputTokens), input);
    const session = new ChatSession();
    session.owner = em.getReference(User, viewer.id, { wrapped: true });
    session.entitle(title ?? 'New chat');
    session.titleSource = isGiven(title) ? TitleSource.USER : TitleSource.DEFAULT;
    session.modelId = modelId;
    session.options = mergePatch({}, { systemPrompt: preferences.systemPrompt, ...options });
    return { session, preferences };
  }

  async createSession(em: SqlEntityManager, viewer: Viewer, input: CreateSessionInput): Promise<ChatSession> {
    const { session } = await this.newSession(em, viewer, input);
    await em.persist(session).flush();
    this.#events.publish(viewer.id, session.id);
    return session;
  }

  /** For lists that are open: also finds what was just moved to the trash, so that they can drop it. */
  findChanged(em: SqlEntityManager, viewer: Viewer, id: string): Promise<ChatSession[]> {
    return em.find(ChatSession, { id, owner: viewer.id });
  }

  /** Those a list begins with, in the trash or not: what may have changed unheard. */
  findNewestSessions(em: SqlEntityManager, viewer: Viewer): Promise<ChatSession[]> {
    return em.find(ChatSession, { owner: viewer.id }, { orderBy: { lastActivityAt: 'desc' }, limit: NEWEST });
  }

  async updateSession(em: SqlEntityManager, viewer: Viewer, input: UpdateSessionInput): Promise<ChatSession> {
    const session = await this.findSession(em, viewer, input.id);
    const modelId = input.modelId ?? session.modelId;
    const { maxOutputTokens } =
      isGiven(input.modelId) || input.parameters ? this.#defaults.checkModel(modelId) : { maxOutputTokens: undefined };
    const { id: _id, modelId: _model, ...changes } = checkInput(updateSessionInput(maxOutputTokens), input);
    const { title, isPinned, isArchived, ...options } = changes;
    if (isGiven(title)) {
      session.entitle(title);
      session.titleSource = TitleSource.USER;
    }
    session.modelId = modelId;
    session.options = mergePatch(session.options, options);
    session.isPinned = isPinned ?? session.isPinned;
    session.isArchived = isArchived ?? session.isArchived;
    await em.flush();
    this.#events.publish(viewer.id, session.id);
    return session;
  }

  /** Moves a conversation to the trash, from where it can be restored until it is erased. */
  async deleteSession(em: SqlEntityManager, viewer: Viewer, id: string): Promise<ChatSession> {
    const session = await this.findSession(em, viewer, id);
    session.deletedAt = new Date();
    await em.flush();
    this.#events.publish(viewer.id, id);
    return session;
  }

  async restoreSession(em: SqlEntityManager, viewer: Viewer, id: string): Promise<ChatSession> {
    const session = isId(id) ? await em.findOne(ChatSession, { id, owner: viewer.id }) : null;
    if (!session) throw notFound('Conversation');
    session.deletedAt = null;
    await em.flush();
    this.#events.publish(viewer.id, id);
    return session;
  }

  /** Newest activity first. */
  async listSessions(
    em: SqlEntityManager,
    viewer: Viewer,
    args: { first: number; after?: string | null; filter?: SessionFilter | null },
  ): Promise<Page<ChatSession>> {
    const { filter } = args;
    if (filter?.createdAfter && filter.createdBefore && filter.createdAfter > filter.createdBefore) {
      throw badInput('filter.createdAfter', 'createdAfter must not be later than createdBefore.');
    }
    const size = checkPageSize('first', args.first);
    const where = {
      owner: viewer.id,
      deletedAt: null,
      ...given('isArchived', filter?.isArchived),
      ...given('isPinned', filter?.isPinned),
      ...given('modelId', filter?.modelId),
      ...(filter?.createdAfter || filter?.createdBefore
        ? { createdAt: { ...given('$gte', filter.createdAfter), ...given('$lt', filter.createdBefore) } }
        : {}),
    };
    const [totalCount, found] = await Promise.all([
      em.count(ChatSession, where),
      em.find(ChatSession, isGiven(args.after) ? { $and: [where, beforeCursor(args.after)] } : where, {
        orderBy: { lastActivityAt: 'desc', id: 'desc' },
        limit: size + 1,
      }),
    ]);
    const cursorOf = (session: ChatSession): string => encodeCursor(session.lastActivityAt.toISOString(), session.id);
    return page(found.slice(0, size), cursorOf, {
      hasNextPage: found.length > size,
      hasPreviousPage: isGiven(args.after),
      totalCount,
    });
  }

  /** A page of the branch that ends at `leafId`, or of the active one. */
  async listMessages(
    em: SqlEntityManager,
    session: ChatSession,
    args: PageArguments & { leafId?: string | null },
  ): Promise<Page<Message>> {
    const leafId = args.leafId ?? session.activeLeafId;
    const leaf = leafId !== null ? await this.#findLeaf(em, session, leafId) : null;
    const length = leaf ? leaf.depth + 1 : 0;
    const { from, to } = branchRange(args, length);
    const messages = leaf && to > from ? await findBranch(em, leaf.id, from, to) : [];
    return page(messages, messageCursor, { hasPreviousPage: from > 0, hasNextPage: to < length, totalCount: length });
  }

  /** Makes the newest branch below (or through) a message the one that is shown and continued. */
  async switchBranch(em: SqlEntityManager, viewer: Viewer, messageId: string): Promise<ChatSession> {
    const message = await this.findMessage(em, viewer, messageId);
    const session = await this.findSession(em, viewer, message.session.id);
    session.activeLeafId = await findNewestLeaf(em, message.id);
    await em.flush();
    this.#events.publish(viewer.id, session.id);
    return session;
  }

  /** Removes a message and everything below it; a removed active branch falls back to its newest neighbour. */
  async deleteMessage(em: SqlEntityManager, viewer: Viewer, messageId: string): Promise<ChatSession> {
    const message = await this.findMessage(em, viewer, messageId);
    const session = await em.transactional(async (tx) => {
      const locked = await this.lockSession(tx as SqlEntityManager, viewer, message.session.id);
      locked.messageCount -= await deleteSubtree(tx as SqlEntityManager, message.id);
      const leaf = locked.activeLeafId
        ? await tx.findOne(Message, { id: locked.activeLeafId }, { refresh: true })
        : null;
      if (leaf?.deletedAt) locked.activeLeafId = await this.#fallbackLeaf(tx as SqlEntityManager, message);
      return locked;
    });
    this.#events.publish(viewer.id, session.id);
    return session;
  }

  async #fallbackLeaf(tx: SqlEntityManager, removed: Message): Promise<string | null> {
    const siblings = { session: removed.session.id, parentId: removed.parentId, deletedAt: null };
    const sibling = await tx.findOne(Message, siblings, { orderBy: { createdAt: 'desc', id: 'desc' } });
    return sibling ? findNewestLeaf(tx, sibling.id) : removed.parentId;
  }

  async #findLeaf(em: SqlEntityManager, session: ChatSession, leafId: string): Promise<Message> {
    const leaf = isId(leafId) ? await em.findOne(Message, { id: leafId, session: session.id, deletedAt: null }) : null;
    if (!leaf) throw notFound('Message');
    return leaf;
  }
}

function given<K extends string, V>(key: K, value: V | null | undefined): { [P in K]?: V } {
  return value === null || value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

function beforeCursor(cursor: string): object {
  const [lastActivityAt, id] = decodeCursor('after', cursor, 'string', 'string');
  const moment = new Date(lastActivityAt);
  if (!(moment.getUTCFullYear() >= 1 && moment.getUTCFullYear() <= 9999) || !isId(id))
    throw badInput('after', 'after is not a valid cursor of this list.');
  return { $or: [{ lastActivityAt: { $lt: moment } }, { lastActivityAt: moment, id: { $lt: id } }] };
}
