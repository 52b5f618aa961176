/** Events of a run, for whoever watches it. */
export const runTopic = (runId: string): string => `run:${runId}`;

/** What the instance that generates a run is asked to do. */
export const requestTopic = (runId: string): string => `run:${runId}:requests`;

/** To stop, or to tell again what came after an event. */
export type RunRequest = { kind: 'cancel' } | { kind: 'resend'; after: number };
