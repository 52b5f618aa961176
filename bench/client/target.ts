import type { Prompt } from '../prompt.ts';

/** A server under load. */
export interface Target {
  /** Gets ready for so many answers at a time, one per slot: accounts, conversations, connections. Not measured. */
  prepare(slots: number): Promise<void>;
  /**
   * Asks once in a slot that was prepared, and waits for the end of the answer.
   * @param onText is given the text of paced answers as it comes; that of others is not looked at.
   * @throws Error when the answer is cut or refused.
   */
  ask(slot: number, prompt: Prompt, onText: (text: string) => void): Promise<void>;
}
