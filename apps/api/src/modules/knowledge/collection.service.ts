import type { SqlEntityManager } from '@mikro-orm/sql';
import { notFound } from '../../kernel/errors.ts';
import { isId, newId } from '../../kernel/ids.ts';
import type { Viewer } from '../../kernel/request-context.ts';
import { Collection } from './collection.entity.ts';

/** Where documents go when nobody says otherwise. */
const STANDARD_NAME = 'Documents';

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
