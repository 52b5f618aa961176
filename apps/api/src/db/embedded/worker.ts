import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { engineError } from './engine-error-message.ts';
import type { EmbeddedDatabaseOptions, WorkerRequest, WorkerResponse } from './protocol.ts';

const port = parentPort!;
const { dataDir, snapshot } = workerData as EmbeddedDatabaseOptions;

const database = await PGlite.create({
  dataDir: dataDir ?? 'memory://',
  extensions: { vector },
  ...(snapshot ? { loadDataDir: snapshot } : {}),
}).catch((error: unknown) => {
  throw engineError(error, dataDir);
});

async function answer(request: WorkerRequest): Promise<WorkerResponse> {
  switch (request.type) {
    case 'execute':
      return { type: 'executed', bytes: await database.execProtocolRaw(request.bytes) };
    case 'dump':
      return { type: 'dumped', snapshot: await database.dumpDataDir('none') };
    case 'close':
      await database.close();
      return { type: 'closed' };
  }
}

let turn: Promise<void> = Promise.resolve();

// One request at a time, in the order they came: the database is a single session.
port.on('message', (request: WorkerRequest) => {
  turn = turn.then(async () => {
    const response = await answer(request).catch((error: unknown): WorkerResponse => ({
      type: 'failed',
      message: engineError(error, dataDir).message,
    }));
    port.postMessage(response);
    if (response.type === 'closed') port.close();
  });
});

port.postMessage({ type: 'ready' } satisfies WorkerResponse);
