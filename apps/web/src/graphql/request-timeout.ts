/** A network that swallows everything says nothing: what is asked of the server in a conversation ends by itself. */
const sendWithinMs = 25_000;

/** The context of an operation that gives up. The same message id again is safe after it. */
export function withTimeout() {
  return { fetchOptions: { signal: AbortSignal.timeout(sendWithinMs) } };
}
