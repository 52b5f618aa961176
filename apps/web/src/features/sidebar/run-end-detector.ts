/** What is needed of a conversation to tell that an answer has ended. */
export interface MaybeRunning {
  id: string;
  activeRun: object | null;
}

/** Compares each state of the lists with the one before; gives the ids of conversations whose run has ended. */
export function createRunEndDetector(): (sessions: readonly MaybeRunning[]) => string[] {
  const runningIds = new Set<string>();
  return (sessions) => {
    const endedIds: string[] = [];
    for (const { id, activeRun } of sessions) {
      if (activeRun) runningIds.add(id);
      else if (runningIds.delete(id)) endedIds.push(id);
    }
    return endedIds;
  };
}
