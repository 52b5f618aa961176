/**
 * An iterator whose `return` takes effect at once. An `async function*` would not do: its `return` waits for the
 * value that is being awaited, which for a quiet subscription may never come.
 */
function iteratorOf<T>(
  next: () => Promise<IteratorResult<T, void>>,
  end: () => Promise<unknown> | void,
): AsyncGenerator<T, void, void> {
  const iterator: AsyncGenerator<T, void, void> = {
    next,
    return: async () => {
      await end();
      return { value: undefined, done: true };
    },
    throw: async (error) => {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]: () => iterator,
    [Symbol.asyncDispose]: async () => void (await end()),
  };
  return iterator;
}

/**
 * The values of `source`, each passed through `map`.
 * @param recover makes the last value out of what breaks the source.
 * @param ended is called however it ends, perhaps twice.
 */
export function mapIterator<A, B>(
  source: AsyncIterable<A>,
  map: (value: A) => Promise<B>,
  recover: (error: unknown) => B,
  ended: () => void = () => {},
): AsyncGenerator<B, void, void> {
  const iterator = source[Symbol.asyncIterator]();
  let isBroken = false;
  const next = async (): Promise<IteratorResult<B, void>> => {
    if (isBroken) return { value: undefined, done: true };
    try {
      const result = await iterator.next();
      if (result.done) ended();
      return result.done ? { value: undefined, done: true } : { value: await map(result.value), done: false };
    } catch (error) {
      isBroken = true;
      ended();
      return { value: recover(error), done: false };
    }
  };
  return iteratorOf(next, () => {
    ended();
    return iterator.return?.();
  });
}

/**
 * An iterator that yields nothing and lasts as long as some work: for results that are written elsewhere.
 * @param start begins the work, is given what ends it, and returns what stops it.
 */
export function silentIterator(start: (done: () => void) => () => void): AsyncGenerator<never, void, void> {
  const { promise, resolve } = Promise.withResolvers<IteratorResult<never, void>>();
  const finish = (): void => resolve({ value: undefined, done: true });
  const stop = start(finish);
  return iteratorOf(
    () => promise,
    () => {
      stop();
      finish();
    },
  );
}
