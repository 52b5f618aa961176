import type { RunEvent } from '@parley/run-events';

/** One event of the kinds a plain run has, with text that needs escaping. */
export const runEventTypesFixture: RunEvent[] = [
  { __typename: 'RunStarted', runId: 'r', sequence: 0, messageId: 'm', modelId: 'p:x' },
  {
    __typename: 'TextDelta',
    runId: 'r',
    sequence: 1,
    partId: 'part-0',
    delta: 'a "quoted" \\ line\n\u2028 🎉 </script>',
  },
  {
    __typename: 'RunEnded',
    runId: 'r',
    sequence: 2,
    status: 'FAILED',
    errorCode: 'PROVIDER_TIMEOUT',
    errorMessage: 'Too slow.',
    messageId: 'm',
  },
];
