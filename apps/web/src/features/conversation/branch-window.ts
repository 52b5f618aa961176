interface Identified {
  id: string;
}

/**
 * The messages of a branch after a window of its newest ones has arrived: older ones that are known stay
 * where they join it.
 */
export function joinWindow<T>(known: readonly T[], window: readonly T[], idOf: (message: T) => unknown): readonly T[] {
  const [first] = window;
  if (first === undefined) return window;
  const joint = known.findIndex((message) => idOf(message) === idOf(first));
  return joint > 0 ? [...known.slice(0, joint), ...window] : window;
}

/** The messages of a branch after those before the first known one have arrived. */
export function joinOlder<T>(known: readonly T[], older: readonly T[], idOf: (message: T) => unknown): readonly T[] {
  const ids = new Set(known.map(idOf));
  return [...older.filter((message) => !ids.has(idOf(message))), ...known];
}

interface Message extends Identified {
  parent: Identified | null;
}

/**
 * The messages that are shown once a question and its answer came into being: what stood below the place where
 * they belong is another branch now. Null when that place is not known here.
 */
export function placeExchange<T extends Message>(known: readonly T[], question: T, answer: T): readonly T[] | null {
  const place = known.findIndex((message) => message.id === question.id);
  if (place !== -1) return [...known.slice(0, place), question, answer];
  if (question.parent === null) return [question, answer];
  const parent = known.findIndex((message) => message.id === question.parent!.id);
  return parent === -1 ? null : [...known.slice(0, parent + 1), question, answer];
}
