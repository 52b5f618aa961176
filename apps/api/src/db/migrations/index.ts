import { Initial } from './0001-initial.ts';

/** In order; a migration that has shipped never changes. */
export const migrations = [{ name: '0001-initial', class: Initial }];
