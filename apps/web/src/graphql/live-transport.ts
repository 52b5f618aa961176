import { readonly, shallowRef } from 'vue';

/**
 * How what happens on the server gets here. `socket`: all by one WebSocket. `stream`: a running answer by an event
 * stream, all else is polled. `polling`: everything is polled.
 */
export type LiveTransport = 'socket' | 'stream' | 'polling';

const below: Record<LiveTransport, LiveTransport> = { socket: 'stream', stream: 'polling', polling: 'polling' };
const storageKey = 'parley:live-transport';

/** What worked before a reload of this tab. */
function remembered(): LiveTransport {
  try {
    const stored = sessionStorage.getItem(storageKey);
    return stored === 'stream' || stored === 'polling' ? stored : 'socket';
  } catch {
    return 'socket';
  }
}

const current = shallowRef(remembered());

/** The transport in use. */
export const liveTransport = readonly(current);

/** Uses another transport, and remembers it for this tab. */
export function switchTransport(next: LiveTransport): void {
  current.value = next;
  try {
    if (next === 'socket') sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, next);
  } catch {
    // Storage may be blocked: it is found out again after a reload.
  }
}

/** Gives up a transport that delivers nothing, unless another one is in use already. */
export function giveUpTransport(failed: LiveTransport): void {
  if (current.value === failed) switchTransport(below[failed]);
}
