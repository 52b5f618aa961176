/**
 * Which conversation of the list the arrow keys lead to; null for a key that leads nowhere.
 * @param ids the conversations in the order shown
 */
export function roveTo(key: string, ids: readonly string[], from: string | null): string | null {
  const at = from === null ? -1 : ids.indexOf(from);
  const places: Readonly<Record<string, number>> = {
    ArrowDown: Math.min(at + 1, ids.length - 1),
    ArrowUp: Math.max(at - 1, 0),
    Home: 0,
    End: ids.length - 1,
  };
  const place = places[key];
  return place === undefined ? null : (ids[place] ?? null);
}
