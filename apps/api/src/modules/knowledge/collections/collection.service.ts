import type { SqlEntityManager } from '@mikro-orm/sql';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { createCollectionInput, updateCollectionInput } from '@parley/inputs';
import { checkInput } from '../../../graphql/check-input.ts';
import { notFound, ParleyError } from '../../../kernel/errors.ts';
import { isId, newId } from '../../../kernel/ids.ts';
import type { Viewer } from '../../../kernel/request-context.ts';
import { User } from '../../users/index.ts';
import { Collection } from './collection.entity.ts';
import type { CreateCollectionInput, UpdateCollectionInput } from './collection.type.ts';
import { lockOwner } from './owner-lock.ts';

/** Where documents go when nobody says otherwise. */
const STANDARD_NAME = 'Documents';

/** Most collections of a person. */
const MAX_COLLECTIONS = 200;

/** A person’s collections. */
export class CollectionService {
  readonly #embedder: () => string;

  /** @param embedder names what makes vectors of new collections. */
  constructor(embedder: () => string) {
    this.#embedder = embedder;
  }

  /** @throws ParleyError NOT_FOUND. */
  async find(em: SqlEntityManager, viewer: Viewer, id: string): Promise<Collection> {
    const collection = isId(id) ? await em.findOne(Collection, { id, owner: viewer.id }) : null;
    if (!collection) throw notFound('Collection');
    return collection;
  }

  list(em: SqlEntityManager, viewer: Viewer): Promise<Collection[]> {
    return em.find(Collection, { owner: viewer.id }, { orderBy: { name: 'asc' }, limit: MAX_COLLECTIONS });
  }

  /** @throws ParleyError CONFLICT for a name that is taken, QUOTA_EXCEEDED beyond {@link MAX_COLLECTIONS}. */
  async create(em: SqlEntityManager, viewer: Viewer, input: CreateCollectionInput): Promise<Collection> {
    const { name, metadata } = checkInput(createCollectionInput, input);
    return em.transactional(async (transaction) => {
      const tx = transaction as SqlEntityManager;
      // One after the other, or many at once would all find room.
      await lockOwner(tx, viewer.id);
      if ((await tx.count(Collection, { owner: viewer.id })) >= MAX_COLLECTIONS) {
        throw new ParleyError('QUOTA_EXCEEDED', `The limit is ${MAX_COLLECTIONS} collections. Delete one first.`);
      }
      const owner = tx.getReference(User, viewer.id, { wrapped: true });
      const collection = tx.create(Collection, {
        owner,
        name,
        metadata: metadata ?? {},
        embedder: this.#embedder(),
      } as never) as Collection;
      await save(tx, name);
      return collection;
    });
  }

  /** @throws ParleyError NOT_FOUND, CONFLICT for a name that is taken. */
  async update(em: SqlEntityManager, viewer: Viewer, input: UpdateCollectionInput): Promise<Collection> {
    const collection = await this.find(em, viewer, input.id);
    const { name, metadata } = checkInput(updateCollectionInput, input);
    collection.name = name ?? collection.name;
    collection.metadata = metadata ?? collection.metadata;
    await save(em, collection.name);
    return collection;
  }

  /** The viewer’s first collection, made when it is needed; two at once make one. */
  async standard(em: SqlEntityManager, viewer: Viewer): Promise<Collection> {
    const where = { owner: viewer.id, name: STANDARD_NAME };
    const existing = await em.findOne(Collection, where);
    if (existing) return existing;
    await em.execute(
      `insert into collections (id, created_at, owner_id, name, embedder, metadata) values (?, now(), ?, ?, ?, '{}')
       on conflict (owner_id, name) do nothing`,
      [newId(), viewer.id, STANDARD_NAME, this.#embedder()],
    );
    return em.findOneOrFail(Collection, where);
  }
}

async function save(em: SqlEntityManager, name: string): Promise<void> {
  try {
    await em.flush();
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    throw new ParleyError('CONFLICT', `A collection called “${name}” already exists.`, { field: 'name' });
  }
}
