import DataLoader from 'dataloader';
import type { RequestContext } from './request-context.ts';

/**
 * A loader that answers all `load` calls of one tick of one request with a single query.
 * @param fetch gets the distinct keys and gives what it found, by key.
 */
export function batched<K extends string, V>(
  fetch: (context: RequestContext, keys: readonly K[]) => Promise<Map<K, V>>,
): (context: RequestContext, key: K) => Promise<V | undefined> {
  const loaders = new WeakMap<RequestContext, DataLoader<K, V | undefined>>();
  return (context, key) => {
    let loader = loaders.get(context);
    if (!loader) {
      loader = new DataLoader<K, V | undefined>(async (keys) => {
        const found = await fetch(context, keys);
        return keys.map((each) => found.get(each));
      });
      loaders.set(context, loader);
    }
    return loader.load(key);
  };
}
