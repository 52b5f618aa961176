interface Message {
  id: string;
  parent: { id: string } | null;
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
