import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Config } from './config.ts';
import type { PoolLoad } from './db/pool-load.ts';
import type { Urgent } from './db/write-batch.ts';
import type { Log } from './kernel/log.ts';
import type { Bus } from './ports/bus.ts';
import type { DocumentExtractor } from './ports/document-extractor.ts';
import type { Embedder } from './ports/embedder.ts';
import type { FileStore } from './ports/file-store.ts';
import type { LanguageModelProvider } from './ports/language-model.ts';
import type { Gauges, Metrics } from './ports/metrics.ts';
import type { Queue } from './ports/queue.ts';
import type { RateLimiter } from './ports/rate-limiter.ts';
import type { Tokenizer } from './ports/tokenizer.ts';
import type { Tracer } from './ports/tracer.ts';
import type { VectorStore } from './ports/vector-store.ts';

/** A class of any kind. */
export type Class<T = unknown> = abstract new (...args: never[]) => T;

/** What every room may be given. */
export interface Ports {
  log: Log;
  instanceId: string;
  /** A new unit of work. */
  fork(): SqlEntityManager;
  urgent: () => Urgent;
  /** How many wait for a connection to the database, and how long. */
  load: PoolLoad;
  isEmbedded: boolean;
  metrics: Metrics;
  tracer: Tracer;
  bus: Bus;
  queue: Queue;
  limiter: RateLimiter;
  tokenizer: Tokenizer;
  providers: readonly LanguageModelProvider[];
  /** Null where documents are searched by words only. */
  embedder: Embedder | null;
  vectors: VectorStore;
  files: FileStore;
  extractor: DocumentExtractor;
}

/** What a room is created from. */
export interface Dependencies extends Ports {
  config: Config;
  /** Makes a service known by its class: to resolvers, subscriptions and routes. Resolvers without arguments need no entry. */
  add<T extends object>(service: T): T;
  /** What another room offers. Its room stands before this one in rooms.ts. */
  use<Offers>(room: Room<Offers>): Offers;
}

/** What is stored for a person, in bytes. */
export interface StoredBytes {
  text?: number;
  files?: number;
}

/**
 * Work that is due every hour, by the name an administrator sees. Once in the whole installation, however many servers it has.
 * The signal aborts when the server stops.
 */
export type Housekeeping = Readonly<Record<string, (signal: AbortSignal) => Promise<unknown>>>;

/** A room that was created: what it offers to others, and its part in the life of the server. */
export interface RoomParts<Offers> {
  offers?: Offers;
  /** Makes it ready, before the server takes requests. The queue is open. */
  start?(): Promise<void>;
  /** What need not be waited for, once the server takes requests. */
  warmUp?(): Promise<void>;
  /** Takes no new work and lets what runs end for so many milliseconds. */
  drain?(graceMs: number): Promise<void>;
  /** The end, when nobody is connected any more. */
  stop?(): Promise<void> | void;
  housekeeping?: Housekeeping;
  gauges?(metrics: Gauges): void;
  storedBytes?(em: SqlEntityManager, ownerId: string): Promise<StoredBytes>;
}

/** A part of the product: its tables, its operations, and how it is made. */
export interface Room<Offers = void> {
  name: string;
  entities?: readonly EntityClass<object>[];
  /** Tables that were written in SQL alone: entities cannot describe their types, indexes and triggers. */
  tables?: readonly string[];
  resolvers?: readonly Class[];
  /** Types of the schema that are only reached through an interface. */
  orphanedTypes?: readonly Class[];
  create?(dependencies: Dependencies): RoomParts<Offers> | Promise<RoomParts<Offers>>;
}

/** Says what a room is; types are inferred. docs/develop/adding-a-room.md shows how to add one. */
export const defineRoom = <Offers = void>(room: Room<Offers>): Room<Offers> => room;
