import type { ColouredText } from './highlighter.ts';

/** Code to be coloured, as it goes to the worker. */
export interface HighlightTask {
  id: number;
  code: string;
  language: string;
}

/** What comes back; null when the code could not be coloured. */
export interface HighlightAnswer {
  id: number;
  lines: ColouredText[][] | null;
}

type Settle = (lines: ColouredText[][] | null) => void;

/** Longer than the slowest grammar takes to load; code that takes longer was written to take long. */
const longestMs = 8_000;

const waiting = new Map<number, Settle>();
let worker: Worker | undefined;
let lastId = 0;

function settle(id: number, lines: ColouredText[][] | null): void {
  waiting.get(id)?.(lines);
  waiting.delete(id);
}

/** Ends the worker, and with it a task that would never end; the others stay without colours. */
function giveUp(): void {
  worker?.terminate();
  worker = undefined;
  for (const id of waiting.keys()) settle(id, null);
}

function startWorker(): Worker {
  const started = new Worker(new URL('highlight.worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<HighlightAnswer>) => settle(data.id, data.lines));
  started.addEventListener('error', giveUp);
  return started;
}

/** Colours code beside the page's own work; null when that is not possible. */
export function highlightAside(code: string, language: string): Promise<ColouredText[][] | null> {
  try {
    worker ??= startWorker();
  } catch {
    // A browser without workers, or one that is told to start none: the code stays readable.
    return Promise.resolve(null);
  }
  const id = (lastId += 1);
  worker.postMessage({ id, code, language } satisfies HighlightTask);
  return new Promise((resolve) => {
    const timer = setTimeout(giveUp, longestMs);
    waiting.set(id, (lines) => {
      clearTimeout(timer);
      resolve(lines);
    });
  });
}
