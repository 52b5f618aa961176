import { Schema } from './0001-schema.ts';

/** In order; a migration that has shipped never changes. */
export const migrations = [{ name: '0001-schema', class: Schema }];
