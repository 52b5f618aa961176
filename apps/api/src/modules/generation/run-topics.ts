/** Events of a run, for whoever watches it. */
export const runTopic = (runId: string): string => `run:${runId}`;

/** Asks the instance that generates a run to stop it. */
export const cancelTopic = (runId: string): string => `run:${runId}:cancel`;
