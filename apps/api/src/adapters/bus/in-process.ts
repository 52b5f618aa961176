import { EventEmitter } from 'node:events';
import type { Bus } from '../../ports/bus.ts';

/** Delivers within this process, at once: subscribers have run when `publish` returns. */
export function createInProcessBus(): Bus {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    publish: (topic, message) => void emitter.emit(topic, message),
    subscribe: (topic, listener) => {
      emitter.on(topic, listener);
      return () => emitter.off(topic, listener);
    },
    close: async () => void emitter.removeAllListeners(),
  };
}
