import { causesOf } from './error-causes.ts';
import { storageTrouble } from './storage-trouble.ts';

/** Says on an error that the connection to the database failed. The ORM copies it when it wraps the error. */
const MARK = 'isDatabaseAway';

/** PostgreSQL's codes for a server that goes, comes, or has no connection to give. */
const awayCodes = new Set(['57P01', '57P02', '57P03', '53300', '25P03', '25P04']);
/** Connections that could not be made or broke; 08P01 is none of them: it says that what we sent is wrong. */
const connectionExceptions = /^08(?!P01)/;
/** Codes of statements that waited too long for others: a lock, a deadlock, the limit of time. */
const busyCodes = new Set(['55P03', '57014', '40P01', '40001']);

/** Codes of a server that lacks memory or room, or whose disk fails, beside those of {@link storageTrouble}. */
const shortCodes = /^(53...|58...|EIO)$/;

/** What the pool says when no connection was free in time; it has no code. */
const POOL_TIMEOUT = 'timeout exceeded when trying to connect';
/** What a connection says that broke before the statement was sent; it has no code either. */
const BROKEN = /^(Connection terminated|Client .* not queryable)/;

/** Marks an error of a connection, for {@link databaseTrouble}. */
export function markAway(error: Error): Error {
  return Object.assign(error, { [MARK]: true });
}

/**
 * Whether an error only says that the database cannot work just now, so that trying again later helps:
 * `away` when it cannot be reached, `busy` when others were first.
 */
export function databaseTrouble(error: unknown): 'away' | 'busy' | null {
  for (const { error: each, code } of causesOf(error)) {
    if (busyCodes.has(code) || each.message.includes(POOL_TIMEOUT)) return 'busy';
    if (MARK in each || BROKEN.test(each.message) || awayCodes.has(code) || connectionExceptions.test(code))
      return 'away';
  }
  return null;
}

/** Whether an error is one the server itself has told, with one of its codes of five characters: it is there. */
export const hasAnswered = (error: unknown): boolean =>
  causesOf(error).some(({ code }) => /^(?=.*\d)[0-9A-Z]{5}$/.test(code));

/** Whether an error says that what is to be written cannot be, so that trying the same again later does not help. */
export function isRefusal(error: unknown): boolean {
  const passes = databaseTrouble(error) ?? storageTrouble(error);
  return passes === null && !causesOf(error).some(({ code }) => shortCodes.test(code));
}
