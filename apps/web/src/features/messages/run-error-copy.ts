import type { ErrorCode, MessageStatus } from '@parley/graphql';

/** What one can do about an answer that did not come to its end. */
export type Remedy = 'retry' | 'other-model' | 'continue' | 'edit' | 'add-key';

export interface RunErrorCopy {
  title: string;
  /** What helps, in a sentence. */
  advice: string;
  remedies: readonly Remedy[];
  /** Whether it was the reader's own doing: then it is no alarm. */
  isCalm: boolean;
}

interface Words {
  title: string;
  advice: string;
  remedies: readonly Remedy[];
}

const again: Words = {
  title: 'The answer failed.',
  advice: 'Try again; if it fails again, another model may help.',
  remedies: ['retry', 'other-model'],
};

/** The code alone does not say whether the provider answered; the server's sentence does: `(HTTP 500)`, `(in its answer)`. */
const hasAnswered = (details: string): boolean => /\((?:HTTP \d{3}|in its answer)\)/.test(details);

const words: Partial<Record<ErrorCode, (details: string) => Words>> = {
  PROVIDER_AUTH: (details) => ({
    title: /did not accept the API key/.test(details)
      ? 'The API key was rejected.'
      : /(?:wants|needs) an API key/.test(details)
        ? 'The provider needs an API key.'
        : 'The provider refused access.',
    advice: 'The key may be missing, wrong or revoked. Set it on the server, or choose another model.',
    remedies: ['other-model', 'add-key', 'retry'],
  }),
  PROVIDER_RATE_LIMITED: () => ({
    title: 'Rate limit reached at the provider.',
    advice: 'Wait a moment and try again, or choose another model.',
    remedies: ['retry', 'other-model'],
  }),
  PROVIDER_UNAVAILABLE: (details) => ({
    title: hasAnswered(details)
      ? 'The provider had an error.'
      : /cannot be reached/.test(details)
        ? 'The provider could not be reached.'
        : 'The provider is not available.',
    advice: 'It may be down. Try again, or choose another model.',
    remedies: ['retry', 'other-model'],
  }),
  PROVIDER_TIMEOUT: () => ({
    title: 'The model stopped responding.',
    advice: 'It took too long. Try again, or choose another model.',
    remedies: ['retry', 'other-model'],
  }),
  PROVIDER_BAD_RESPONSE: (details) => ({
    title: hasAnswered(details)
      ? 'The provider rejected the request.'
      : /closed the connection/.test(details)
        ? 'The connection broke before the answer was complete.'
        : 'The provider’s reply couldn’t be read.',
    advice: 'Try again, or choose another model.',
    remedies: ['retry', 'other-model'],
  }),
  QUOTA_EXCEEDED: () => ({
    title: 'A quota is used up.',
    advice: 'Wait for the quota to reset, choose a cheaper model, or ask an administrator.',
    remedies: ['other-model', 'retry'],
  }),
  RATE_LIMITED: () => ({
    title: 'Too many requests just now.',
    advice: 'Wait a moment and try again.',
    remedies: ['retry'],
  }),
  PAYLOAD_TOO_LARGE: () => ({
    title: 'The conversation is too long for this model.',
    advice: 'Shorten the message, or choose a model with a larger window.',
    remedies: ['edit', 'other-model'],
  }),
  STORAGE_FULL: () => ({
    title: 'The server can’t save: its disk is full or read-only.',
    advice: 'What is here is safe. Tell the administrator, then try again.',
    remedies: ['retry'],
  }),
};

/** How an answer ends that is whole, in the words of one provider or another. */
const wholeEnds =
  /^(?:stop|stop_sequence|end_turn|eos|eos_token|tool_calls|tool_use|function_call|complete|completed|done)$/i;

/** What to say and offer about an answer that was stopped, interrupted or failed; null when all is well. */
export function runErrorCopy(
  status: MessageStatus,
  errorCode: ErrorCode | null,
  hasText: boolean,
  finishReason: string | null = null,
  details: string | null = null,
): RunErrorCopy | null {
  const goOn: readonly Remedy[] = hasText ? ['continue'] : [];
  switch (status) {
    case 'CANCELLED':
      return { title: 'You stopped this answer.', advice: '', remedies: [...goOn, 'retry'], isCalm: true };
    case 'INTERRUPTED':
      return {
        title: 'The answer was interrupted.',
        advice: 'The server stopped while it was being written. What had arrived is kept.',
        remedies: [...goOn, 'retry'],
        isCalm: true,
      };
    case 'FAILED': {
      const { title, advice, remedies } = (errorCode && words[errorCode]?.(details ?? '')) || again;
      return { title, advice, remedies: [...goOn, ...remedies], isCalm: false };
    }
    case 'COMPLETED':
      return endProblem(hasText, finishReason, goOn);
    case 'PENDING':
    case 'STREAMING':
      return null;
  }
}

/** What to say about an answer that came to its end, by the reason the model gave. */
function endProblem(hasText: boolean, finishReason: string | null, goOn: readonly Remedy[]): RunErrorCopy | null {
  if (finishReason === 'length') {
    return {
      title: hasText ? 'The answer hit the token limit.' : 'The token limit was reached before the answer began.',
      advice: hasText
        ? 'Continue it, or raise “Max tokens” in the settings below and generate it again.'
        : 'The model may have spent it on reasoning. Raise “Max tokens” in the settings below and generate it again.',
      remedies: [...goOn, 'retry'],
      isCalm: true,
    };
  }
  if (finishReason === 'content_filter') {
    return {
      title: 'Stopped by the provider’s content filter.',
      advice: hasText ? 'What had arrived is kept.' : 'Rephrase the question, or choose another model.',
      remedies: ['retry', 'other-model'],
      isCalm: true,
    };
  }
  if (finishReason !== null && !wholeEnds.test(finishReason)) {
    return {
      title: 'The provider ended this answer early.',
      advice: `The reason it gave: ${finishReason}`,
      remedies: [...goOn, 'retry', 'other-model'],
      isCalm: true,
    };
  }
  if (hasText) return null;
  return {
    title: 'The model returned an empty answer.',
    advice: '',
    remedies: ['retry', 'other-model'],
    isCalm: true,
  };
}
