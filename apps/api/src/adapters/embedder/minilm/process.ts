import { setPriority } from 'node:os';
import { setImmediate as nextImmediate } from 'node:timers/promises';
import type { MiniLmEngine } from './engine.ts';
import { readModelFiles } from './model-files.ts';
import { createOnnxEngine } from './onnx-engine.ts';
import type { EmbedRequest, EmbedResponse, MiniLmOptions } from './protocol.ts';
import { createWasmEngine } from './wasm-engine.ts';

const options = JSON.parse(process.argv[2]!) as MiniLmOptions;
const answer = (response: EmbedResponse): void => void process.send!(response);

// People who wait for the server go before documents.
setPriority(5);
// The server is gone.
process.on('disconnect', () => process.exit());
// Ctrl+C in a terminal reaches every process; the server says when to stop.
process.on('SIGINT', () => {});

interface Job extends EmbedRequest {
  /** Places of the texts, shortest text first: neighbours share a batch, and padding costs as much as text. */
  order: number[];
  vectors: Float32Array[];
}

const urgent: Job[] = [];
const patient: Job[] = [];
let isWorking = false;

async function createEngine(): Promise<MiniLmEngine> {
  const files = await readModelFiles();
  if (options.engine === 'wasm') return createWasmEngine(files);
  try {
    return await createOnnxEngine(files, options);
  } catch (error) {
    if (options.engine === 'onnx') throw error;
    return createWasmEngine(files);
  }
}

/** Embeds one batch of a job, so that a question never waits for a whole document. */
async function embedSome(engine: MiniLmEngine, job: Job): Promise<void> {
  const places = job.order.splice(0, engine.batch);
  const vectors = await engine.embed(places.map((place) => job.texts[place]!));
  for (const [index, place] of places.entries()) job.vectors[place] = vectors[index]!;
}

async function work(engine: MiniLmEngine): Promise<void> {
  if (isWorking) return;
  isWorking = true;
  for (let queue = pick(); queue; queue = pick()) {
    const job = queue[0]!;
    try {
      await embedSome(engine, job);
      if (job.order.length === 0) {
        queue.shift();
        answer({ type: 'embedded', id: job.id, vectors: job.vectors });
      }
    } catch (error) {
      queue.shift();
      answer({ type: 'failed', id: job.id, message: String(error) });
    }
    // Lets questions in that came meanwhile.
    await nextImmediate();
  }
  isWorking = false;
}

const pick = (): Job[] | undefined => [urgent, patient].find((queue) => queue.length > 0);

try {
  const engine = await createEngine();
  process.on('message', (request: EmbedRequest) => {
    const order = request.texts.map((_, place) => place);
    order.sort((a, b) => request.texts[a]!.length - request.texts[b]!.length);
    (request.isUrgent ? urgent : patient).push({ ...request, order, vectors: [] });
    void work(engine);
  });
  answer({ type: 'ready', precision: engine.precision });
} catch (error) {
  answer({ type: 'unavailable', message: String(error) });
}
