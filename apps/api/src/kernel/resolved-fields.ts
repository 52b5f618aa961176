/** A property of the object itself: what copies an object, copies it; JSON does not. */
const KNOWN = Symbol('known fields');

type Knowing = { [KNOWN]?: Readonly<Record<string, unknown>> };

/** Keeps values that are in hand when an object is given back: resolving these fields of it then needs no query. */
export function know<T extends object>(object: T, fields: Readonly<Record<string, unknown>>): T {
  return Object.assign(object, { [KNOWN]: { ...(object as Knowing)[KNOWN], ...fields } });
}

/** The value of a field that was in hand; undefined has to be looked up. */
export const knownField = <V>(object: object, field: string): V | undefined =>
  (object as Knowing)[KNOWN]?.[field] as V | undefined;
