import { type Prompt, plainToken, writePrompt } from '../prompt.ts';
import { ParleyAccount } from './parley-account.ts';
import { RunSocket } from './run-socket.ts';
import type { Target } from './target.ts';

/** Sockets that one account may have open. */
const SOCKETS_PER_ACCOUNT = 20;
/** Requests under way at a time while slots are prepared. */
const PREPARED_AT_ONCE = 8;

interface Slot {
  account: ParleyAccount;
  socket: RunSocket;
  sessionId: string;
}

/** Parley, used as its own web app does: sendMessage over HTTP, runEvents over a socket. One socket per slot. */
export function parleyTarget(url: string): Target {
  const accounts: ParleyAccount[] = [];
  let slots: Slot[] = [];

  async function openSlot(index: number): Promise<Slot> {
    const known = slots[index];
    const account = accounts[Math.floor(index / SOCKETS_PER_ACCOUNT)]!;
    return {
      account,
      socket: known?.socket ?? (await RunSocket.open(url, account.cookie)),
      sessionId: await account.createSession(),
    };
  }

  return {
    async prepare(count) {
      for (const slot of slots.splice(count)) slot.socket.close();
      while (accounts.length * SOCKETS_PER_ACCOUNT < count) accounts.push(await ParleyAccount.signUp(url));
      const prepared: Slot[] = [];
      for (let first = 0; first < count; first += PREPARED_AT_ONCE) {
        const indexes = Array.from(
          { length: Math.min(PREPARED_AT_ONCE, count - first) },
          (_, offset) => first + offset,
        );
        prepared.push(...(await Promise.all(indexes.map(openSlot))));
      }
      slots = prepared;
    },
    async ask(index, prompt: Prompt, onText) {
      const { account, socket, sessionId } = slots[index]!;
      const runId = await account.sendMessage(sessionId, writePrompt(prompt));
      let length = 0;
      await socket.watch(runId, (delta) => {
        length += delta.length;
        if (prompt.rate > 0) onText(delta);
      });
      if (prompt.rate === 0 && length !== prompt.tokens * plainToken.length)
        throw new Error(`Parley sent ${length} characters.`);
    },
  };
}
