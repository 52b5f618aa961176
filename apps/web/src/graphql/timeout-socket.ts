/** Milliseconds in which a connection opens, if the network is there: also a slow one, with its handshakes. */
export const openWithinMs = 6_000;

/**
 * A WebSocket that gives up when it is not open in time. The browser would wait for minutes for a server whose
 * packets vanish, also when the network is well again.
 */
export class TimeoutSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    const timer = setTimeout(() => this.close(), openWithinMs);
    const settled = () => clearTimeout(timer);
    this.addEventListener('open', settled);
    this.addEventListener('close', settled);
  }
}
