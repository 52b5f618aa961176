import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** The built web app, beside this app. */
const webRoot = fileURLToPath(new URL('../../../../web/dist/', import.meta.url));

/** Serves the web app: hashed assets for good, its page for every address a person may open. */
export async function addStaticFiles(http: FastifyInstance, withPlayground: boolean): Promise<void> {
  if (!existsSync(webRoot)) return;
  await http.register(fastifyStatic, {
    root: webRoot,
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.includes('/assets/');
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const page = (file: string) => (_request: unknown, reply: FastifyReply) => reply.sendFile(file);
  if (withPlayground) http.get('/playground', page('playground.html'));
  http.get('/*', (request, reply) => {
    // Whoever looks whether something is here asks for the address itself, and says nothing about its form.
    const isPage = /^\/(\?|$)/.test(request.url) || (request.headers.accept?.includes('text/html') ?? false);
    const isApi = /^\/(api|v1|graphql|playground|assets)(\/|\?|$)/.test(request.url);
    return isPage && !isApi ? reply.sendFile('index.html') : reply.callNotFound();
  });
}
