import { Type } from '@mikro-orm/core';

/**
 * A `tsvector` that is written as text-search/search-vector.ts made it. Without a type of its own the ORM takes every column of this kind
 * for a text of which the database makes the vector.
 */
export class SearchColumn extends Type<string | null, string | null> {
  override getColumnType(): string {
    return 'tsvector';
  }

  override convertToDatabaseValueSQL(key: string): string {
    return `${key}::tsvector`;
  }
}
