import { Entity, Enum, OneToOne, Property } from '@mikro-orm/decorators/legacy';
import { PrimaryKeyProp, type Ref } from '@mikro-orm/core';
import { ChatSession } from '../../chat/index.ts';
import { DEFAULT_RETRIEVAL } from './retrieval-options.rules.ts';
import { SearchMode } from './search.type.ts';

/** How a conversation looks into documents, where it differs from the usual. */
@Entity({ tableName: 'session_retrievals' })
export class SessionRetrieval {
  [PrimaryKeyProp]?: 'session';

  @OneToOne(() => ChatSession, { primary: true, ref: true, owner: true, deleteRule: 'cascade' })
  session!: Ref<ChatSession>;

  @Property({ type: 'boolean' })
  isEnabled: boolean = DEFAULT_RETRIEVAL.isEnabled;

  @Enum({ items: () => SearchMode, nativeEnumName: 'search_mode' })
  mode: SearchMode = DEFAULT_RETRIEVAL.mode;

  @Property({ type: 'integer' })
  topK: number = DEFAULT_RETRIEVAL.topK;

  @Property({ type: 'double' })
  minScore: number = DEFAULT_RETRIEVAL.minScore;

  /** Null looks into every collection. */
  @Property({ type: 'json', nullable: true })
  collectionIds: string[] | null = null;

  @Property({ type: 'json' })
  excludedDocumentIds: string[] = [];
}
