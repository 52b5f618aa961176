/** An error and what caused it, outermost first, each with its code as text. */
export function causesOf(error: unknown): { error: Error; code: string }[] {
  if (!(error instanceof Error)) return [];
  return [{ error, code: String((error as { code?: unknown }).code) }, ...causesOf(error.cause)];
}
