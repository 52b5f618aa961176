/** A property of the object itself: copies of an object have it, its JSON does not. */
const FIELDS = Symbol('resolved fields');

type WithFields = { [FIELDS]?: Readonly<Record<string, unknown>> };

/** Attaches values that are in hand to an object that is given back: resolving these fields of it then needs no query. */
export function attachResolved<T extends object>(object: T, fields: Readonly<Record<string, unknown>>): T {
  return Object.assign(object, { [FIELDS]: { ...(object as WithFields)[FIELDS], ...fields } });
}

/** The attached value of a field; undefined has to be looked up. */
export const resolvedField = <V>(object: object, field: string): V | undefined =>
  (object as WithFields)[FIELDS]?.[field] as V | undefined;
