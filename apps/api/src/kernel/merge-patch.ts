/** Fields to change: undefined leaves one as it is, null removes it, an object changes the fields inside. */
type Patch<T> = { [K in keyof T]?: T[K] | null };

/** A JSON Merge Patch (RFC 7396). Nothing that was given is changed. */
export function mergePatch<T extends object>(kept: T, patch: Patch<T>): T {
  const merged = { ...kept } as Record<string, unknown>;
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else if (typeof value === 'object') merged[name] = mergePatch((merged[name] ?? {}) as object, value as object);
    else if (value !== undefined) merged[name] = value;
  }
  return merged as T;
}
