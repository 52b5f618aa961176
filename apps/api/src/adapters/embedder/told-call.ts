import type { EmbeddingCall } from '../../ports/embedder.ts';

/**
 * Makes a request to a service and tells how it went.
 * @param request gives the answer with the tokens the service has reported.
 */
export async function toldCall<T>(
  texts: readonly string[],
  onCall: ((call: EmbeddingCall) => void) | undefined,
  request: () => Promise<{ answer: T; promptTokens: number | null }>,
): Promise<T> {
  const startedAt = performance.now();
  const tell = (promptTokens: number | null, failed: boolean): void =>
    onCall?.({ texts, promptTokens, durationMs: Math.round(performance.now() - startedAt), failed });
  try {
    const { answer, promptTokens } = await request();
    tell(promptTokens, false);
    return answer;
  } catch (error) {
    tell(null, true);
    throw error;
  }
}
