/** Times on which instances depend together, in milliseconds; tests make all of them shorter. */
export interface RunTimes {
  /** How long an instance may be silent before its runs count as dead. */
  lease: number;
  /** From one heartbeat to the next. */
  beat: number;
  /** How long an instance that seems dead is waited for to say that it is not. */
  ask: number;
  /** How long watchers wait for an end while the database cannot be reached or takes no writes. */
  patience: number;
  /** From one attempt to save to the next. */
  retry: number;
}

export const usualTimes: RunTimes = { lease: 12_000, beat: 4_000, ask: 2_000, patience: 10_000, retry: 1_000 };
