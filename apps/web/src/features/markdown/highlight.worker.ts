import { highlight } from './highlighter.ts';
import type { HighlightAnswer, HighlightTask } from './highlight-tasks.ts';

// Loading and running a grammar may take a second: here it stops nobody from reading.
interface WorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<HighlightTask>) => void): void;
  postMessage(answer: HighlightAnswer): void;
}

const worker = globalThis as unknown as WorkerScope;

worker.addEventListener('message', ({ data: { id, code, language } }) => {
  highlight(code, language).then(
    (lines) => worker.postMessage({ id, lines }),
    () => worker.postMessage({ id, lines: null }),
  );
});
