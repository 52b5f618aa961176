import type { RunEvent } from '@parley/run-events';
import type { RunSink } from '../../modules/generation/index.ts';
import type { RunEventSelection } from './run-event-selection.ts';

/** Where rendered events go: a socket or a response. */
export interface EventSink {
  /** @param data the JSON of the payload's `data`. */
  send(data: string): void;
  /** @param payload the JSON of a whole execution result. */
  sendResult(payload: string): void;
  drained(): Promise<void> | undefined;
}

/**
 * Writes events in order: most by their compiled selection at once, the few that reach other objects after they
 * have been executed; what comes meanwhile waits.
 * @param execute gives the execution result of one event as JSON.
 */
export function createRunEventWriter(
  selection: RunEventSelection,
  sink: EventSink,
  execute: (event: RunEvent) => Promise<string>,
  done: (error?: unknown) => void,
): RunSink {
  let turn: Promise<void> | undefined;

  function write(event: RunEvent): Promise<void> | undefined {
    const render = selection.rendererOf(event.__typename);
    if (!render) return execute(event).then((result) => sink.sendResult(result));
    sink.send(render(event));
    return undefined;
  }

  function afterTurn(work: () => Promise<void> | undefined | void): void {
    const next: Promise<void> = (turn ?? Promise.resolve())
      .then(work)
      .catch(done)
      .then(() => {
        if (turn === next) turn = undefined;
      });
    turn = next;
  }

  return {
    event(event) {
      if (turn) return afterTurn(() => write(event));
      const executing = write(event);
      if (executing) afterTurn(() => executing);
    },
    done(error) {
      if (turn) afterTurn(() => done(error));
      else done(error);
    },
    drained() {
      return turn ? turn.then(() => sink.drained()) : sink.drained();
    },
  };
}
