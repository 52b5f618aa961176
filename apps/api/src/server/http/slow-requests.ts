import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { answerTooSlow } from './http-errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route looks itself after bodies that come too slowly. */
    hasMinUploadRate?: boolean;
  }
}

/** How long what is sent may take, in milliseconds. */
export const requestTimes = {
  /** The line of the request and its headers. */
  headers: 20_000,
  /** The body, from the end of the headers on: 4 MB over a slow line. */
  body: 60_000,
  /** The rest of a body that was answered before its end: nobody reads it. */
  rest: 10_000,
  /** How often connections are looked at. */
  check: 5_000,
};

/** Most connections from one address. A browser has a few for each tab; people behind one router share it. */
const MAX_PER_ADDRESS = 2_000;

/** Gives up on requests that come too slowly. What is answered may take as long as it likes: streams stay open. */
export function limitSlowRequests(http: FastifyInstance, times: { body: number; rest: number } = requestTimes): void {
  http.addHook('onRequest', async (request, reply) => {
    const { raw, routeOptions } = request;
    const hasBody = raw.headers['content-length'] !== undefined || raw.headers['transfer-encoding'] !== undefined;
    if (!hasBody || routeOptions.config.hasMinUploadRate) return;
    const timer = setTimeout(() => {
      if (raw.complete) return;
      if (reply.sent) return void raw.destroy();
      reply.raw.once('finish', () => raw.socket.destroySoon());
      answerTooSlow(request, reply.header('connection', 'close'));
    }, times.body);
    raw.once('close', () => clearTimeout(timer));
  });
  http.addHook('onResponse', async ({ raw }) => {
    if (raw.complete || raw.destroyed) return;
    const timer = setTimeout(() => raw.destroy(), times.rest);
    raw.once('close', () => clearTimeout(timer));
  });
}

/** Closes connections over the limit of their address at once. @param most behind a proxy everybody has its address. */
export function limitConnections(server: Server, most = MAX_PER_ADDRESS): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    // Proxies and programs of this machine.
    if (/^(::ffff:)?127\.|^::1$/.test(address)) return;
    const count = (open.get(address) ?? 0) + 1;
    if (count > most) return void socket.destroy();
    open.set(address, count);
    socket.once('close', () => {
      const left = open.get(address)! - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}
