import type { ErrorCode, MessageStatus } from '@parley/graphql';

/** What one can do about an answer that did not come to its end. */
export type Remedy = 'retry' | 'other-model' | 'continue' | 'edit' | 'add-key';

export interface RunProblem {
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

const words: Partial<Record<ErrorCode, Words>> = {
  PROVIDER_AUTH: {
    title: 'The provider did not accept the key.',
    advice: 'The key is missing, wrong or revoked. Set it on the server, or choose another model.',
    remedies: ['other-model', 'add-key', 'retry'],
  },
  PROVIDER_RATE_LIMITED: {
    title: 'The provider is asked too often just now.',
    advice: 'Wait a moment and try again, or choose another model.',
    remedies: ['retry', 'other-model'],
  },
  PROVIDER_UNAVAILABLE: {
    title: 'The provider cannot be reached.',
    advice: 'It may be down. Try again, or choose another model.',
    remedies: ['retry', 'other-model'],
  },
  PROVIDER_TIMEOUT: {
    title: 'The model stopped answering.',
    advice: 'It took too long to say anything more. Try again, or choose another model.',
    remedies: ['retry', 'other-model'],
  },
  PROVIDER_BAD_RESPONSE: {
    title: 'The provider sent something that is no answer.',
    advice: 'Try again, or choose another model.',
    remedies: ['retry', 'other-model'],
  },
  QUOTA_EXCEEDED: {
    title: 'A limit is used up.',
    advice: 'Wait until it begins anew, choose a cheaper model, or ask an administrator.',
    remedies: ['other-model', 'retry'],
  },
  RATE_LIMITED: { title: 'Too many requests just now.', advice: 'Wait a moment and try again.', remedies: ['retry'] },
  PAYLOAD_TOO_LARGE: {
    title: 'The conversation is too long for this model.',
    advice: 'Shorten the message, or choose a model with a larger window.',
    remedies: ['edit', 'other-model'],
  },
  STORAGE_FULL: {
    title: 'The server can save nothing: its disk is full or read-only.',
    advice: 'What is here is safe. Tell the administrator, then try again.',
    remedies: ['retry'],
  },
};

/** What to say and offer about an answer that was stopped, interrupted or failed; null when all is well. */
export function runProblem(
  status: MessageStatus,
  errorCode: ErrorCode | null,
  hasText: boolean,
  finishReason: string | null = null,
): RunProblem | null {
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
      const { title, advice, remedies } = (errorCode && words[errorCode]) ?? again;
      return { title, advice, remedies: [...goOn, ...remedies], isCalm: false };
    }
    case 'COMPLETED':
      if (finishReason === 'length') {
        return {
          title: 'The answer reached its limit of tokens.',
          advice: 'Continue it, or raise “Max tokens” in the settings below and generate it again.',
          remedies: [...goOn, 'retry'],
          isCalm: true,
        };
      }
      return hasText
        ? null
        : { title: 'The model answered with nothing.', advice: '', remedies: ['retry', 'other-model'], isCalm: true };
    case 'PENDING':
    case 'STREAMING':
      return null;
  }
}
