const known = new WeakMap<object, Readonly<Record<string, unknown>>>();

/** Keeps values that are in hand when an object is given back: resolving these fields of it then needs no query. */
export function know<T extends object>(object: T, fields: Readonly<Record<string, unknown>>): T {
  known.set(object, { ...known.get(object), ...fields });
  return object;
}

/** The value of a field that was in hand; undefined has to be looked up. */
export const knownField = <V>(object: object, field: string): V | undefined =>
  known.get(object)?.[field] as V | undefined;
