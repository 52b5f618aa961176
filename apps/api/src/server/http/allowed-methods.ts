import type { FastifyInstance } from 'fastify';

/**
 * Remembers every route that is added from now on.
 * @returns the methods an address takes, as the header Allow names them; null where nothing is.
 */
export function collectMethods(http: FastifyInstance): (path: string) => string | null {
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  http.addHook('onRoute', ({ url, method }) => {
    // Pages of the app are anything that is nothing else.
    if (url.includes('*')) return;
    const pattern = new RegExp(`^${url.replaceAll(/[.+?()[\]{}|\\^$]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+')}$`);
    const route = routes.get(url) ?? { pattern, methods: new Set() };
    routes.set(url, route);
    for (const each of [method].flat()) route.methods.add(each);
  });
  return (path) => {
    const methods = [...routes.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((route) => [...route.methods]);
    return methods.length > 0 ? [...new Set(methods)].toSorted().join(', ') : null;
  };
}
