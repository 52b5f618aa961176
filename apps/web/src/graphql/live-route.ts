import { readonly, shallowRef } from 'vue';

/**
 * How what happens on the server gets here. `socket`: all by one WebSocket. `stream`: a running answer by an event
 * stream, all else is read again now and then. `reading`: everything is read again now and then.
 */
export type LiveRoute = 'socket' | 'stream' | 'reading';

const below: Record<LiveRoute, LiveRoute> = { socket: 'stream', stream: 'reading', reading: 'reading' };
const storageKey = 'parley:live-route';

/** What worked before a reload of this tab. */
function remembered(): LiveRoute {
  try {
    const stored = sessionStorage.getItem(storageKey);
    return stored === 'stream' || stored === 'reading' ? stored : 'socket';
  } catch {
    return 'socket';
  }
}

const route = shallowRef(remembered());

/** The route that is taken now. */
export const liveRoute = readonly(route);

/** Takes another route, and remembers it for this tab. */
export function takeRoute(next: LiveRoute): void {
  route.value = next;
  try {
    if (next === 'socket') sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, next);
  } catch {
    // Storage may be blocked: it is found out again after a reload.
  }
}

/** Gives up a route that brings nothing, unless another one is taken already. */
export function giveUpRoute(failed: LiveRoute): void {
  if (route.value === failed) takeRoute(below[failed]);
}
