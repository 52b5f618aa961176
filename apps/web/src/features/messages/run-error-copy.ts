import type { ErrorCode, MessageStatus } from '@parley/graphql';
import { t } from './locales/en.ts';

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

const again = (): Words => ({
  title: t('answerFailed'),
  advice: t('againAdvice'),
  remedies: ['retry', 'other-model'],
});

/** The code alone does not say whether the provider answered; the server's sentence does: `(HTTP 500)`, `(in its answer)`. */
const hasAnswered = (details: string): boolean => /\((?:HTTP \d{3}|in its answer)\)/.test(details);

const words: Partial<Record<ErrorCode, (details: string) => Words>> = {
  PROVIDER_AUTH: (details) => ({
    title: /rejected the API key/.test(details)
      ? t('keyRejected')
      : /(?:requires|needs) an API key/.test(details)
        ? t('keyNeeded')
        : t('accessRefused'),
    advice: t('keyAdvice'),
    remedies: ['other-model', 'add-key', 'retry'],
  }),
  PROVIDER_RATE_LIMITED: () => ({
    title: t('providerLimit'),
    advice: t('waitOrOther'),
    remedies: ['retry', 'other-model'],
  }),
  PROVIDER_UNAVAILABLE: (details) => ({
    title: hasAnswered(details)
      ? t('providerError')
      : /cannot be reached/.test(details)
        ? t('providerUnreachable')
        : t('providerUnavailable'),
    advice: t('downAdvice'),
    remedies: ['retry', 'other-model'],
  }),
  PROVIDER_TIMEOUT: () => ({
    title: t('modelTimeout'),
    advice: t('timeoutAdvice'),
    remedies: ['retry', 'other-model'],
  }),
  PROVIDER_BAD_RESPONSE: (details) => ({
    title: hasAnswered(details)
      ? t('requestRejected')
      : /closed the connection/.test(details)
        ? t('connectionBroke')
        : t('replyUnreadable'),
    advice: t('againOrOther'),
    remedies: ['retry', 'other-model'],
  }),
  QUOTA_EXCEEDED: () => ({
    title: t('quotaUsedUp'),
    advice: t('quotaAdvice'),
    remedies: ['other-model', 'retry'],
  }),
  RATE_LIMITED: () => ({
    title: t('tooManyRequests'),
    advice: t('waitAdvice'),
    remedies: ['retry'],
  }),
  PAYLOAD_TOO_LARGE: () => ({
    title: t('tooLong'),
    advice: t('tooLongAdvice'),
    remedies: ['edit', 'other-model'],
  }),
  STORAGE_FULL: () => ({
    title: t('cannotSave'),
    advice: t('cannotSaveAdvice'),
    remedies: ['retry'],
  }),
};

/** How an answer ends that is whole, in the words of one provider or another. */
const wholeEnds =
  /^(?:stop|stop_sequence|end_turn|eos|eos_token|tool_calls|tool_use|function_call|complete|completed|done)$/i;

/** Whether a provider's reason for the end is that the answer is complete. */
export const isWholeEnd = (finishReason: string): boolean => wholeEnds.test(finishReason);

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
      return { title: t('youStopped'), advice: '', remedies: [...goOn, 'retry'], isCalm: true };
    case 'INTERRUPTED':
      return {
        title: t('interrupted'),
        advice: t('textSaved'),
        remedies: [...goOn, 'retry'],
        isCalm: true,
      };
    case 'FAILED': {
      const { title, advice, remedies } = (errorCode && words[errorCode]?.(details ?? '')) || again();
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
      title: hasText ? t('hitLimit') : t('limitBefore'),
      advice: hasText ? t('limitAdvice') : t('limitAdviceEmpty'),
      remedies: [...goOn, 'retry'],
      isCalm: true,
    };
  }
  if (finishReason === 'content_filter') {
    return {
      title: t('filtered'),
      advice: hasText ? t('textSaved') : t('rephrase'),
      remedies: ['retry', 'other-model'],
      isCalm: true,
    };
  }
  if (finishReason !== null && !isWholeEnd(finishReason)) {
    return {
      title: t('endedEarly'),
      advice: t('reasonGiven', { reason: finishReason }),
      remedies: [...goOn, 'retry', 'other-model'],
      isCalm: true,
    };
  }
  if (hasText) return null;
  return {
    title: t('emptyAnswer'),
    advice: '',
    remedies: ['retry', 'other-model'],
    isCalm: true,
  };
}
