import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Config } from '../config.ts';
import type { Gauges } from '../ports/metrics.ts';
import type { Housekeeping, Ports, Room, RoomParts } from '../room.ts';
import { Services } from './services.ts';

/** All rooms, created: what the server and the app need of them together. */
export interface OpenRooms {
  services: Services;
  /** What a room offers. */
  use<Offers>(room: Room<Offers>): Offers;
  start(): Promise<void>;
  warmUp(): void;
  drain(graceMs: number): Promise<void>;
  stop(): Promise<void>;
  housekeeping: Housekeeping;
  addGauges(metrics: Gauges): void;
  /** What is stored for a person in all rooms, in bytes. */
  storedBytes(em: SqlEntityManager, ownerId: string): Promise<{ text: number; files: number }>;
}

/** Creates the rooms one after the other, so that each can use those before it. */
export async function openRooms(rooms: readonly Room<unknown>[], ports: Ports, config: Config): Promise<OpenRooms> {
  const services = new Services();
  const offers = new Map<string, unknown>();
  const use = <Offers>({ name }: Room<Offers>): Offers => {
    if (!offers.has(name)) throw new Error(`The room ${name} stands behind one that uses it: move it up in rooms.ts.`);
    return offers.get(name) as Offers;
  };
  const add = <T extends object>(service: T): T => services.add(service);
  const parts: RoomParts<unknown>[] = [];
  for (const room of rooms) {
    const part = await room.create?.({ ...ports, config, add, use });
    if (part) parts.push(part);
    offers.set(room.name, part?.offers);
  }
  for (const resolver of rooms.flatMap((room) => room.resolvers ?? [])) services.complete(resolver);
  return {
    services,
    use,
    async start() {
      for (const part of parts) await part.start?.();
    },
    warmUp() {
      for (const part of parts) void part.warmUp?.();
    },
    async drain(graceMs) {
      await Promise.all(parts.map(async (part) => part.drain?.(graceMs)));
    },
    async stop() {
      for (const part of parts) await part.stop?.();
    },
    housekeeping: Object.assign({}, ...parts.map((part) => part.housekeeping)),
    addGauges(metrics) {
      for (const part of parts) part.gauges?.(metrics);
    },
    async storedBytes(em, ownerId) {
      const sum = { text: 0, files: 0 };
      for (const part of parts) {
        const { text = 0, files = 0 } = (await part.storedBytes?.(em, ownerId)) ?? {};
        sum.text += text;
        sum.files += files;
      }
      return sum;
    },
  };
}
